package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.client.wire.RunAnswer;
import io.actionqueue.core.id.RunId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Sets a run aside.
@Command(
    name = "suspend",
    sortOptions = false,
    header = "Set a run aside until it is resumed.",
    description = "The handler that executes it is asked to stop.")
final class RunSuspendCommand extends RunAnswerCommand {
  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the log.")
  private @Nullable String reason;

  RunSuspendCommand(Surroundings surroundings) {
    super(surroundings, "run suspend");
  }

  @Override
  RunAnswer change(Queue queue, RunId run) {
    return queue.suspendRun(run, reason);
  }
}
