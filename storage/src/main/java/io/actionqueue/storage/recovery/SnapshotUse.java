package io.actionqueue.storage.recovery;

import io.actionqueue.storage.snapshot.SnapshotFault;
import java.nio.file.Path;

/// What became of a directory's snapshot when it was opened.
public sealed interface SnapshotUse {
  /// There is none.
  record None() implements SnapshotUse {}

  /// The state was built on it.
  ///
  /// @param path its file
  /// @param sequence the last event that it contains, unsigned
  /// @param events how many events stand for its content (spec 01 §9.5)
  record Used(Path path, long sequence, long events) implements SnapshotUse {}

  /// It cannot be used; the log reaches back to the first event and was read in full.
  ///
  /// @param path its file
  /// @param fault why, for people
  record PassedOver(Path path, SnapshotFault fault) implements SnapshotUse {}
}
