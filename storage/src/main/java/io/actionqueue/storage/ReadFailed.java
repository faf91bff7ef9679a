package io.actionqueue.storage;

import java.nio.file.Path;

/// A read that the system refused. Nothing was changed; the same bytes may be read another time.
public final class ReadFailed extends StorageException {
  private static final long serialVersionUID = 1;

  /// A failed read.
  ///
  /// @param path the file or directory
  /// @param offsetBytes where the read began, or [#NO_OFFSET]
  /// @param cause what the system reported
  public ReadFailed(Path path, long offsetBytes, Throwable cause) {
    super(path, offsetBytes, "read failed: " + cause.getMessage(), cause);
  }

  @Override
  public String code() {
    return "read_failed";
  }
}
