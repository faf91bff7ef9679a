package io.actionqueue.engine.dispatch;

import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A concurrency key within its tenant (S-10).
///
/// @param tenant the tenant, null for tasks without one
/// @param text the key
record KeyName(@Nullable TenantId tenant, String text) {
  /// The first key that a run needs; null if it needs none.
  static @Nullable KeyName of(RunEntry run) {
    TaskEntry task = run.task();
    if (task == null) {
      return null;
    }
    String key = task.spec().constraints().concurrencyKey();
    return key == null ? null : new KeyName(task.spec().tenantId(), key);
  }

  /// All keys that the run needs, in the order in which its task names them.
  static List<KeyName> allOf(RunEntry run) {
    KeyName first = of(run);
    if (first == null || run.policy().furtherKeys().isEmpty()) {
      return first == null ? List.of() : List.of(first);
    }
    return run.policy().keys(first.text()).stream()
        .map(text -> new KeyName(first.tenant(), text))
        .toList();
  }
}
