package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.client.wire.LimitDetail;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.policy.Limit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Limits a scope.
@Command(
    name = "set",
    sortOptions = false,
    header = "Limit an action, a key or a tenant.",
    description = {
      "Needs a daemon. It takes the place of the whole limit that is there. Runs that execute are",
      "left alone."
    })
final class LimitSetCommand extends QueueCommand {
  @Mixin private final ScopeOptions scope = new ScopeOptions();

  @Option(names = "--permits", paramLabel = "N", description = "How many runs may execute at once.")
  private @Nullable String permits;

  @Option(
      names = "--rate",
      paramLabel = "N/PERIOD",
      description = "How many may start in a period, such as 10/s, 100/5m or 1/500ms.")
  private @Nullable String rate;

  @Option(
      names = "--burst",
      paramLabel = "N",
      description = "How many of them may follow each other at once (all).")
  private @Nullable String burst;

  LimitSetCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    scope.scope();
    limit();
  }

  private Limit limit() {
    if (permits == null && rate == null) {
      throw CliFailure.badInput("--permits, --rate or both are needed");
    }
    if (burst != null && rate == null) {
      throw CliFailure.badInput("--burst belongs to --rate");
    }
    try {
      return new Limit(
          permits == null ? null : number("--permits", permits),
          rate == null
              ? null
              : RateText.parse(rate, burst == null ? null : number("--burst", burst)));
    } catch (InvalidValue e) {
      throw CliFailure.validation(e.code(), String.valueOf(e.getMessage()));
    }
  }

  private static int number(String option, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw CliFailure.badInput(option + " must be an integer, was '" + text + "'");
    }
  }

  @Override
  Answer ask(Queue queue) {
    LimitDetail set = queue.oversight().limit(scope.scope(), limit());
    return new Answer(() -> document(set), () -> LimitListCommand.text(surroundings, List.of(set)));
  }

  private Map<String, @Nullable Object> document(LimitDetail set) {
    Map<String, @Nullable Object> document = document("limit set");
    document.putAll(Documents.of(set));
    return document;
  }
}
