package io.actionqueue.core.task;

/// Whether a run keeps its concurrency key while it waits for a retry or is suspended. Ordinals are
/// wire numbers.
public enum HoldPolicy {
  /// The key stays taken until the run is terminal. The default.
  HOLD_DURING_RETRY("HoldDuringRetry"),
  /// The key is free between attempts.
  RELEASE_ON_RETRY("ReleaseOnRetry");

  private final String wireName;

  HoldPolicy(String wireName) {
    this.wireName = wireName;
  }

  /// The name in JSON.
  public String wireName() {
    return wireName;
  }
}
