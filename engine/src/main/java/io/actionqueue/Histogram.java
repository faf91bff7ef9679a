package io.actionqueue;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/// A histogram of seconds with the fixed upper bounds of S-12. Thread-safe; a read may see a sum
/// and counts that are a moment apart.
public final class Histogram {
  private static final double[] BOUNDS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 300, 900, 3600
  };

  private final AtomicLongArray buckets = new AtomicLongArray(BOUNDS.length + 1);
  private final LongAdder count = new LongAdder();
  private final DoubleAdder sum = new DoubleAdder();

  Histogram() {}

  /// The upper bounds in seconds; a last bucket without bound follows.
  public static double[] bounds() {
    return BOUNDS.clone();
  }

  /// Observations in each bucket, not cumulated, one more than there are bounds.
  public long[] counts() {
    var copy = new long[BOUNDS.length + 1];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = buckets.get(i);
    }
    return copy;
  }

  /// Number of observations.
  public long count() {
    return count.sum();
  }

  /// Sum of observations in seconds.
  public double sum() {
    return sum.sum();
  }

  void observe(double seconds) {
    int bucket = 0;
    while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]) {
      bucket++;
    }
    buckets.incrementAndGet(bucket);
    count.increment();
    sum.add(seconds);
  }
}
