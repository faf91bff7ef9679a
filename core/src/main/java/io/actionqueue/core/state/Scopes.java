package io.actionqueue.core.state;

import io.actionqueue.core.event.ExtensionEvent.LimitSet;
import io.actionqueue.core.event.ExtensionEvent.ScopePaused;
import io.actionqueue.core.event.ExtensionEvent.TenantWeightSet;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import java.util.List;

/// Which scopes are paused or limited, how full their token buckets are, and the tenants' shares.
final class Scopes {
  final SharedTable<Scope, ScopePaused> paused = new SharedTable<>(ScopePaused::scope);
  final SharedTable<Scope, LimitSet> limits = new SharedTable<>(LimitSet::scope);
  final SharedTable<TenantId, TenantWeightSet> weights =
      new SharedTable<>(TenantWeightSet::tenantId);
  final TokenLevels tokens = new TokenLevels();
  private int rates;

  void limit(LimitSet set) {
    LimitSet before = limits.put(set);
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

  /// All of it as it is now; limits before what was taken under them.
  List<ExtensionPart> view() {
    return List.of(
        ExtensionPart.of(paused.view()),
        ExtensionPart.of(limits.view()),
        ExtensionPart.of(tokens.view()),
        ExtensionPart.of(weights.view()));
  }
}
