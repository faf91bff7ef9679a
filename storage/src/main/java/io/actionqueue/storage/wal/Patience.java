package io.actionqueue.storage.wal;

/// How long a group of events waits for company before it is written.
///
/// Each sync costs the same for one event and for a thousand. Where many attempts are in flight at
/// once they come back in a bunch, and the first of them, written alone, would make all the others
/// wait for a whole sync. So a group that is small beside those before it waits until as many have
/// gathered, but never longer than half of what the last sync took: nobody waits for more than that
/// above what the disk costs anyway, and who writes alone, after groups as small as this one, does
/// not wait at all. The idea is the commit delay of PostgreSQL and MySQL, with the delay measured
/// instead of set. Confined to the thread that writes.
final class Patience {
  /// No disk is waited for longer than this, in nanoseconds.
  private static final long LONGEST_NANOS = 1_000_000;

  private long usual;
  private long syncNanos;

  /// Notes a group that was written and synced.
  ///
  /// @param events how many it had
  /// @param nanos how long writing and syncing took
  void note(long events, long nanos) {
    usual = Math.max(events, usual - usual / 4);
    syncNanos = nanos;
  }

  /// How many events are company enough: half of what groups had of late.
  long events() {
    return Math.max(1, usual / 2);
  }

  /// How long to wait for them at most.
  long nanos() {
    return Math.min(syncNanos / 2, LONGEST_NANOS);
  }
}
