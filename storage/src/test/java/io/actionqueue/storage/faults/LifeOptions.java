package io.actionqueue.storage.faults;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.storage.recovery.StoreOptions;
import io.actionqueue.storage.snapshot.Publication;
import io.actionqueue.storage.wal.LogOptions;
import io.actionqueue.testkit.ManualTime;

/// With what settings a life opens its directory.
///
/// @param log those of the log
/// @param snapshotSyncBytes after how many bytes a snapshot is synced on the way
record LifeOptions(LogOptions log, int snapshotSyncBytes) {
  /// So small that a snapshot of a few tasks is synced at every sector.
  static final int EACH_SECTOR = 512;

  /// Snapshots as in service: those of a simulation are too small to be synced on the way.
  static LifeOptions of(LogOptions log) {
    return new LifeOptions(log, Publication.SYNC_BYTES);
  }

  LifeOptions syncingSnapshotsEvery(int bytes) {
    return new LifeOptions(log, bytes);
  }

  StoreOptions on(FileStore files, ManualTime time) {
    return StoreOptions.builder(DirectoryLife.ROOT, files, time)
        .log(log)
        .snapshotSyncBytes(snapshotSyncBytes)
        .build();
  }
}
