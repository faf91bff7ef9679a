package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.failure.Failures;
import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.client.ClientException;
import io.actionqueue.client.EventFeed;
import io.actionqueue.client.EventQuery;
import io.actionqueue.client.wire.StreamedEvent;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.core.run.RunState;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Durable events as they come.
@Command(
    name = "tail",
    sortOptions = false,
    header = "Print every event as it becomes durable.",
    description = {
      "One line each, with --json one compact document each. Ends with the daemon, with Ctrl-C, or",
      "after --count events. Where events are missing, a warning says so."
    })
final class EventsTailCommand extends PlacedCommand {
  @Option(names = "--task", paramLabel = "TASK_ID", description = "Only about this task.")
  private @Nullable String task;

  @Option(names = "--run", paramLabel = "RUN_ID", description = "Only about this run.")
  private @Nullable String run;

  @Option(
      names = "--type",
      paramLabel = "A,B",
      description = "Only of these kinds, such as RunStateChanged.")
  private @Nullable String types;

  @Option(names = "--after", paramLabel = "SEQUENCE", description = "Begin behind this event.")
  private @Nullable String after;

  @Option(names = "--count", paramLabel = "N", description = "End after so many events.")
  private @Nullable String count;

  private long left = Long.MAX_VALUE;
  private long last = -1;

  EventsTailCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    if (task != null) {
      Ids.task(task);
    }
    if (run != null) {
      Ids.run(run);
    }
    if (after != null) {
      last = number("--after", after);
    }
    if (count != null) {
      left = number("--count", count);
    }
  }

  private static long number(String flag, String text) {
    if (!text.matches("\\d{1,18}")) {
      throw CliFailure.badInput(flag + " must be a non-negative integer, was '" + text + "'");
    }
    return Long.parseLong(text);
  }

  @Override
  int work(Queue queue) {
    boolean more = left > 0;
    while (more) {
      more = follow(queue);
    }
    return 0;
  }

  /// @return whether to ask again
  private boolean follow(Queue queue) {
    try (EventFeed feed = queue.events(query())) {
      boolean warned = false;
      Optional<StreamedEvent> event = feed.next();
      while (event.isPresent()) {
        if (feed.hasGap() && !warned) {
          warn("events are missing before sequence " + event.get().sequence());
          warned = true;
        }
        print(event.get());
        if (--left == 0) {
          return false;
        }
        event = feed.next();
      }
      return feed.ended().filter("slow_consumer"::equals).isPresent();
    } catch (ClientException e) {
      throw Failures.calling(e);
    }
  }

  private EventQuery query() {
    EventQuery query =
        EventQuery.fromNow()
            .task(task == null ? null : Ids.task(task))
            .run(run == null ? null : Ids.run(run))
            .types(types == null ? List.of() : List.of(types.split(",", -1)));
    return last < 0 ? query : query.after(last);
  }

  private void print(StreamedEvent event) {
    last = event.sequence();
    line(isJson() ? WireJson.text(event) : text(event));
    flush();
  }

  private static String text(StreamedEvent event) {
    var words = new StringJoiner(" ");
    words.add(
        "%8d  %s  %-20s"
            .formatted(event.sequence(), Words.instant(event.timestamp()), event.type()));
    add(words, "task", event.taskId());
    add(words, "run", event.runId());
    if (event.to() != null) {
      RunState from = event.from();
      words.add((from == null ? "" : from.wireName()) + "→" + event.to().wireName());
    }
    add(words, "attempt", event.attemptId());
    add(words, "result", event.result());
    add(words, "of", event.subject() == null ? null : Words.plain(event.subject()));
    return words.toString().stripTrailing();
  }

  private static void add(StringJoiner words, String name, @Nullable Object value) {
    if (value != null) {
      words.add(name + " " + value);
    }
  }
}
