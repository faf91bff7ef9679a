package io.actionqueue.storage;

import java.nio.file.Path;

/// The place is not a data directory and cannot become one: a file, or a directory that holds other
/// things.
public final class NotAStore extends StorageException {
  private static final long serialVersionUID = 1;

  /// A place that is not touched.
  ///
  /// @param place what was named as data directory
  /// @param reason what it is instead, in words
  public NotAStore(Path place, String reason) {
    super(place, NO_OFFSET, reason, null);
  }

  @Override
  public String code() {
    return "not_a_store";
  }
}
