package io.actionqueue.storage.wal;

/// Where a log goes on.
///
/// @param offset bytes from the start of the file to the end of its last good frame
/// @param lastSequence the highest sequence recorded so far, in this file or before it; unsigned, 0
///   for an empty log
/// @param doubtFrom where the frames begin that nobody is known to have synced; `offset` if there
///   are none
/// @param firstFrame which frame an empty file may begin with
public record LogPosition(long offset, long lastSequence, long doubtFrom, FirstFrame firstFrame) {
  /// Which frame a file may begin with.
  public enum FirstFrame {
    /// Either version.
    ANY,
    /// One of version 6: what comes before the file stands where ActionQueue 0.1 does not look, and
    /// it must refuse the directory instead of reading half of it (S-33).
    BATCH
  }

  /// The start of an empty log.
  public static final LogPosition START = new LogPosition(0, 0);

  /// Checks the offsets.
  public LogPosition {
    if (offset < 0) {
      throw new IllegalArgumentException("offset must not be negative, was " + offset);
    }
    if (doubtFrom < 0 || doubtFrom > offset) {
      throw new IllegalArgumentException("no doubt from " + doubtFrom + " on before " + offset);
    }
  }

  /// A place in a file that may begin with any frame.
  public LogPosition(long offset, long lastSequence, long doubtFrom) {
    this(offset, lastSequence, doubtFrom, FirstFrame.ANY);
  }

  /// A place before which everything is known to be synced.
  public LogPosition(long offset, long lastSequence) {
    this(offset, lastSequence, offset);
  }

  /// The same place with at least the given sequence: for a snapshot that is ahead of an empty log.
  public LogPosition atLeast(long sequence) {
    return Long.compareUnsigned(sequence, lastSequence) > 0
        ? new LogPosition(offset, sequence, doubtFrom, firstFrame)
        : this;
  }

  /// The same place in a file that must begin with a batch.
  public LogPosition beginningWithBatch() {
    return new LogPosition(offset, lastSequence, doubtFrom, FirstFrame.BATCH);
  }
}
