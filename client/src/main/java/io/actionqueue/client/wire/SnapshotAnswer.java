package io.actionqueue.client.wire;

/// What `POST /api/v1/engine/snapshot` or `POST /api/v1/engine/compact` did.
///
/// @param file the new snapshot's path on the daemon's machine
/// @param sequence the last event that it contains, unsigned
/// @param bytes its length
/// @param tasksDropped ended tasks that the retention dropped before it
/// @param droppedLogFiles files of the log that were deleted behind the snapshot before it
/// @param droppedLogBytes their length together
public record SnapshotAnswer(
    String file,
    long sequence,
    long bytes,
    long tasksDropped,
    long droppedLogFiles,
    long droppedLogBytes) {}
