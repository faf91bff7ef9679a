package io.actionqueue.storage;

import java.nio.file.Path;

/// An event that has no form on disk, such as a text with an unpaired surrogate. Nothing was
/// written.
public final class UnencodableEvent extends StorageException {
  private static final long serialVersionUID = 1;

  /// An event that cannot be written.
  ///
  /// @param path the log file
  /// @param reason which value, and why
  public UnencodableEvent(Path path, String reason) {
    super(path, NO_OFFSET, "event cannot be encoded: " + reason, null);
  }

  @Override
  public String code() {
    return "unencodable_event";
  }
}
