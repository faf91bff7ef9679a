package io.actionqueue.core.run;

/// What came of an attempt, as the retry rules see it. Finer than [AttemptResult]: the log records
/// both kinds of failure alike, since the move in the same batch tells them apart (S-43).
public enum AttemptVerdict {
  /// The handler succeeded.
  SUCCESS(AttemptResult.SUCCESS),
  /// The handler failed in a way that another attempt may mend.
  RETRYABLE_FAILURE(AttemptResult.FAILURE),
  /// The handler failed in a way that no attempt will mend.
  TERMINAL_FAILURE(AttemptResult.FAILURE),
  /// The attempt took longer than its limit.
  TIMEOUT(AttemptResult.TIMEOUT),
  /// The handler set the run aside.
  SUSPENDED(AttemptResult.SUSPENDED);

  private final AttemptResult result;

  AttemptVerdict(AttemptResult result) {
    this.result = result;
  }

  /// What the log records.
  public AttemptResult result() {
    return result;
  }
}
