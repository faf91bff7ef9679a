package io.actionqueue.storage.wal;

/// Which thread writes.
public enum LogThreading {
  /// A thread of the log's own: appends return at once, durability is reported from there. The
  /// default.
  LOG_THREAD,
  /// The caller's: appends gather, [WriteAheadLog#sync()] writes. Deterministic, for manual mode
  /// and simulation.
  CALLER
}
