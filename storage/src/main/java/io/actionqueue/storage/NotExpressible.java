package io.actionqueue.storage;

import java.nio.file.Path;

/// A state that the format asked for cannot hold (S-33). Nothing was written.
public final class NotExpressible extends StorageException {
  private static final long serialVersionUID = 1;

  /// A state without such a form.
  ///
  /// @param path the data directory
  /// @param reason which value stands in the way
  public NotExpressible(Path path, String reason) {
    super(path, NO_OFFSET, reason, null);
  }

  @Override
  public String code() {
    return "not_expressible";
  }
}
