package io.actionqueue.storage;

import java.nio.file.Path;

/// A call on a log that was closed before.
public final class LogClosed extends StorageException {
  private static final long serialVersionUID = 1;

  /// A call that came too late.
  ///
  /// @param path the log file
  public LogClosed(Path path) {
    super(path, NO_OFFSET, "the log is closed", null);
  }

  @Override
  public String code() {
    return "log_closed";
  }
}
