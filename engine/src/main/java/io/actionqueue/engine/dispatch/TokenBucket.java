package io.actionqueue.engine.dispatch;

import io.actionqueue.core.policy.Limit;

/// A token bucket without a refill: one instant says it all (the generic cell rate algorithm).
///
/// The bucket is full at `fullAt`; before that it lacks one token for each interval until then. A
/// burst that would take more than 73 years to come back is cut to that. Instants are monotonic
/// nanoseconds. Confined to one thread.
final class TokenBucket {
  private static final long NANOS_PER_MILLI = 1_000_000L;

  private final long intervalNanos;
  private final long burstNanos;
  private long fullAt;

  /// A full bucket.
  TokenBucket(Limit.Rate rate, long now) {
    this(rate, now, now);
  }

  /// A bucket that others have used before.
  ///
  /// @param fullAt when it is full again; what lies behind the time that an empty one takes counts
  ///   as that
  TokenBucket(Limit.Rate rate, long now, long fullAt) {
    intervalNanos = rate.intervalNanos();
    burstNanos = rate.burstNanos();
    this.fullAt = now + Math.clamp(fullAt - now, 0, burstNanos + intervalNanos);
  }

  /// A bucket as the recorded starts left it.
  ///
  /// @param fullAtEpochNanos when it is full again, by the wall clock
  static TokenBucket recorded(Limit.Rate rate, StepTime time, long fullAtEpochNanos) {
    long most = rate.burstNanos() + rate.intervalNanos();
    long fullAtMillis = fullAtEpochNanos / NANOS_PER_MILLI;
    long millis = fullAtMillis - time.millis();
    boolean far = millis > most / NANOS_PER_MILLI;
    long ahead =
        millis < 0 ? 0 : far ? most : millis * NANOS_PER_MILLI + fullAtEpochNanos % NANOS_PER_MILLI;
    return new TokenBucket(rate, time.nanos(), time.nanos() + ahead);
  }

  /// When it is full again; in the past if it is full.
  long fullAt() {
    return fullAt;
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

  /// Takes a token, if there is one: a move that looks like a start and that nobody asked about, as
  /// of a run that is rejected, leaves an empty bucket empty. What is recorded says the same.
  void take(long now) {
    long used = Math.max(fullAt - now, 0) + intervalNanos;
    fullAt = now + Math.min(used, burstNanos + intervalNanos);
  }

  /// When the token behind the next `count` ones will be there.
  long tokenAfter(int count) {
    return nextTokenAt() + intervalNanos * count;
  }
}
