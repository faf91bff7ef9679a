package io.actionqueue.storage.maintenance;

import io.actionqueue.storage.recovery.SnapshotReport;
import java.nio.file.Path;
import java.util.List;

/// A snapshot that was written, and what that made room for.
///
/// @param path the new snapshot's file
/// @param sequence the last event that it contains, unsigned
/// @param bytes the file's length
/// @param previousSequence the last event in the verified snapshot before it, behind which log was
///   dropped, unsigned; 0 if there is none yet, and no log is dropped
/// @param droppedFiles the files of the log that were deleted
/// @param droppedBytes their length together
public record SnapshotFreed(
    Path path,
    long sequence,
    long bytes,
    long previousSequence,
    List<Path> droppedFiles,
    long droppedBytes) {
  /// Copies the list.
  public SnapshotFreed {
    droppedFiles = List.copyOf(droppedFiles);
  }

  static SnapshotFreed of(SnapshotReport report) {
    return new SnapshotFreed(
        report.path(),
        report.sequence(),
        report.bytes(),
        report.previousSequence(),
        report.droppedFiles(),
        report.droppedBytes());
  }
}
