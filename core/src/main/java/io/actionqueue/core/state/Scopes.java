package io.actionqueue.core.state;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.ExtensionEvent.LimitSet;
import io.actionqueue.core.event.ExtensionEvent.ScopePaused;
import io.actionqueue.core.event.ExtensionEvent.TenantWeightSet;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which scopes are paused or limited, how full their token buckets are, and the tenants' shares.
final class Scopes {
  final Map<Scope, ScopePaused> paused = new LinkedHashMap<>();
  final Map<Scope, LimitSet> limits = new LinkedHashMap<>();
  final Map<TenantId, TenantWeightSet> weights = new LinkedHashMap<>();
  final TokenLevels tokens = new TokenLevels();
  private int rates;

  void limit(LimitSet set) {
    LimitSet before = limits.put(set.scope(), set);
    rates += rateCount(set) - (before == null ? 0 : rateCount(before));
    tokens.limited(set);
  }

  void clear(Scope scope) {
    LimitSet before = limits.remove(scope);
    rates -= before == null ? 0 : rateCount(before);
    tokens.cleared(scope);
  }

  private static int rateCount(LimitSet set) {
    return set.limit().rate() == null ? 0 : 1;
  }

  /// Follows the start of a run; costs nothing where no scope has a rate.
  ///
  /// @param second when it was recorded, epoch seconds, unsigned
  void started(RunEntry run, long second) {
    TaskEntry task = rates == 0 ? null : run.task();
    if (task == null) {
      return;
    }
    for (Scope scope : task.scopes()) {
      LimitSet set = limits.get(scope);
      Limit.Rate rate = set == null ? null : set.limit().rate();
      if (rate != null) {
        tokens.started(scope, rate, second);
      }
    }
  }

  /// Adds the events that stand for all of it; limits before what was taken under them.
  void image(List<ExtensionEvent> target) {
    target.addAll(paused.values());
    target.addAll(limits.values());
    target.addAll(tokens.all());
    target.addAll(weights.values());
  }
}
