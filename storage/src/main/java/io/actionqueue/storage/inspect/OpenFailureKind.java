package io.actionqueue.storage.inspect;

import io.actionqueue.storage.ReplayRefused;
import io.actionqueue.storage.SnapshotMismatch;
import java.io.IOException;

/// At which step opening a directory ended, by the names of the original (spec 01 §9.2).
public enum OpenFailureKind {
  /// The directory, or the log as such: damage, a foreign owner, a failing disk.
  WAL_INIT("WalInit"),
  /// A record that the state does not accept.
  WAL_REPLAY("WalReplay"),
  /// A snapshot and a log that do not belong together.
  SNAPSHOT_BOOTSTRAP("SnapshotBootstrap");

  private final String wireName;

  OpenFailureKind(String wireName) {
    this.wireName = wireName;
  }

  /// The name in machine-readable output, such as `WalReplay`.
  public String wireName() {
    return wireName;
  }

  /// The step at which a failure belongs.
  public static OpenFailureKind of(IOException failure) {
    return switch (failure) {
      case ReplayRefused _ -> WAL_REPLAY;
      case SnapshotMismatch _ -> SNAPSHOT_BOOTSTRAP;
      case IOException _ -> WAL_INIT;
    };
  }
}
