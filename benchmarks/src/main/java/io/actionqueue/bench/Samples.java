package io.actionqueue.bench;

import java.util.Arrays;
import java.util.Locale;

/// Durations in nanoseconds, for percentiles. Not thread-safe.
final class Samples {
  private long[] values = new long[1024];
  private int size;

  void add(long nanos) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = nanos;
  }

  int size() {
    return size;
  }

  /// The value below which the given share of samples lies, in microseconds.
  double percentileMicros(double percent) {
    if (size == 0) {
      return Double.NaN;
    }
    Arrays.sort(values, 0, size);
    int index = (int) Math.min(size - 1L, Math.round(percent / 100.0 * size));
    return values[index] / 1000.0;
  }

  /// The mean, in microseconds.
  double meanMicros() {
    return Arrays.stream(values, 0, size).average().orElse(Double.NaN) / 1000.0;
  }

  /// `p50 210 us, p99 811 us, max 1200 us`.
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "p50 %,.0f us, p99 %,.0f us, p99.9 %,.0f us, max %,.0f us",
        percentileMicros(50),
        percentileMicros(99),
        percentileMicros(99.9),
        percentileMicros(100));
  }
}
