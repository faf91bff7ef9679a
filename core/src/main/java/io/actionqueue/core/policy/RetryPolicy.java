package io.actionqueue.core.policy;

import io.actionqueue.core.InvalidValue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// How long a run waits between two attempts, and for how long it is tried at all (spec 03 §12.4,
/// 03-W-34). Takes the place of the engine's back-off for the task that names it.
///
/// The delay is chosen once, when the attempt fails, and recorded: a restart keeps it.
///
/// @param strategy how the delay grows
/// @param baseMillis the delay after the first failure, milliseconds; 0 to [#MAX_MILLIS]
/// @param maxMillis the ceiling of every delay, milliseconds; from the base to [#MAX_MILLIS]
/// @param jitter how much of the delay is left to chance
/// @param maxElapsedMillis how long after the run was first due another attempt may still begin,
///   milliseconds, at least 1; null for as long as attempts are left
public record RetryPolicy(
    Strategy strategy,
    long baseMillis,
    long maxMillis,
    Jitter jitter,
    @Nullable Long maxElapsedMillis) {
  /// The longest delay: ten years.
  public static final long MAX_MILLIS = 315_360_000_000L;

  /// How a delay grows from failure to failure. Ordinals are wire numbers.
  public enum Strategy {
    /// It does not grow.
    FIXED,
    /// The base, twice the base, three times the base.
    LINEAR,
    /// The base, doubled with each failure.
    EXPONENTIAL,
    /// A random delay between the base and three times the delay before it.
    DECORRELATED
  }

  /// How much of a delay is left to chance. Ordinals are wire numbers.
  public enum Jitter {
    /// Nothing.
    NONE,
    /// All: uniform between 0 and the delay.
    FULL,
    /// Half: half of the delay, and uniform between 0 and the other half.
    EQUAL
  }

  /// Checks the ranges.
  ///
  /// @throws InvalidValue kind `InvalidRetryPolicy`
  public RetryPolicy {
    if (baseMillis < 0 || baseMillis > maxMillis || maxMillis > MAX_MILLIS) {
      throw new InvalidValue(
          "InvalidRetryPolicy",
          "a retry delay must be between 0 and "
              + MAX_MILLIS
              + " ms and its base at most its maximum, was "
              + baseMillis
              + " to "
              + maxMillis);
    }
    if (maxElapsedMillis != null && maxElapsedMillis < 1) {
      throw new InvalidValue(
          "InvalidRetryPolicy",
          "retries must be allowed for at least 1 ms, was " + maxElapsedMillis);
    }
  }

  /// A policy without jitter and without an end.
  public static RetryPolicy of(Strategy strategy, long baseMillis, long maxMillis) {
    return new RetryPolicy(strategy, baseMillis, maxMillis, Jitter.NONE, null);
  }

  /// This policy with another jitter.
  public RetryPolicy withJitter(Jitter other) {
    return new RetryPolicy(strategy, baseMillis, maxMillis, other, maxElapsedMillis);
  }

  /// This policy with an end.
  ///
  /// @param millis at least 1
  public RetryPolicy withMaxElapsed(long millis) {
    return new RetryPolicy(strategy, baseMillis, maxMillis, jitter, millis);
  }

  /// Chooses the delay after a failure, in milliseconds.
  ///
  /// @param failures how many attempts have counted so far; at least 1
  /// @param previousMillis the delay chosen before, 0 if there was none
  /// @param random uniformly random bits; asked at most once
  public long delayMillis(long failures, long previousMillis, LongSupplier random) {
    long delay =
        switch (strategy) {
          case FIXED -> baseMillis;
          case LINEAR -> linear(failures);
          case EXPONENTIAL -> exponential(failures);
          case DECORRELATED -> {
            long ceiling = Math.min(maxMillis, 3 * Math.max(baseMillis, previousMillis));
            yield baseMillis + below(ceiling - baseMillis, random);
          }
        };
    if (strategy == Strategy.DECORRELATED) {
      return delay;
    }
    return switch (jitter) {
      case NONE -> delay;
      case FULL -> below(delay, random);
      case EQUAL -> delay / 2 + below(delay - delay / 2, random);
    };
  }

  /// Whether an attempt that begins at an instant is still allowed.
  ///
  /// @param firstDueMillis when the run was first due, epoch milliseconds
  /// @param atMillis epoch milliseconds
  public boolean allows(long firstDueMillis, long atMillis) {
    return maxElapsedMillis == null || atMillis - firstDueMillis <= maxElapsedMillis;
  }

  private long linear(long failures) {
    return baseMillis != 0 && failures > maxMillis / baseMillis
        ? maxMillis
        : Math.min(maxMillis, baseMillis * failures);
  }

  private long exponential(long failures) {
    long shift = Math.max(0, failures - 1);
    if (baseMillis == 0) {
      return 0;
    }
    return shift >= Long.numberOfLeadingZeros(baseMillis) - 1
        ? maxMillis
        : Math.min(maxMillis, baseMillis << shift);
  }

  /// A number from 0 to `bound`, both included.
  private static long below(long bound, LongSupplier random) {
    return Long.remainderUnsigned(random.getAsLong(), bound + 1);
  }
}
