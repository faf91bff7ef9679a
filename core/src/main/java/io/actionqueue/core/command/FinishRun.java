package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.budget.BudgetConsumption;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.RunState;
import java.util.List;

/// Ends the open attempt of a run: the outcome, the lease's release, the move, the consumption.
/// When that makes the task fail, all that waits for it is canceled in the same batch (spec 03
/// §6.3).
///
/// Consumption of 0, and of a dimension without an allocation, is left out (S-45). Refused, in this
/// order: as [AttemptFinish]; `attempt_cap_reached` (RetryWait without an attempt left).
///
/// @param runId the run
/// @param attemptId the open attempt
/// @param outcome how it ended
/// @param target Completed for a success, Suspended for a suspension, RetryWait or Failed otherwise
/// @param consumed what the attempt used, in the order of its reports
/// @param timestamp epoch seconds, unsigned
public record FinishRun(
    RunId runId,
    AttemptId attemptId,
    AttemptOutcome outcome,
    RunState target,
    List<BudgetConsumption> consumed,
    long timestamp)
    implements BatchCommand {
  /// Copies the list and checks that the target suits the outcome.
  ///
  /// @throws InvalidValue kind `OutcomeTargetMismatch`
  public FinishRun {
    consumed = List.copyOf(consumed);
    Arguments.checkTarget(outcome, target);
  }
}
