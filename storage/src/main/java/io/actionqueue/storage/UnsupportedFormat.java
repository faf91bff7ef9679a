package io.actionqueue.storage;

import java.nio.file.Path;

/// A file that this version cannot read. It was not touched.
public final class UnsupportedFormat extends StorageException {
  private static final long serialVersionUID = 1;

  /// A file of another version or kind.
  ///
  /// @param path the file
  /// @param offsetBytes where the unknown version stands, or [#NO_OFFSET]
  /// @param reason which version or kind, and which ones are known
  public UnsupportedFormat(Path path, long offsetBytes, String reason) {
    super(path, offsetBytes, reason, null);
  }

  @Override
  public String code() {
    return "unsupported_format";
  }
}
