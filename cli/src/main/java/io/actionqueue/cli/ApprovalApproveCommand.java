package io.actionqueue.cli;

import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.core.run.GateVerdict;
import picocli.CommandLine.Command;

/// Approves a run.
@Command(
    name = "approve",
    sortOptions = false,
    header = "Let a run go on that waits at a gate.",
    description = "Needs a daemon. The same decision again is answered as the first one.")
final class ApprovalApproveCommand extends ApprovalCommand {
  ApprovalApproveCommand(Surroundings surroundings) {
    super(surroundings, "approval approve", GateVerdict.APPROVED);
  }
}
