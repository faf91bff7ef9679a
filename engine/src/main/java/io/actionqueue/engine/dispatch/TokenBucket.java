package io.actionqueue.engine.dispatch;

import io.actionqueue.core.policy.Limit;

/// A token bucket without a refill: one instant says it all (the generic cell rate algorithm).
///
/// The bucket is full at `fullAt`; before that it lacks one token for each interval until then. It
/// begins full, also after a restart. A burst that would take more than 73 years to come back is
/// cut to that. Instants are monotonic nanoseconds. Confined to one thread.
final class TokenBucket {
  private final long intervalNanos;
  private final long burstNanos;
  private long fullAt;

  /// A full bucket.
  TokenBucket(Limit.Rate rate, long now) {
    intervalNanos = Math.ceilDiv(rate.perMillis() * 1_000_000L, rate.tokens());
    long spare = rate.burst() - 1L;
    boolean endless = spare > 0 && intervalNanos > Long.MAX_VALUE / 4 / spare;
    burstNanos = endless ? Long.MAX_VALUE / 4 : intervalNanos * spare;
    fullAt = now;
  }

  /// When the next token is there; in the past if it is there already.
  long nextTokenAt() {
    return fullAt - burstNanos;
  }

  boolean hasToken(long now) {
    return now - nextTokenAt() >= 0;
  }

  /// How many tokens there are.
  int tokens(long now) {
    long past = now - nextTokenAt();
    return past < 0
        ? 0
        : (int) Math.min(Math.min(past, burstNanos) / intervalNanos + 1, Integer.MAX_VALUE);
  }

  /// Takes a token; also one that is not there yet, as a start does that nobody asked about.
  void take(long now) {
    fullAt = (fullAt - now > 0 ? fullAt : now) + intervalNanos;
  }

  /// When the token behind the next `count` ones will be there.
  long tokenAfter(int count) {
    return nextTokenAt() + intervalNanos * count;
  }
}
