package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.client.wire.StatusAnswer;
import picocli.CommandLine.Command;

/// Pauses the engine.
@Command(
    name = "pause",
    sortOptions = false,
    header = "Start nothing new until the engine is resumed.",
    description =
        "Holds also after a restart. What executes is left alone. Harmless when repeated.")
final class EnginePauseCommand extends EngineWordCommand {
  EnginePauseCommand(Surroundings surroundings) {
    super(surroundings, "engine pause");
  }

  @Override
  StatusAnswer change(Queue queue) {
    return queue.pause();
  }
}
