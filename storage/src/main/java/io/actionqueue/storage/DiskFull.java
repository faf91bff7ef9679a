package io.actionqueue.storage;

import java.nio.file.Path;

/// A write that found no space. The log stops; space and a reopen bring it back.
public final class DiskFull extends StorageException {
  private static final long serialVersionUID = 1;

  /// A write without space.
  ///
  /// @param path the file
  /// @param offsetBytes where the write began, or [#NO_OFFSET]
  /// @param cause what the system reported
  public DiskFull(Path path, long offsetBytes, Throwable cause) {
    super(path, offsetBytes, "no space left on the device", cause);
  }

  @Override
  public String code() {
    return "disk_full";
  }
}
