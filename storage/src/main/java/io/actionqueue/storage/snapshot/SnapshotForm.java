package io.actionqueue.storage.snapshot;

/// Which form a snapshot is written in.
public enum SnapshotForm {
  /// The original's while it can express the state and the state is small, the native one
  /// otherwise. The default.
  FITTING,
  /// The original's (v8), whatever the size; not every state has it (S-33).
  V8,
  /// The native one, whatever the size.
  NATIVE
}
