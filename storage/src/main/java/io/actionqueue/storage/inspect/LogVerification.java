package io.actionqueue.storage.inspect;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.storage.wal.EventSink;
import io.actionqueue.storage.wal.LogScan;
import io.actionqueue.storage.wal.ScanPolicy;
import io.actionqueue.storage.wal.ScanReport;
import io.actionqueue.storage.wal.ScanVerdict;
import java.io.IOException;
import java.nio.file.Path;

/// The result of checking every frame of a log.
///
/// @param log the file
/// @param report what the pass found
public record LogVerification(Path log, ScanReport report) {
  /// Checks a log file as opening would.
  ///
  /// @throws java.nio.file.NoSuchFileException if there is no such file
  public static LogVerification of(FileStore store, Path log) throws IOException {
    return new LogVerification(log, LogScan.run(store, log, ScanPolicy.DEFAULT, EventSink.NONE));
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
