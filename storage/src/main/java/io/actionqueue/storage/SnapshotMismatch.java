package io.actionqueue.storage;

import java.nio.file.Path;

/// A snapshot and a log that do not belong together: opening them would lose events without a word
/// (spec 01 §9.4). Nothing was changed.
public final class SnapshotMismatch extends StorageException {
  private static final long serialVersionUID = 1;

  /// A pair that does not fit.
  ///
  /// @param path the snapshot file
  /// @param reason which sequences are on either side
  public SnapshotMismatch(Path path, String reason) {
    super(path, NO_OFFSET, reason, null);
  }

  @Override
  public String code() {
    return "snapshot_mismatch";
  }
}
