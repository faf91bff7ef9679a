package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Words;
import io.actionqueue.client.wire.CancelTaskAnswer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Cancels a task.
@Command(
    name = "cancel",
    sortOptions = false,
    header = "Cancel a task and all that hangs on it.",
    description = {
      "All its runs are canceled, its descendants, and what can no longer start because of it.",
      "Harmless when repeated."
    })
final class TaskCancelCommand extends QueueCommand {
  @Parameters(paramLabel = "TASK_ID", description = "The task.")
  private String id = "";

  TaskCancelCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    Ids.task(id);
  }

  @Override
  Answer ask(Queue queue) {
    CancelTaskAnswer answer = queue.cancelTask(Ids.task(id));
    return new Answer(() -> document(answer), () -> List.of(text(answer)));
  }

  private Map<String, @Nullable Object> document(CancelTaskAnswer answer) {
    Map<String, @Nullable Object> document = document("task cancel");
    document.putAll(Documents.of(answer));
    return document;
  }

  private static String text(CancelTaskAnswer answer) {
    String what = "task " + answer.taskId();
    String runs = Words.count(answer.runsTotal(), "run");
    String how =
        answer.runsCanceled() + " canceled now, " + answer.runsAlreadyTerminal() + " ended before";
    return answer.status().equals("already_canceled")
        ? what + " was canceled before (" + runs + ": " + how + ")"
        : what + " canceled (" + runs + ": " + how + ")";
  }
}
