package io.actionqueue.core.state;

import io.actionqueue.core.event.ExtensionEvent.LimitSet;
import io.actionqueue.core.event.ExtensionEvent.TokensTaken;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// How full the token buckets of scopes with a rate are, folded from the recorded starts: one
/// instant each, at which the bucket is full again.
///
/// Starts are recorded in whole seconds. Each counts as if it came at the end of its second, so
/// that what is folded is never ahead of the truth, and at most a second behind it: whoever goes on
/// from here lets nothing start that the rate forbids.
final class TokenLevels {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /// Later seconds (from the year 2255 on) count as this one, so that nanoseconds fit.
  private static final long LAST_SECOND = 9_000_000_000L;

  private final SharedTable<Scope, TokensTaken> levels = new SharedTable<>(TokensTaken::scope);

  /// What was taken out, scope by scope in order of the first start, as it is now.
  Collection<TokensTaken> view() {
    return levels.view();
  }

  /// When the bucket of a scope is full again, epoch nanoseconds; null if nothing was taken.
  @Nullable Long fullAtNanos(Scope scope) {
    TokensTaken known = levels.get(scope);
    return known == null ? null : (Long) known.fullAtNanos();
  }

  /// Follows a limit: with another rate the bucket stays as full as it was, and holds no more and
  /// lacks no more than the new one can.
  void limited(LimitSet set) {
    Limit.Rate rate = set.limit().rate();
    if (rate == null) {
      levels.remove(set.scope());
      return;
    }
    TokensTaken known = levels.get(set.scope());
    if (known != null) {
      long empty = emptyAt(rate, endOf(Long.divideUnsigned(set.timestampMillis(), 1000)));
      put(set.scope(), Math.min(known.fullAtNanos(), empty), known.timestampMillis());
    }
  }

  /// Follows the end of a limit.
  void cleared(Scope scope) {
    levels.remove(scope);
  }

  /// Takes a token for a start.
  ///
  /// @param second when it was recorded, epoch seconds, unsigned
  void started(Scope scope, Limit.Rate rate, long second) {
    long end = endOf(second);
    TokensTaken known = levels.get(scope);
    long full = known == null ? end : Math.max(known.fullAtNanos(), end);
    long taken = Math.min(saturatedSum(full, rate.intervalNanos()), emptyAt(rate, end));
    put(scope, taken, (end / NANOS_PER_SECOND - 1) * 1000);
  }

  /// Takes in what an image says.
  void restore(TokensTaken taken) {
    levels.put(taken);
  }

  private void put(Scope scope, long fullAtNanos, long timestampMillis) {
    levels.put(new TokensTaken(scope, fullAtNanos, timestampMillis));
  }

  /// When a bucket that is empty now will be full.
  private static long emptyAt(Limit.Rate rate, long now) {
    return saturatedSum(now, rate.burstNanos() + rate.intervalNanos());
  }

  private static long endOf(long second) {
    boolean late = Long.compareUnsigned(second, LAST_SECOND) > 0;
    return ((late ? LAST_SECOND : second) + 1) * NANOS_PER_SECOND;
  }

  private static long saturatedSum(long instant, long nanos) {
    long sum = instant + nanos;
    return sum < instant ? Long.MAX_VALUE : sum;
  }
}
