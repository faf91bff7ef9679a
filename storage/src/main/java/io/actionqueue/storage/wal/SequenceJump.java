package io.actionqueue.storage.wal;

/// Two neighbouring events whose sequences do not follow on each other.
///
/// @param previous the sequence before the jump, unsigned; 0 at the start of a log
/// @param next the sequence after it, unsigned
/// @param offset the start of the frame that holds `next`
public record SequenceJump(long previous, long next, long offset) {
  /// Whether sequences are missing; otherwise one is repeated or goes back.
  public boolean isGap() {
    return Long.compareUnsigned(next, previous) > 0;
  }
}
