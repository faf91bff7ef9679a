package io.actionqueue.engine.dispatch;

import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import java.util.ArrayList;
import java.util.List;

/// The scopes that a run belongs to: its action, its concurrency key, its tenant.
final class RunScopes {
  private RunScopes() {}

  /// The scopes of a run, the action first.
  static List<Scope> of(RunEntry run) {
    var scopes = new ArrayList<Scope>(3);
    scopes.add(new Scope.Action(Gate.action(run)));
    KeyName key = KeyName.of(run);
    if (key != null) {
      scopes.add(scope(key));
    }
    TaskEntry task = run.task();
    TenantId tenant = task == null ? null : task.spec().tenantId();
    if (tenant != null) {
      scopes.add(new Scope.Tenant(tenant));
    }
    return scopes;
  }

  /// The scope of a key.
  static Scope.Key scope(KeyName key) {
    return new Scope.Key(key.tenant(), key.text());
  }
}
