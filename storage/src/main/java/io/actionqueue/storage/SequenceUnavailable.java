package io.actionqueue.storage;

import java.nio.file.Path;

/// A moment of the past that the directory does not hold: it has not come yet, or the log behind it
/// was dropped.
public final class SequenceUnavailable extends StorageException {
  private static final long serialVersionUID = 1;

  /// A sequence out of reach.
  ///
  /// @param path the data directory
  /// @param sequence the one that was asked for, unsigned
  /// @param reason what is there instead
  public SequenceUnavailable(Path path, long sequence, String reason) {
    super(
        path,
        NO_OFFSET,
        "no state at sequence " + Long.toUnsignedString(sequence) + ": " + reason,
        null);
  }

  @Override
  public String code() {
    return "sequence_unavailable";
  }
}
