package io.actionqueue.storage;

import java.nio.file.Path;

/// A snapshot that was written and does not read back as what was written. It was not published:
/// the snapshots before it are as they were, and no log was dropped.
public final class SnapshotUnsound extends StorageException {
  private static final long serialVersionUID = 1;

  /// An unsound file.
  ///
  /// @param path the file under its temporary name
  /// @param reason what was found instead
  public SnapshotUnsound(Path path, String reason) {
    super(path, NO_OFFSET, reason, null);
  }

  @Override
  public String code() {
    return "snapshot_unsound";
  }
}
