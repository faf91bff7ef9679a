package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.client.wire.PauseList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// What is paused.
@Command(
    name = "list",
    sortOptions = false,
    header = "List the actions, keys and tenants that are paused.",
    description = "The engine as a whole: engine status.")
final class PauseListCommand extends QueueCommand {
  PauseListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Answer ask(Queue queue) {
    PauseList list = queue.oversight().pauses();
    return new Answer(() -> document(list), () -> text(list));
  }

  private Map<String, @Nullable Object> document(PauseList list) {
    Map<String, @Nullable Object> document = document("pause list");
    document.putAll(Documents.of(list));
    return document;
  }

  private static List<String> text(PauseList list) {
    return list.pauses().isEmpty()
        ? List.of("Nothing is paused.")
        : list.pauses().stream().map(scope -> Words.plain(scope.toScope().label())).toList();
  }
}
