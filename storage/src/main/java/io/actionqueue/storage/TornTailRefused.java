package io.actionqueue.storage;

import java.nio.file.Path;

/// An unfinished last write that the caller did not want to have cut.
public final class TornTailRefused extends StorageException {
  private static final long serialVersionUID = 1;

  private final long tornBytes;

  /// An unfinished end.
  ///
  /// @param path the log file
  /// @param offsetBytes where the unfinished write starts
  /// @param tornBytes how many bytes follow from there on
  public TornTailRefused(Path path, long offsetBytes, long tornBytes) {
    super(path, offsetBytes, "unfinished last write of " + tornBytes + " bytes", null);
    this.tornBytes = tornBytes;
  }

  /// How many bytes of the file belong to the unfinished write.
  public long tornBytes() {
    return tornBytes;
  }

  @Override
  public String code() {
    return "wal_torn_tail";
  }
}
