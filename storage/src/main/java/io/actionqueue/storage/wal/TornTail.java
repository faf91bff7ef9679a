package io.actionqueue.storage.wal;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.port.FileStore.OpenMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Sets the unfinished end of a log aside: a copy first, then the cut, both durable before it
/// returns.
public final class TornTail {
  private static final int PIECE_BYTES = 1 << 18;
  private static final int MAX_COPIED_ZEROS = 1 << 16;

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
    Path copy = freeName(store, log, epochMillis);
    try (FileHandle file = store.open(log, OpenMode.READ_WRITE)) {
      try (FileHandle target = store.open(copy, OpenMode.CREATE_EMPTY)) {
        copy(file, torn.offset(), torn.offset() + torn.bytes(), target);
        target.sync(true);
      }
      store.syncDirectory(LogFile.directory(copy));
      file.truncate(torn.offset());
      file.sync(true);
    }
    return copy;
  }

  private static void copy(FileHandle from, long start, long end, FileHandle to)
      throws IOException {
    long until = Math.min(end, endOfContent(from, start, end) + MAX_COPIED_ZEROS);
    var piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, until - start));
    for (long at = start; at < until; at += piece.limit()) {
      piece.clear().limit((int) Math.min(piece.capacity(), until - at));
      FileBytes.readFully(from, piece, at);
      to.write(piece.flip(), at - start);
    }
  }

  /// The end of the last byte that is not zero.
  private static long endOfContent(FileHandle file, long start, long end) throws IOException {
    long content = start;
    for (long at = FileBytes.firstNonZero(file, start, end);
        at < end;
        at = FileBytes.firstNonZero(file, content, end)) {
      content = Math.min(end, (at / PIECE_BYTES + 1) * PIECE_BYTES);
    }
    return content;
  }

  private static Path freeName(FileStore store, Path log, long epochMillis) {
    String name = log.getFileName() + ".torn-" + epochMillis;
    Path candidate = log.resolveSibling(name);
    for (int i = 1; store.exists(candidate); i++) {
      candidate = log.resolveSibling(name + "-" + i);
    }
    return candidate;
  }
}
