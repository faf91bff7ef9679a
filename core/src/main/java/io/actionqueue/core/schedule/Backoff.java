package io.actionqueue.core.schedule;

import io.actionqueue.core.InvalidValue;

/// How long a run waits in RetryWait after a failed attempt (spec 03 §5.6). Suspended and
/// interrupted attempts do not make the delay grow.
public sealed interface Backoff {
  /// The delay before the next attempt in milliseconds.
  ///
  /// @param attempt number of counted attempts so far; at least 1
  long delayMillis(long attempt);

  /// The delay in whole seconds, rounded up: what durable instants can express.
  default long delaySecs(long attempt) {
    return Math.ceilDiv(delayMillis(attempt), 1000L);
  }

  /// When the run is due again, in epoch seconds: never before its delay is over, and 2^64−1 where
  /// the sum would be larger.
  ///
  /// @param enteredAt when it entered RetryWait, in epoch seconds, unsigned
  /// @param attempt number of counted attempts so far; at least 1
  default long readyAt(long enteredAt, long attempt) {
    long sum = enteredAt + delaySecs(attempt);
    return Long.compareUnsigned(sum, enteredAt) < 0 ? -1L : sum;
  }

  /// The same delay after every failure.
  ///
  /// @param millis the delay in milliseconds; not negative
  record Fixed(long millis) implements Backoff {
    /// Checks the range.
    ///
    /// @throws InvalidValue kind `InvalidBackoffConfig`
    public Fixed {
      if (millis < 0) {
        throw new InvalidValue(
            "InvalidBackoffConfig", "backoff must not be negative, was " + millis + " ms");
      }
    }

    @Override
    public long delayMillis(long attempt) {
      return millis;
    }
  }

  /// A delay that doubles with every failure up to a ceiling.
  ///
  /// @param baseMillis the delay after the first failure in milliseconds; not negative
  /// @param maxMillis the ceiling in milliseconds; at least the base
  record Exponential(long baseMillis, long maxMillis) implements Backoff {
    /// Checks the ranges.
    ///
    /// @throws InvalidValue kind `InvalidBackoffConfig` or `BackoffBaseExceedsMax`
    public Exponential {
      if (baseMillis < 0) {
        throw new InvalidValue(
            "InvalidBackoffConfig", "backoff must not be negative, was " + baseMillis + " ms");
      }
      if (baseMillis > maxMillis) {
        throw new InvalidValue(
            "BackoffBaseExceedsMax",
            "backoff base of " + baseMillis + " ms exceeds the maximum of " + maxMillis + " ms");
      }
    }

    @Override
    public long delayMillis(long attempt) {
      long shift = Math.max(0, attempt - 1);
      if (baseMillis == 0) {
        return 0;
      }
      // From this shift on the product has more than 63 bits: above every ceiling.
      return shift >= Long.numberOfLeadingZeros(baseMillis)
          ? maxMillis
          : Math.min(baseMillis << shift, maxMillis);
    }
  }
}
