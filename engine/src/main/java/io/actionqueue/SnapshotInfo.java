package io.actionqueue;

/// A snapshot that was written, and what that made room for.
///
/// @param sequence the last event that it contains, unsigned
/// @param file its path
/// @param bytes its length
/// @param tasksDropped ended tasks that the retention dropped before it
/// @param droppedLogFiles files of the log that lay behind the snapshot before it and were deleted
/// @param droppedLogBytes their length together
public record SnapshotInfo(
    long sequence,
    String file,
    long bytes,
    long tasksDropped,
    int droppedLogFiles,
    long droppedLogBytes) {}
