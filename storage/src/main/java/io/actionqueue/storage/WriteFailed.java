package io.actionqueue.storage;

import java.nio.file.Path;

/// A write that the system refused. The log stops; what reached the file is unknown until it is
/// reopened.
public final class WriteFailed extends StorageException {
  private static final long serialVersionUID = 1;

  /// A failed write.
  ///
  /// @param path the file
  /// @param offsetBytes where the write began, or [#NO_OFFSET]
  /// @param cause what the system reported
  public WriteFailed(Path path, long offsetBytes, Throwable cause) {
    super(path, offsetBytes, "write failed: " + cause.getMessage(), cause);
  }

  @Override
  public String code() {
    return "write_failed";
  }
}
