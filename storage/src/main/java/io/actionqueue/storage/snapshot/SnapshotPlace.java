package io.actionqueue.storage.snapshot;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.storage.file.DataLayout;

/// Where the snapshots of a directory are written to, and how. Immutable.
///
/// @param store the disk
/// @param layout the names of the files
/// @param syncBytes after how many bytes a file that is being written is synced on the way, at
///   least 1; [Publication#SYNC_BYTES] in service
public record SnapshotPlace(FileStore store, DataLayout layout, int syncBytes) {
  /// Checks the distance.
  public SnapshotPlace {
    if (syncBytes < 1) {
      throw new IllegalArgumentException("syncBytes must be at least 1, was " + syncBytes);
    }
  }

  /// A directory, with the distance that is used in service.
  public static SnapshotPlace of(FileStore store, DataLayout layout) {
    return new SnapshotPlace(store, layout, Publication.SYNC_BYTES);
  }
}
