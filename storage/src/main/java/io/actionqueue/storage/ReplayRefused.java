package io.actionqueue.storage;

import java.nio.file.Path;

/// A whole, readable record that the state does not accept: the log tells a story that cannot have
/// happened. Nothing was changed.
public final class ReplayRefused extends StorageException {
  private static final long serialVersionUID = 1;

  private final long sequence;
  private final String kind;

  /// A refused record.
  ///
  /// @param path the log file
  /// @param offsetBytes where the record's frame starts
  /// @param sequence the record's sequence, unsigned
  /// @param kind the broken rule, such as `InvalidTransition` (spec 02 §6.5)
  /// @param detail which event, and what it contradicts
  public ReplayRefused(Path path, long offsetBytes, long sequence, String kind, String detail) {
    super(
        path,
        offsetBytes,
        "record " + Long.toUnsignedString(sequence) + " refused (" + kind + "): " + detail,
        null);
    this.sequence = sequence;
    this.kind = kind;
  }

  /// The record's sequence, unsigned.
  public long sequence() {
    return sequence;
  }

  /// The broken rule, such as `DuplicateEvent`.
  public String kind() {
    return kind;
  }

  @Override
  public String code() {
    return "wal_replay_refused";
  }
}
