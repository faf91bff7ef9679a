package io.actionqueue.engine.dispatch;

import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import java.util.List;

/// The scopes that a run belongs to: its action, its concurrency keys, its tenant.
final class RunScopes {
  private static final List<Scope> OF_NO_TASK = List.of(new Scope.Action(""));

  private RunScopes() {}

  /// The scopes of a run, the action first.
  static List<Scope> of(RunEntry run) {
    TaskEntry task = run.task();
    return task == null ? OF_NO_TASK : task.scopes();
  }

  /// The scope of a key.
  static Scope.Key scope(KeyName key) {
    return new Scope.Key(key.tenant(), key.text());
  }
}
