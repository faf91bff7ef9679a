package io.actionqueue;

/// A snapshot that was written, and what that made room for.
///
/// @param sequence the last event that it contains, unsigned
/// @param file its path
/// @param bytes its length
/// @param tasksDropped ended tasks that the retention dropped before it
/// @param droppedLogFiles files of the log that lay behind the snapshot before it and were deleted
/// @param droppedLogBytes their length together
/// @param copyNanos how long the state was being copied, beside all other work, in nanoseconds
/// @param longestHoldNanos the longest time that one step of the engine took for the snapshot, be
///   it for copying or for dropping tasks, in nanoseconds
public record SnapshotInfo(
    long sequence,
    String file,
    long bytes,
    long tasksDropped,
    int droppedLogFiles,
    long droppedLogBytes,
    long copyNanos,
    long longestHoldNanos) {}
