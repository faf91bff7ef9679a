package io.actionqueue.storage.file;

import java.nio.file.Path;

/// Where things stand in a data directory (S-61).
///
/// @param root the data directory
public record DataLayout(Path root) {
  /// The folder of the log.
  public Path logFolder() {
    return root.resolve("wal");
  }

  /// The log's active file.
  public Path log() {
    return logFolder().resolve("actionqueue.wal");
  }

  /// The folder of the snapshots.
  public Path snapshotFolder() {
    return root.resolve("snapshots");
  }

  /// The snapshot in the original's form.
  public Path v8Snapshot() {
    return snapshotFolder().resolve("snapshot.bin");
  }
}
