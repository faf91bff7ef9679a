package io.actionqueue.storage.recovery;

/// What was found in a directory's log when it was opened.
///
/// @param applied how many events were applied to the state
/// @param skipped how many were passed over because the snapshot contains them
/// @param firstSequence the first event's sequence, unsigned; 0 without events
/// @param lastSequence the last event's sequence, unsigned; 0 without events
/// @param bytes length of what is good in it
/// @param batchFrames how many frames hold a batch (version 6)
public record LogUse(
    long applied,
    long skipped,
    long firstSequence,
    long lastSequence,
    long bytes,
    long batchFrames) {
  /// Whether the log holds no event at all.
  public boolean isEmpty() {
    return applied + skipped == 0;
  }
}
