package io.actionqueue.core.port;

/// The two clocks of an engine. Thread-safe.
///
/// Durable instants are read from the wall clock in whole seconds (v5) or milliseconds (extension
/// events); deadlines inside the process use the monotonic clock.
public interface TimeSource {
  /// Wall clock: milliseconds since 1970-01-01T00:00:00Z. May step in either direction.
  long epochMillis();

  /// Monotonic clock: nanoseconds since an arbitrary start, never going back.
  long monotonicNanos();

  /// Wall clock in whole seconds, rounded down.
  default long epochSeconds() {
    return Math.floorDiv(epochMillis(), 1000L);
  }
}
