package io.actionqueue.storage.wal;

/// What a log's writer has done since it was opened.
///
/// @param appendSuccesses events taken by successful appends; saturates at 2^64−1, unsigned
/// @param appendFailures events of refused appends, at least one each; saturates likewise
/// @param frames frames written
/// @param bytes bytes of those frames
/// @param syncs syncs that succeeded
public record LogCounters(
    long appendSuccesses, long appendFailures, long frames, long bytes, long syncs) {}
