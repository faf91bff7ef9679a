package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.run.RunState;

/// Ends the open attempt of a run as [FinishRun] does and records when its next attempt is due, in
/// one batch. Refused as that is.
///
/// @param finish the end, with the target RetryWait
/// @param readyAtMillis when the run becomes Ready, epoch milliseconds, unsigned
/// @param timestampMillis epoch milliseconds, unsigned
public record FinishDelayed(FinishRun finish, long readyAtMillis, long timestampMillis)
    implements ExtensionCommand {
  /// Checks the target.
  ///
  /// @throws InvalidValue kind `OutcomeTargetMismatch`
  public FinishDelayed {
    if (finish.target() != RunState.RETRY_WAIT) {
      throw new InvalidValue(
          "OutcomeTargetMismatch", "only a run in RetryWait has a delay, was " + finish.target());
    }
  }
}
