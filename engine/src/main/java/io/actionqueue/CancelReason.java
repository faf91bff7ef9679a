package io.actionqueue;

/// Why an attempt is asked to stop.
public enum CancelReason {
  /// The attempt's time limit has passed.
  TIMEOUT,
  /// A budget of the task is used up.
  BUDGET,
  /// The run or its task was canceled.
  CANCELED,
  /// Somebody wants the run set aside.
  SUSPEND_REQUESTED,
  /// The engine is closing.
  SHUTDOWN,
  /// The lease was lost.
  LEASE_LOST
}
