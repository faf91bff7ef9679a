package io.actionqueue.core.run;

/// What becomes of a run of a transactional task whose side effects may or may not have happened
/// (S-4).
public enum OnUncertain {
  /// It ends Failed with the verdict `uncertain`. The default.
  FAIL,
  /// It is set aside until somebody decides.
  SUSPEND,
  /// It is tried again.
  RETRY
}
