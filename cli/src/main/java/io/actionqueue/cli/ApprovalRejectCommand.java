package io.actionqueue.cli;

import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.core.run.GateVerdict;
import picocli.CommandLine.Command;

/// Rejects a run.
@Command(
    name = "reject",
    sortOptions = false,
    header = "End a run that waits at a gate.",
    description = {
      "Needs a daemon. The run fails, and what waits for its task is canceled. The same decision",
      "again is answered as the first one."
    })
final class ApprovalRejectCommand extends ApprovalCommand {
  ApprovalRejectCommand(Surroundings surroundings) {
    super(surroundings, "approval reject", GateVerdict.REJECTED);
  }
}
