package io.actionqueue.engine.dispatch;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.state.Extensions;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import java.util.HashSet;
import java.util.Set;
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
  ScopeRules(QueueState state, StepTime time, Offers again) {
    this.extensions = state.extensions();
    this.again = again;
    this.pauses = new ScopePauses(extensions);
    this.limits = new ScopeLimits(state, time, again);
    this.keys = new KeyLocks(this::keyPermits);
  }

  /// Follows what is recorded about scopes.
  void extended(ExtensionEvent event) {
    if (event instanceof ExtensionEvent.ScopeResumed resumed) {
      pauses.resumed(resumed.scope(), again.unasked());
    } else if (event instanceof ExtensionEvent.LimitSet set) {
      limitChanged(set.scope());
    } else if (event instanceof ExtensionEvent.LimitCleared cleared) {
      limitChanged(cleared.scope());
    }
  }

  /// Lets a waiter of a key try again; if nobody looks for what it needs just now, others that need
  /// something else may as well, so that it does not keep the key from them (RT-18).
  void letGo(@Nullable Candidate first) {
    Set<Routes.Need> tried = Set.of();
    for (Candidate next = first; next != null && !again.offer(next); ) {
      tried = tried.isEmpty() ? new HashSet<>(4) : tried;
      tried.add(Routes.need(next.run()));
      next = keys.nextIfFree(next.run(), tried);
    }
  }

  private void limitChanged(Scope scope) {
    limits.changed(scope);
    if (scope instanceof Scope.Key(var tenant, var key)) {
      keys.permitsChanged(new KeyName(tenant, key), again.unasked());
    }
  }

  /// How many runs may hold the key of a run: as many as its limit says, else as the task's options
  /// say, else one.
  private int keyPermits(RunEntry run) {
    KeyName key = extensions.hasLimits() ? KeyName.of(run) : null;
    Limit limit = key == null ? null : extensions.limit(RunScopes.scope(key));
    return limit != null && limit.permits() != null ? limit.permits() : run.policy().keyPermits();
  }
}
