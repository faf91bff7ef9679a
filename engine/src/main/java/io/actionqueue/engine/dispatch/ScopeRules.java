package io.actionqueue.engine.dispatch;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.state.Extensions;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What is ruled about scopes: pauses, limits, and how many runs hold a key. Confined to the engine
/// thread.
final class ScopeRules {
  final ScopePauses pauses;
  final ScopeLimits limits;
  final KeyLocks keys;
  private final Extensions extensions;
  private final Offers again;

  /// Rules as the state has them.
  ///
  /// @param again takes candidates that may try again
  /// @param lacksKeysOnly whether nothing but keys and slots stands in a run's way
  ScopeRules(QueueState state, StepTime time, Offers again, Predicate<RunEntry> lacksKeysOnly) {
    this.extensions = state.extensions();
    this.again = again;
    this.pauses = new ScopePauses(extensions);
    this.limits = new ScopeLimits(state, time, again);
    var reservations = new Reservations(this::keyPermits, lacksKeysOnly, time);
    this.keys = new KeyLocks(this::keyPermits, again, reservations);
  }

  /// Follows what is recorded about scopes.
  ///
  /// @return whether it is about rules, which may hold others back now
  boolean extended(ExtensionEvent event) {
    if (event instanceof ExtensionEvent.ScopeResumed resumed) {
      pauses.resumed(resumed.scope(), again.unasked());
    } else if (event instanceof ExtensionEvent.LimitSet set) {
      limitChanged(set.scope());
    } else if (event instanceof ExtensionEvent.LimitCleared cleared) {
      limitChanged(cleared.scope());
    } else {
      return event instanceof ExtensionEvent.ScopePaused;
    }
    return true;
  }

  /// Lets go what waits for tokens that are there now, or for keys that were kept long enough.
  void wake() {
    limits.wake();
    keys.wake();
  }

  /// When [#wake] is to be called next, monotonic nanoseconds; null for never.
  @Nullable Long nextWakeUp() {
    Long token = limits.nextWakeUp();
    Long end = keys.reservations.nextWakeUp();
    boolean later = token == null || (end != null && Long.compareUnsigned(end, token) < 0);
    return later ? end : token;
  }

  private void limitChanged(Scope scope) {
    limits.changed(scope);
    if (scope instanceof Scope.Key(var tenant, var key)) {
      keys.permitsChanged(new KeyName(tenant, key), again.unasked());
    }
  }

  /// How many runs may hold a key of a run: as many as its limit says, else as the task's options
  /// say, else one.
  private int keyPermits(RunEntry run, KeyName key) {
    Limit limit = extensions.hasLimits() ? extensions.limit(RunScopes.scope(key)) : null;
    return limit != null && limit.permits() != null ? limit.permits() : run.policy().keyPermits();
  }
}
