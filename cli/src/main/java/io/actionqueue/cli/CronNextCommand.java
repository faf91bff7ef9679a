package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.cron.CronExpression;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The next instants of a cron expression.
@Command(
    name = "next",
    sortOptions = false,
    header = "Print when a cron expression fires next, in UTC.",
    description = {
      "Six or seven fields: second, minute, hour, day of month, month, day of week, and year if",
      "you like; or @daily and the like."
    },
    footer = {"Example: actionqueue cron next '0 30 9 * * mon-fri' --count 3"})
final class CronNextCommand extends AnsweringCommand {
  private static final int MAX_COUNT = 1000;
  private static final String DEFAULT_COUNT = "5";

  @Parameters(paramLabel = "EXPR", description = "The expression, quoted for the shell.")
  private String expression = "";

  @Option(names = "--count", paramLabel = "N", description = "How many instants, 1 to 1000 (5).")
  private String count = DEFAULT_COUNT;

  @Option(
      names = "--after",
      paramLabel = "WHEN",
      description = "After this instant: ISO 8601 in UTC or epoch seconds. Default: now.")
  private @Nullable String after;

  CronNextCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    long[] firings = parse().firings(after(), count());
    return print(new Answer(() -> document(firings), () -> text(firings)));
  }

  private CronExpression parse() {
    try {
      return CronExpression.parse(expression);
    } catch (InvalidValue e) {
      throw CliFailure.validation("invalid_cron_expression", String.valueOf(e.getMessage()));
    }
  }

  private int count() {
    try {
      int number = Integer.parseInt(count);
      if (number >= 1 && number <= MAX_COUNT) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below, for both.
    }
    throw CliFailure.badInput("--count must be 1 to " + MAX_COUNT + ", was '" + count + "'");
  }

  private long after() {
    if (after == null) {
      return surroundings.time().epochSeconds();
    }
    try {
      return after.matches("\\d{1,18}")
          ? Long.parseLong(after)
          : Math.max(0, Instant.parse(after).getEpochSecond());
    } catch (DateTimeParseException _) {
      throw CliFailure.badInput(
          "--after must be like 2026-01-31T12:00:00Z or epoch seconds, was '" + after + "'");
    }
  }

  private Map<String, @Nullable Object> document(long[] firings) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("command", "cron next");
    document.put("expression", expression);
    document.put("next", Arrays.stream(firings).boxed().toList());
    document.put("next_utc", Arrays.stream(firings).mapToObj(Words::instant).toList());
    return document;
  }

  private List<String> text(long[] firings) {
    if (firings.length == 0) {
      return List.of("'" + Words.plain(expression) + "' does not fire again up to 2100.");
    }
    long now = surroundings.time().epochSeconds();
    var lines = new ArrayList<String>(firings.length);
    for (long at : firings) {
      lines.add(Words.instant(at) + "  " + Words.distance(at, now));
    }
    return lines;
  }
}
