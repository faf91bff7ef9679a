package io.actionqueue.storage;

import java.nio.file.Path;

/// A sync that the system refused. It is never repeated: what reached the device is unknown until a
/// reopen.
public final class SyncFailed extends StorageException {
  private static final long serialVersionUID = 1;

  /// A failed sync.
  ///
  /// @param path the file
  /// @param offsetBytes the file position up to which data was to be made durable, or [#NO_OFFSET]
  /// @param cause what the system reported
  public SyncFailed(Path path, long offsetBytes, Throwable cause) {
    super(path, offsetBytes, "sync failed: " + cause.getMessage(), cause);
  }

  @Override
  public String code() {
    return "sync_failed";
  }
}
