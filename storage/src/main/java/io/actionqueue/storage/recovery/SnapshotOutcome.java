package io.actionqueue.storage.recovery;

/// How writing a snapshot in a form of one's choice ended, when nothing failed.
public sealed interface SnapshotOutcome {
  /// It is in place.
  ///
  /// @param report what was done
  record Done(SnapshotReport report) implements SnapshotOutcome {}

  /// The state has no such form (S-33). Nothing was changed.
  ///
  /// @param why which value stands in the way, for people
  record NotExpressible(String why) implements SnapshotOutcome {}
}
