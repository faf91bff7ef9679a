package io.actionqueue.core.run;

/// How an attempt ended, as the log records it. Ordinals are wire numbers.
public enum AttemptResult {
  /// The handler succeeded.
  SUCCESS("Success"),
  /// The handler failed, or the attempt was cut off (error text with the prefix `interrupted: `,
  /// S-1).
  FAILURE("Failure"),
  /// The attempt took longer than its limit.
  TIMEOUT("Timeout"),
  /// The handler set the run aside; does not count against the cap.
  SUSPENDED("Suspended");

  private final String wireName;

  AttemptResult(String wireName) {
    this.wireName = wireName;
  }

  /// The name in JSON.
  public String wireName() {
    return wireName;
  }
}
