package io.actionqueue.storage;

import java.nio.file.Path;

/// A log whose sequences do not follow on each other although its writer never leaves one out
/// (S-32). Nothing was changed; a repair may accept it.
public final class SequenceGap extends StorageException {
  private static final long serialVersionUID = 1;

  private final long previous;
  private final long next;

  /// A gap.
  ///
  /// @param path the log file
  /// @param offsetBytes the start of the frame behind the gap
  /// @param previous the sequence before it, unsigned; 0 at the start of the log
  /// @param next the sequence behind it, unsigned
  public SequenceGap(Path path, long offsetBytes, long previous, long next) {
    super(
        path,
        offsetBytes,
        "sequence "
            + Long.toUnsignedString(next)
            + " follows on "
            + Long.toUnsignedString(previous),
        null);
    this.previous = previous;
    this.next = next;
  }

  /// The sequence before the gap, unsigned; 0 at the start of the log.
  public long previous() {
    return previous;
  }

  /// The sequence behind the gap, unsigned.
  public long next() {
    return next;
  }

  @Override
  public String code() {
    return "wal_sequence_gap";
  }
}
