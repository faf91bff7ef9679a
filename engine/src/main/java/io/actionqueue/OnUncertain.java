package io.actionqueue;

/// What happens to a run of a transactional task whose attempt was interrupted (S-4).
public enum OnUncertain {
  /// It ends Failed with the reason `uncertain`. The default.
  FAIL,
  /// It is set aside until somebody decides.
  SUSPEND,
  /// It is tried again.
  RETRY
}
