package io.actionqueue.storage;

import java.nio.file.Path;

/// A backup that is not whole, or not what was written. Nothing was restored.
public final class BackupUnsound extends StorageException {
  private static final long serialVersionUID = 1;

  /// An unsound backup.
  ///
  /// @param path the file of the backup that shows it
  /// @param reason what was found
  public BackupUnsound(Path path, String reason) {
    super(path, NO_OFFSET, reason, null);
  }

  @Override
  public String code() {
    return "backup_unsound";
  }
}
