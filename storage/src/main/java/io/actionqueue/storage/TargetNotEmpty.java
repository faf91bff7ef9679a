package io.actionqueue.storage;

import java.nio.file.Path;

/// A backup, a restored directory or an export goes to a place of its own, and this one holds
/// something. Nothing was changed.
public final class TargetNotEmpty extends StorageException {
  private static final long serialVersionUID = 1;

  /// A place that is taken.
  ///
  /// @param path the directory or file
  public TargetNotEmpty(Path path) {
    super(path, NO_OFFSET, "is not empty", null);
  }

  @Override
  public String code() {
    return "target_not_empty";
  }
}
