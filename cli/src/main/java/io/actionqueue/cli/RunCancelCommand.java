package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.client.wire.RunAnswer;
import io.actionqueue.core.id.RunId;
import picocli.CommandLine.Command;

/// Cancels a run.
@Command(
    name = "cancel",
    sortOptions = false,
    description =
        "Cancel one run; an executing handler is asked to stop. Harmless when repeated.%n")
final class RunCancelCommand extends RunAnswerCommand {
  RunCancelCommand(Surroundings surroundings) {
    super(surroundings, "run cancel");
  }

  @Override
  RunAnswer change(Queue queue, RunId run) {
    return queue.cancelRun(run);
  }
}
