package io.actionqueue.storage;

import java.nio.file.Path;

/// The log's thread ended on an error that is no failure of the disk: a defect, or a listener that
/// threw.
public final class LogStopped extends StorageException {
  private static final long serialVersionUID = 1;

  /// A log that lost its thread.
  ///
  /// @param path the log file
  /// @param cause the error
  public LogStopped(Path path, Throwable cause) {
    super(path, NO_OFFSET, "the log's thread stopped on an unexpected error: " + cause, cause);
  }

  @Override
  public String code() {
    return "log_stopped";
  }
}
