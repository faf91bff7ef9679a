package io.actionqueue.core.subscription;

/// Which runs a trigger promotes (spec 03 §9.6). Ordinals are wire numbers.
public enum SubscriptionScope {
  /// The earliest Scheduled run of the task. The default.
  NEXT_RUN,
  /// Every Scheduled run of the task, as in the original.
  ALL_RUNS
}
