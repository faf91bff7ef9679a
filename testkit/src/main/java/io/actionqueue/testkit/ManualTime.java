package io.actionqueue.testkit;

import io.actionqueue.core.port.TimeSource;
import java.time.Duration;

/// Two clocks that stand still until a test moves them. Thread-safe.
///
/// Both clocks saturate at the ends of their range instead of wrapping.
public final class ManualTime implements TimeSource {
  private long epochMillis;
  private long monotonicNanos;

  private ManualTime(long epochMillis) {
    this.epochMillis = epochMillis;
  }

  /// Clocks at a wall instant in milliseconds since 1970-01-01T00:00:00Z; the monotonic one at 0.
  public static ManualTime atMillis(long epochMillis) {
    return new ManualTime(epochMillis);
  }

  /// Clocks at a wall instant in whole seconds since 1970-01-01T00:00:00Z; the monotonic one at 0.
  public static ManualTime atSeconds(long epochSeconds) {
    return new ManualTime(saturatingMillis(epochSeconds));
  }

  @Override
  public synchronized long epochMillis() {
    return epochMillis;
  }

  @Override
  public synchronized long monotonicNanos() {
    return monotonicNanos;
  }

  /// Lets time pass: both clocks go forward.
  ///
  /// @throws IllegalArgumentException if the duration is negative; only the wall clock goes back
  public synchronized void advance(Duration duration) {
    advanceMonotonic(duration);
    epochMillis = saturatingAdd(epochMillis, saturatingMillis(duration));
  }

  /// Lets whole seconds pass: both clocks go forward.
  public void advanceSeconds(long seconds) {
    advance(Duration.ofSeconds(seconds));
  }

  /// Lets milliseconds pass: both clocks go forward.
  public void advanceMillis(long millis) {
    advance(Duration.ofMillis(millis));
  }

  /// Moves the monotonic clock alone, as while the wall clock is being held back.
  ///
  /// @throws IllegalArgumentException if the duration is negative
  public synchronized void advanceMonotonic(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("time does not go back, was asked for " + duration);
    }
    monotonicNanos = saturatingAdd(monotonicNanos, saturatingNanos(duration));
  }

  /// Steps the wall clock alone, in either direction, as an operator or a time server does.
  public synchronized void setWallMillis(long newEpochMillis) {
    epochMillis = newEpochMillis;
  }

  /// Steps the wall clock alone to a whole second, in either direction.
  public void setWallSeconds(long newEpochSeconds) {
    setWallMillis(saturatingMillis(newEpochSeconds));
  }

  @Override
  public synchronized String toString() {
    return "ManualTime[epochMillis=" + epochMillis + ", monotonicNanos=" + monotonicNanos + "]";
  }

  private static long saturatingMillis(long seconds) {
    return saturatingMillis(Duration.ofSeconds(seconds));
  }

  private static long saturatingMillis(Duration duration) {
    try {
      return duration.toMillis();
    } catch (ArithmeticException _) {
      return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  private static long saturatingNanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException _) {
      return Long.MAX_VALUE;
    }
  }

  private static long saturatingAdd(long a, long b) {
    long sum = a + b;
    boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
    if (!overflow) {
      return sum;
    }
    return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }
}
