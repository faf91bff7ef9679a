package io.actionqueue.storage;

import java.nio.file.Path;

/// A batch whose first sequence is not above the last one. Nothing was written; the log stays
/// usable.
public final class SequenceViolation extends StorageException {
  private static final long serialVersionUID = 1;

  private final long expected;
  private final long provided;

  /// A batch out of order.
  ///
  /// @param path the log file
  /// @param expected the lowest sequence that would have been accepted, unsigned
  /// @param provided the sequence given, unsigned
  public SequenceViolation(Path path, long expected, long provided) {
    super(
        path,
        NO_OFFSET,
        "sequence violation: expected "
            + Long.toUnsignedString(expected)
            + ", provided "
            + Long.toUnsignedString(provided),
        null);
    this.expected = expected;
    this.provided = provided;
  }

  /// The lowest sequence that would have been accepted, unsigned.
  public long expected() {
    return expected;
  }

  /// The sequence given, unsigned.
  public long provided() {
    return provided;
  }

  @Override
  public String code() {
    return "sequence_violation";
  }
}
