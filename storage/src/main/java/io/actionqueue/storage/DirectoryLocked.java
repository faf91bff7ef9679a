package io.actionqueue.storage;

import java.nio.file.Path;

/// The data directory belongs to another running process.
public final class DirectoryLocked extends StorageException {
  private static final long serialVersionUID = 1;

  /// A directory that somebody else holds.
  ///
  /// @param directory the data directory
  /// @param owner who holds it, in words, such as `process 4711 (started …)`
  public DirectoryLocked(Path directory, String owner) {
    super(directory, NO_OFFSET, "the data directory is in use by " + owner, null);
  }

  @Override
  public String code() {
    return "directory_locked";
  }
}
