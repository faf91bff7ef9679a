package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.client.wire.StatusAnswer;
import picocli.CommandLine.Command;

/// Ends a pause.
@Command(name = "resume", sortOptions = false, header = "End a pause. Harmless when repeated.")
final class EngineResumeCommand extends EngineWordCommand {
  EngineResumeCommand(Surroundings surroundings) {
    super(surroundings, "engine resume");
  }

  @Override
  StatusAnswer change(Queue queue) {
    return queue.resume();
  }
}
