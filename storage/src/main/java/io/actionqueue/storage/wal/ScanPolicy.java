package io.actionqueue.storage.wal;

/// How one pass over a log judges what does not read as a frame (S-31, S-32).
public enum ScanPolicy {
  /// Zeros to the end are a clean end, an unfinished last write is torn, anything else is
  /// corruption. For opening.
  DEFAULT,
  /// Any damage is corruption, zeros and an unfinished last write included. For sealed files and
  /// verification.
  STRICT,
  /// Everything from the first damage on is torn, unless whole frames would be lost with it. For
  /// the repair command.
  TRUNCATE_PARTIAL,
  /// As `DEFAULT`, and damage with no whole frame behind it is torn: a writer may be at work. For
  /// reading beside one.
  BESIDE_WRITER
}
