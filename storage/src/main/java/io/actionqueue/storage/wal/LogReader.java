package io.actionqueue.storage.wal;

import io.actionqueue.core.port.FileStore;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads a log event by event, strictly, in the check order of a streaming reader (spec 01 §6.2 and
/// §6.3).
///
/// For inspection and replay beside other files; opening a directory for writing uses [LogScan].
/// Confined to one thread. Never creates or changes a file. The order of sequences is not checked.
public final class LogReader implements AutoCloseable {
  private LogReader() {}

  /// Opens a log for reading.
  ///
  /// @throws java.nio.file.NoSuchFileException if there is no such file
  public static LogReader open(FileStore store, Path path) throws IOException {
    throw new UnsupportedOperationException(store + " " + path);
  }

  /// The next event; null at the end.
  ///
  /// @throws io.actionqueue.storage.CorruptLog once, at the first damage; every later call returns
  ///   null
  public @Nullable LoggedEvent next() throws IOException {
    return null;
  }

  /// Whether the end, or damage, has been met.
  public boolean isEnd() {
    return false;
  }

  /// Clears the end flag, so that what has been appended since can be read. Use it after a clean
  /// end only.
  public void resetEnd() {}

  /// The sequence of the event read last, unsigned; 0 before the first.
  public long currentSequence() {
    return 0;
  }

  /// Goes to the first event with exactly this sequence, after checking the whole file.
  ///
  /// @return whether there is one; the next call of [#next()] then returns it
  /// @throws io.actionqueue.storage.CorruptLog if there is damage anywhere in the file
  public boolean seek(long sequence) throws IOException {
    return sequence > 0;
  }

  @Override
  public void close() throws IOException {}
}
