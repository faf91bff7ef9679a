package io.actionqueue.storage.wal;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import java.io.IOException;
import java.nio.file.Path;

/// One pass over a log file: every good frame is checked, decoded and delivered, and the end is
/// judged.
///
/// Reads only. The file is taken at the length that it has when the pass begins. Sequences are
/// handed on as they stand; where they do not follow on each other the report says so.
public final class LogScan {
  private LogScan() {}

  /// Scans a log that begins at sequence 1.
  ///
  /// @throws java.nio.file.NoSuchFileException if there is no such file
  /// @throws IOException if the file cannot be read, or what the sink threw
  public static ScanReport run(FileStore store, Path path, ScanPolicy policy, EventSink sink)
      throws IOException {
    return run(store, path, policy, 0, sink);
  }

  /// Scans a log that goes on after `precedingSequence`.
  ///
  /// @param precedingSequence the last sequence before this file, unsigned; 0 if there is none
  /// @throws java.nio.file.NoSuchFileException if there is no such file
  /// @throws IOException if the file cannot be read, or what the sink threw
  public static ScanReport run(
      FileStore store, Path path, ScanPolicy policy, long precedingSequence, EventSink sink)
      throws IOException {
    try (FileHandle file = store.open(path, FileStore.OpenMode.READ)) {
      throw new UnsupportedOperationException(file + " " + policy + precedingSequence + sink);
    }
  }
}
