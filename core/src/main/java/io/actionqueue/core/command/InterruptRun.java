package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.Interruption;

/// Records that the open attempt of a run was cut off and lets the run go on at once (S-1 to S-4):
/// the outcome, the lease's release (its expiry when it was lost), then Ready, or what the policy
/// says about uncertain and too often interrupted runs. A release by its worker is never uncertain
/// and counts nowhere (S-50).
///
/// Refused as [AttemptFinish].
///
/// @param runId the run
/// @param attemptId the open attempt
/// @param cause what cut it off; cancellations are for [CancelRun]
/// @param policy the bounds
/// @param timestamp epoch seconds, unsigned
public record InterruptRun(
    RunId runId, AttemptId attemptId, Interruption cause, RecoveryPolicy policy, long timestamp)
    implements BatchCommand {
  /// Checks the cause.
  ///
  /// @throws InvalidValue kind `InvalidInterruption`
  public InterruptRun {
    Arguments.checkCause(cause);
  }
}
