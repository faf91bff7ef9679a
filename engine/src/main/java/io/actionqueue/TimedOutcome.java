package io.actionqueue;

import io.actionqueue.core.Bytes;
import org.jspecify.annotations.Nullable;

/// What a handler answered, beside the verdict about the time that it took (spec 03 §5.3): a late
/// answer does not count, but it is known what it was.
///
/// @param outcome the answer, late or not
/// @param elapsedNanos how long the handler executed, on the monotonic clock
/// @param timing whether that was in time
record TimedOutcome(Outcome outcome, long elapsedNanos, Timing timing) {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /// A time limit beyond this is none: an eternity that monotonic arithmetic can hold.
  private static final long ENDLESS_NANOS = Long.MAX_VALUE / 2;

  /// The verdict about the time that a call took.
  enum Timing {
    /// There is no limit.
    UNLIMITED,
    /// Within the limit, or exactly at it.
    IN_TIME,
    /// Over the limit.
    LATE;

    /// Classifies a call.
    ///
    /// @param elapsedNanos how long it took
    /// @param limitSecs the most seconds that it may take, unsigned; null for no limit
    static Timing of(long elapsedNanos, @Nullable Long limitSecs) {
      if (limitSecs == null) {
        return UNLIMITED;
      }
      return elapsedNanos > limitNanos(limitSecs) ? LATE : IN_TIME;
    }
  }

  /// An answer with the verdict about it.
  ///
  /// @param outcome the answer
  /// @param elapsedNanos how long the handler executed
  /// @param limitSecs the most seconds that it may take, unsigned; null for no limit
  static TimedOutcome of(Outcome outcome, long elapsedNanos, @Nullable Long limitSecs) {
    return new TimedOutcome(outcome, elapsedNanos, Timing.of(elapsedNanos, limitSecs));
  }

  /// A limit of seconds in nanoseconds, practically endless where there is none.
  static long limitNanos(@Nullable Long limitSecs) {
    if (limitSecs == null
        || Long.compareUnsigned(limitSecs, ENDLESS_NANOS / NANOS_PER_SECOND) > 0) {
      return ENDLESS_NANOS;
    }
    return limitSecs * NANOS_PER_SECOND;
  }

  boolean isLate() {
    return timing == Timing.LATE;
  }

  /// The bytes of output that are lost if the answer does not count.
  int outputBytes() {
    Bytes output = outcome instanceof Outcome.Success(var bytes, _) ? bytes : null;
    return output == null ? 0 : output.length();
  }
}
