package io.actionqueue.core.policy;

import io.actionqueue.core.InvalidValue;
import org.jspecify.annotations.Nullable;

/// How much of a [Scope] may run: at the same time, and per time.
///
/// @param permits how many runs may be Leased or Running at once; 1 to [#MAX_PERMITS], null for any
///   number
/// @param rate how fast attempts may start, null for as fast as they can
public record Limit(@Nullable Integer permits, @Nullable Rate rate) {
  /// The largest number of permits.
  public static final int MAX_PERMITS = 1_000_000_000;

  /// Checks the permits, and that something is limited.
  ///
  /// @throws InvalidValue kind `InvalidLimit`
  public Limit {
    if (permits != null && (permits < 1 || permits > MAX_PERMITS)) {
      throw new InvalidValue(
          "InvalidLimit", "permits must be between 1 and " + MAX_PERMITS + ", was " + permits);
    }
    if (permits == null && rate == null) {
      throw new InvalidValue("InvalidLimit", "a limit must limit something");
    }
  }

  /// So many runs at once.
  public static Limit ofPermits(int permits) {
    return new Limit(permits, null);
  }

  /// So many starts per time.
  public static Limit ofRate(Rate rate) {
    return new Limit(null, rate);
  }

  /// A token bucket: it holds `burst` tokens when full, a start takes one, and `tokens` come back
  /// in `perMillis`.
  ///
  /// @param tokens how many starts are allowed per period in the long run; 1 to 1,000,000
  /// @param perMillis the period, milliseconds; 1 to 31,536,000,000 (a year)
  /// @param burst how many starts may follow each other at once after a pause; 1 to 1,000,000
  public record Rate(int tokens, long perMillis, int burst) {
    private static final int MAX_TOKENS = 1_000_000;
    private static final long MAX_PERIOD = 31_536_000_000L;

    /// Checks the ranges.
    ///
    /// @throws InvalidValue kind `InvalidRate`
    public Rate {
      if (tokens < 1 || tokens > MAX_TOKENS || burst < 1 || burst > MAX_TOKENS) {
        throw new InvalidValue(
            "InvalidRate",
            "tokens and burst must be between 1 and "
                + MAX_TOKENS
                + ", were "
                + tokens
                + " and "
                + burst);
      }
      if (perMillis < 1 || perMillis > MAX_PERIOD) {
        throw new InvalidValue(
            "InvalidRate",
            "the period of a rate must be between 1 and " + MAX_PERIOD + " ms, was " + perMillis);
      }
    }

    /// From one token to the next, in nanoseconds, rounded up: never more than the rate says.
    public long intervalNanos() {
      return Math.ceilDiv(perMillis * 1_000_000L, tokens);
    }

    /// How long an empty bucket takes to hold all tokens but one, in nanoseconds; cut to 73 years.
    public long burstNanos() {
      long spare = burst - 1L;
      boolean endless = spare > 0 && intervalNanos() > Long.MAX_VALUE / 4 / spare;
      return endless ? Long.MAX_VALUE / 4 : intervalNanos() * spare;
    }

    /// So many starts a second, which may all come at once.
    public static Rate perSecond(int tokens) {
      return new Rate(tokens, 1000, tokens);
    }
  }
}
