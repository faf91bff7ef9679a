package io.actionqueue.core.policy;

/// Whether a task waits for its children before it counts as ended (spec 03 §8.2.2).
///
/// Ordinals are wire numbers.
public enum AwaitChildren {
  /// It does not wait. The default.
  NO,
  /// It waits until every child has ended, however that was.
  IGNORE_FAILURES,
  /// It waits, and has failed if a child has.
  FAIL_PARENT
}
