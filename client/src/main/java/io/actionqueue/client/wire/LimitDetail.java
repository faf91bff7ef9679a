package io.actionqueue.client.wire;

import io.actionqueue.core.policy.Limit;
import org.jspecify.annotations.Nullable;

/// A limit of a scope; also the body of `PUT /api/v1/limits`, where it holds at least one of the
/// two.
///
/// @param scope whom it concerns
/// @param permits how many runs may be Leased or Running at once, null for any number
/// @param rate how fast attempts may start, null for as fast as they can
public record LimitDetail(ScopeDetail scope, @Nullable Integer permits, @Nullable RateDetail rate) {
  /// A limit in these words.
  public static LimitDetail of(ScopeDetail scope, Limit limit) {
    Limit.Rate rate = limit.rate();
    return new LimitDetail(
        scope,
        limit.permits(),
        rate == null ? null : new RateDetail(rate.tokens(), rate.perMillis(), rate.burst()));
  }

  /// A token bucket.
  ///
  /// @param tokens starts per period in the long run, 1 to 1,000,000
  /// @param perMillis the period in milliseconds, 1 to 31,536,000,000; 1000 where it is left out
  /// @param burst starts that may follow each other at once, 1 to 1,000,000; as many as `tokens`
  ///   where it is left out
  public record RateDetail(int tokens, long perMillis, int burst) {}
}
