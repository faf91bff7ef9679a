package io.actionqueue.core;

/// A span of time in epoch seconds, compared without sign. Immutable.
///
/// @param from its first second
/// @param until the second after its last one; empty where that is not after `from`
public record TimeRange(long from, long until) {
  /// All of time that is ever asked for.
  public static final TimeRange ALL = new TimeRange(0, -1);

  /// Whether nothing is left out.
  public boolean isAll() {
    return equals(ALL);
  }

  /// Whether a second is in it.
  public boolean contains(long second) {
    return isAll()
        || (Long.compareUnsigned(second, from) >= 0 && Long.compareUnsigned(second, until) < 0);
  }
}
