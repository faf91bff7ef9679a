package io.actionqueue;

import io.actionqueue.core.port.TimeSource;
import io.actionqueue.engine.dispatch.StepTime;

/// The instants of one step: read once, the same for everything that the step does. Confined to the
/// engine thread.
final class StepClock implements StepTime {
  private final TimeSource time;
  private long second;
  private long millis;
  private long nanos;

  StepClock(TimeSource time) {
    this.time = time;
    update();
  }

  /// Reads both clocks.
  void update() {
    millis = time.epochMillis();
    second = Math.floorDiv(millis, 1000L);
    nanos = time.monotonicNanos();
  }

  /// Epoch seconds.
  @Override
  public long second() {
    return second;
  }

  /// Epoch milliseconds.
  @Override
  public long millis() {
    return millis;
  }

  /// Monotonic nanoseconds.
  @Override
  public long nanos() {
    return nanos;
  }

  /// An instant so many seconds later, unsigned; what does not fit is the last second.
  static long later(long second, long seconds) {
    long sum = second + seconds;
    return Long.compareUnsigned(sum, second) < 0 ? -1L : sum;
  }

  /// Nanoseconds from this step to an epoch second, at least 0, saturating.
  long nanosUntilSecond(long epochSecond) {
    if (Long.compareUnsigned(epochSecond, second) <= 0) {
      return 0;
    }
    long seconds = epochSecond - second;
    if (Long.compareUnsigned(seconds, Long.MAX_VALUE / 2_000_000_000L) > 0) {
      return Long.MAX_VALUE;
    }
    return seconds * 1_000_000_000L - Math.floorMod(millis, 1000L) * 1_000_000L;
  }

  /// Nanoseconds from this step to an epoch millisecond, at least 0, saturating.
  long nanosUntilMillis(long epochMillis) {
    if (Long.compareUnsigned(epochMillis, millis) <= 0) {
      return 0;
    }
    long wait = epochMillis - millis;
    boolean endless = Long.compareUnsigned(wait, Long.MAX_VALUE / 2_000_000L) > 0;
    return endless ? Long.MAX_VALUE : wait * 1_000_000L;
  }

  /// Nanoseconds from this step to a monotonic instant, at least 0.
  long nanosUntil(long monotonic) {
    return Math.max(0, monotonic - nanos);
  }
}
