package io.actionqueue.core.state;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.ExtensionEvent.LimitSet;
import io.actionqueue.core.event.ExtensionEvent.ScopePaused;
import io.actionqueue.core.event.ExtensionEvent.TenantWeightSet;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which scopes are paused or limited, and the tenants' shares.
final class Scopes {
  final Map<Scope, ScopePaused> paused = new LinkedHashMap<>();
  final Map<Scope, LimitSet> limits = new LinkedHashMap<>();
  final Map<TenantId, TenantWeightSet> weights = new LinkedHashMap<>();

  /// Adds the events that stand for all of it.
  void image(List<ExtensionEvent> target) {
    target.addAll(paused.values());
    target.addAll(limits.values());
    target.addAll(weights.values());
  }
}
