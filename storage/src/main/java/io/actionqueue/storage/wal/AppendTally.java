package io.actionqueue.storage.wal;

import java.util.concurrent.atomic.AtomicLong;

/// Counts what appends took and refused, saturating at 2^64−1. Thread-safe.
final class AppendTally {
  private final AtomicLong successes;
  private final AtomicLong failures;

  AppendTally() {
    this(0, 0);
  }

  /// A tally that goes on from earlier counts.
  AppendTally(long successes, long failures) {
    this.successes = new AtomicLong(successes);
    this.failures = new AtomicLong(failures);
  }

  void succeeded(long events) {
    add(successes, events);
  }

  void failed(long events) {
    add(failures, events);
  }

  long successes() {
    return successes.get();
  }

  long failures() {
    return failures.get();
  }

  private static void add(AtomicLong counter, long events) {
    counter.accumulateAndGet(
        events, (count, more) -> Long.compareUnsigned(count, -1 - more) > 0 ? -1 : count + more);
  }
}
