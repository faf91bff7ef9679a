package io.actionqueue.storage.wal;

import io.actionqueue.core.port.FileStore;
import java.io.IOException;
import java.nio.file.Path;

/// Sets the unfinished end of a log aside: a copy first, then the cut, both durable before it
/// returns.
public final class TornTail {
  private TornTail() {}

  /// Copies the torn bytes to a file beside the log and cuts the log to its last good frame.
  ///
  /// The copy is `<name>.torn-<epochMillis>`, with a number behind it if there is one already. Of
  /// zeros at the end that a writer had prepared, at most 64 KiB are copied.
  ///
  /// @param torn the verdict of the pass just made
  /// @param epochMillis wall clock, for the name of the copy
  /// @return the copy's path
  /// @throws IOException if reading, writing or syncing fails; the log is cut only after the copy
  ///   is durable
  public static Path setAside(FileStore store, Path log, ScanVerdict.Torn torn, long epochMillis)
      throws IOException {
    throw new UnsupportedOperationException(store + " " + log + torn + epochMillis);
  }
}
