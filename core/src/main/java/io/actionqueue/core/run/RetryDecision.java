package io.actionqueue.core.run;

import io.actionqueue.core.InvalidValue;

/// Where a run goes after an attempt (spec 03 §5.5).
///
/// | verdict | below the cap | at the cap |
/// |---|---|---|
/// | Suspended | Suspended, whatever the numbers | Suspended |
/// | Success | Completed | Completed |
/// | Terminal failure | Failed | Failed |
/// | Retryable failure, timeout | RetryWait | Failed |
///
/// Interruptions are not decided here: they are no verdict on the attempt (S-2, S-3).
public enum RetryDecision {
  /// The run is done.
  COMPLETE(RunState.COMPLETED),
  /// The run has failed for good.
  FAIL(RunState.FAILED),
  /// The run waits for its back-off and gets another attempt.
  RETRY(RunState.RETRY_WAIT),
  /// The run waits for somebody to resume it.
  SUSPEND(RunState.SUSPENDED);

  private static final long MAX_U32 = 0xffff_ffffL;

  private final RunState target;

  RetryDecision(RunState target) {
    this.target = target;
  }

  /// The state that the run moves to.
  public RunState target() {
    return target;
  }

  /// Decides after an attempt.
  ///
  /// @param verdict what came of it
  /// @param countedAttempts its number among the attempts that count: all but suspended and
  ///   interrupted ones; at least 1
  /// @param maxAttempts the task's cap; at least 1
  /// @throws InvalidValue unless suspended: kind `InvalidMaxAttempts`, `InvalidAttemptNumber` or
  ///   `AttemptExceedsCap`, checked in this order
  public static RetryDecision of(AttemptVerdict verdict, long countedAttempts, long maxAttempts) {
    if (verdict == AttemptVerdict.SUSPENDED) {
      return SUSPEND;
    }
    checkNumbers(countedAttempts, maxAttempts);
    return switch (verdict) {
      case SUCCESS -> COMPLETE;
      case TERMINAL_FAILURE -> FAIL;
      case RETRYABLE_FAILURE, TIMEOUT -> countedAttempts < maxAttempts ? RETRY : FAIL;
      case SUSPENDED -> SUSPEND;
    };
  }

  private static void checkNumbers(long countedAttempts, long maxAttempts) {
    if (maxAttempts < 1 || maxAttempts > MAX_U32) {
      throw new InvalidValue(
          "InvalidMaxAttempts",
          "max_attempts must be between 1 and 4294967295, was " + maxAttempts);
    }
    if (countedAttempts < 1) {
      throw new InvalidValue(
          "InvalidAttemptNumber", "attempt numbers start at 1, was " + countedAttempts);
    }
    if (countedAttempts > maxAttempts) {
      throw new InvalidValue(
          "AttemptExceedsCap", "attempt " + countedAttempts + " exceeds the cap of " + maxAttempts);
    }
  }
}
