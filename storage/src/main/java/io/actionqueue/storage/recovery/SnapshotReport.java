package io.actionqueue.storage.recovery;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What writing a snapshot did.
///
/// @param path the new snapshot's file
/// @param sequence the last event that it contains, unsigned
/// @param bytes the file's length
/// @param previousSequence the last event in the snapshot before it, behind which older log was
///   dropped, unsigned; 0 if there is no other verified snapshot yet
/// @param droppedFiles the sealed files of the log that were deleted
/// @param droppedBytes their length together
public record SnapshotReport(
    Path path,
    long sequence,
    long bytes,
    long previousSequence,
    List<Path> droppedFiles,
    long droppedBytes) {
  /// Copies the list.
  public SnapshotReport {
    droppedFiles = List.copyOf(droppedFiles);
  }

  /// The same with a second snapshot of the state, and what that made superfluous.
  SnapshotReport withTwin(DroppedLog more) {
    List<Path> files = new ArrayList<>(droppedFiles);
    files.addAll(more.files());
    return new SnapshotReport(path, sequence, bytes, sequence, files, droppedBytes + more.bytes());
  }
}
