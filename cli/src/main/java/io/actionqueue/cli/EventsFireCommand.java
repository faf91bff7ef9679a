package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Words;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Fires a custom event.
@Command(
    name = "fire",
    sortOptions = false,
    header = "Tell every subscription that waits for a key that it has happened.",
    description = "Needs a daemon.")
final class EventsFireCommand extends QueueCommand {
  @Parameters(paramLabel = "KEY", description = "Compared exactly.")
  private String key = "";

  EventsFireCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    if (key.isEmpty()) {
      throw CliFailure.badInput("KEY must not be empty");
    }
  }

  @Override
  Answer ask(Queue queue) {
    long triggered = queue.fire(key).triggered();
    return new Answer(
        () -> document(triggered),
        () -> List.of(Words.count(triggered, "subscription") + " triggered"));
  }

  private Map<String, @Nullable Object> document(long triggered) {
    Map<String, @Nullable Object> document = document("events fire");
    document.put("key", key);
    document.put("triggered", triggered);
    return document;
  }
}
