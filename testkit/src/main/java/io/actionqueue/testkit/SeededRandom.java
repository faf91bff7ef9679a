package io.actionqueue.testkit;

import io.actionqueue.core.port.RandomSource;
import java.util.List;

/// Random numbers that follow from a seed, the same on every machine and Java version (SplitMix64).
/// Confined to one thread.
public final class SeededRandom implements RandomSource {
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private long state;

  private SeededRandom(long seed) {
    state = seed;
  }

  /// The sequence of a seed.
  public static SeededRandom of(long seed) {
    return new SeededRandom(seed);
  }

  @Override
  public long getAsLong() {
    state += STEP;
    return mix(state);
  }

  /// A number from 0 to `bound − 1`.
  ///
  /// @throws IllegalArgumentException if the bound is not positive
  public int below(int bound) {
    return (int) below((long) bound);
  }

  /// A number from 0 to `bound − 1`. The bias of the remainder is far below what a test can see.
  ///
  /// @throws IllegalArgumentException if the bound is not positive
  public long below(long bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive, was " + bound);
    }
    return (getAsLong() >>> 1) % bound;
  }

  /// A number from `low` to `high`, both included.
  public int between(int low, int high) {
    return Math.toIntExact(low + below((long) high - low + 1));
  }

  /// True with a chance of `hits` in `outOf`.
  public boolean chance(int hits, int outOf) {
    return below(outOf) < hits;
  }

  /// True or false, equally likely.
  public boolean coin() {
    return getAsLong() < 0;
  }

  /// An element of a list, each equally likely.
  ///
  /// @throws IllegalArgumentException if the list is empty
  public <T> T pick(List<T> list) {
    return list.get(below(list.size()));
  }

  /// An element of an array, each equally likely.
  ///
  /// @throws IllegalArgumentException if the array is empty
  @SafeVarargs
  public final <T> T pick(T... choices) {
    return choices[below(choices.length)];
  }

  /// Random bytes.
  public byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) getAsLong();
    }
    return bytes;
  }

  /// An independent sequence that follows from this one, so that two consumers do not shift each
  /// other's numbers.
  public SeededRandom split() {
    return new SeededRandom(mix(getAsLong() ^ 0x5851F42D4C957F2DL));
  }

  static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
