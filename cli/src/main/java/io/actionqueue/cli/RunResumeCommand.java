package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.client.wire.RunAnswer;
import io.actionqueue.core.id.RunId;
import picocli.CommandLine.Command;

/// Lets a run go on.
@Command(name = "resume", sortOptions = false, header = "Let a run go on that was set aside.")
final class RunResumeCommand extends RunAnswerCommand {
  RunResumeCommand(Surroundings surroundings) {
    super(surroundings, "run resume");
  }

  @Override
  RunAnswer change(Queue queue, RunId run) {
    return queue.resumeRun(run);
  }
}
