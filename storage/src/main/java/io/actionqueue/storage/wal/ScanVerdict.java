package io.actionqueue.storage.wal;

import io.actionqueue.storage.CorruptLog;
import java.nio.file.Path;

/// How a pass over a log file ended. Torn and corrupt are different words: only what is torn may be
/// cut.
public sealed interface ScanVerdict {
  /// The end of the last good frame: where the next frame goes once the verdict is dealt with.
  long offset();

  /// Nothing but zeros, or nothing at all, behind the last good frame.
  ///
  /// @param offset the end of the last good frame
  record CleanEnd(long offset) implements ScanVerdict {}

  /// The rest of a write that was never acknowledged; it may be cut once a copy is kept.
  ///
  /// @param offset the end of the last good frame
  /// @param bytes from there to the end of the file; at least 1
  /// @param reason what a strict reader reports
  /// @param detail what exactly was found
  record Torn(long offset, long bytes, CorruptionReason reason, String detail)
      implements ScanVerdict {}

  /// Damage: the log is refused.
  ///
  /// @param offset where the damaged frame starts
  /// @param reason what a strict reader reports
  /// @param detail what exactly was found, and what proves that it is no unfinished write
  record Corrupt(long offset, CorruptionReason reason, String detail) implements ScanVerdict {
    /// The same as an exception for whoever cannot go on.
    public CorruptLog toException(Path path) {
      return new CorruptLog(path, offset, reason.token(), detail);
    }
  }
}
