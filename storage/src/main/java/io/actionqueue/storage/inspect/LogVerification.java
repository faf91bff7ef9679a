package io.actionqueue.storage.inspect;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.storage.CorruptLog;
import io.actionqueue.storage.wal.EventSink;
import io.actionqueue.storage.wal.LogScan;
import io.actionqueue.storage.wal.LogSegments;
import io.actionqueue.storage.wal.ScanPolicy;
import io.actionqueue.storage.wal.ScanReport;
import io.actionqueue.storage.wal.ScanVerdict;
import java.io.IOException;
import java.nio.file.Path;

/// The result of checking every frame of a log.
///
/// @param log the file that the finding is about
/// @param report what the pass found
public record LogVerification(Path log, ScanReport report) {
  /// Checks a log as opening would: its sealed files, then the active one. Of a damaged log the
  /// result is that of the damaged file.
  ///
  /// @param log the active file, or any single log file
  /// @throws CorruptLog if a sealed file is good by itself but has the wrong name
  /// @throws java.nio.file.NoSuchFileException if there is no file of this log
  public static LogVerification of(FileStore store, Path log) throws IOException {
    try {
      ScanReport report = LogSegments.scan(store, log, ScanPolicy.DEFAULT, EventSink.NONE);
      return new LogVerification(log, report);
    } catch (CorruptLog e) {
      ScanReport sealed = LogScan.run(store, e.path(), ScanPolicy.STRICT, EventSink.NONE);
      if (sealed.verdict() instanceof ScanVerdict.CleanEnd) {
        throw e;
      }
      return new LogVerification(e.path(), sealed);
    }
  }

  /// Whether the log ends cleanly.
  public boolean isClean() {
    return report.verdict() instanceof ScanVerdict.CleanEnd;
  }

  /// The stable name of the finding: `ok`, `wal_torn_tail` or `wal_corrupt`.
  public String code() {
    return switch (report.verdict()) {
      case ScanVerdict.CleanEnd _ -> "ok";
      case ScanVerdict.Torn _ -> "wal_torn_tail";
      case ScanVerdict.Corrupt _ -> "wal_corrupt";
    };
  }

  /// Where the finding is: the end of the last good frame.
  public long offset() {
    return report.verdict().offset();
  }

  /// The reason as a token of spec 01 §6.1, such as `crc_mismatch`; empty for a clean log.
  public String reason() {
    return switch (report.verdict()) {
      case ScanVerdict.CleanEnd _ -> "";
      case ScanVerdict.Torn torn -> torn.reason().token();
      case ScanVerdict.Corrupt corrupt -> corrupt.reason().token();
    };
  }

  /// What exactly was found; empty for a clean log.
  public String detail() {
    return switch (report.verdict()) {
      case ScanVerdict.CleanEnd _ -> "";
      case ScanVerdict.Torn torn -> torn.detail();
      case ScanVerdict.Corrupt corrupt -> corrupt.detail();
    };
  }
}
