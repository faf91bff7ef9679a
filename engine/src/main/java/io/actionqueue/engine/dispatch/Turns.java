package io.actionqueue.engine.dispatch;

import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.state.Extensions;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whose turn it is at one thing that tenants share, such as the slots of this process or the
/// permits of an action (stride scheduling): whoever has had the least for its weight. Tasks
/// without a tenant are one more tenant, of weight 1.
///
/// A tenant that had nothing to do does not save up. Confined to the engine thread.
final class Turns {
  /// Nobody takes turns: priority and order decide alone.
  static final Turns NONE = new Turns(null, Long.MAX_VALUE);

  private static final long STRIDE = 1L << 32;
  private static final long FAR = 1L << 60;
  private static final int FEW = 1024;

  private final @Nullable Extensions extensions;
  private final long far;
  private final Map<@Nullable TenantId, Long> passes = new HashMap<>();
  private long virtualTime;
  private int pruneAt = FEW;
  private int epoch;

  private Turns(@Nullable Extensions extensions, long far) {
    this.extensions = extensions;
    this.far = far;
  }

  /// Turns by the weights that are recorded.
  static Turns of(Extensions extensions) {
    return of(extensions, FAR);
  }

  /// The same, counted from the beginning again after a turn beyond `far`.
  static Turns of(Extensions extensions, long far) {
    return new Turns(extensions, far);
  }

  /// Turns of the same kind, at something else.
  Turns elsewhere() {
    return extensions == null ? this : new Turns(extensions, far);
  }

  /// The tenant of a run, null for none.
  static @Nullable TenantId tenant(RunEntry run) {
    TaskEntry task = run.task();
    return task == null ? null : task.spec().tenantId();
  }

  /// Smaller goes first; within an [#epoch] it only grows. The same for all where nobody takes
  /// turns.
  long turn(@Nullable TenantId tenant) {
    Long pass = passes.isEmpty() ? null : passes.get(tenant);
    return pass == null ? virtualTime : Math.max(pass, virtualTime);
  }

  /// Changes when turns are counted from the beginning again: those known before mean nothing then.
  int epoch() {
    return epoch;
  }

  /// Charges a run's tenant for a start.
  void served(RunEntry run) {
    if (extensions == null) {
      return;
    }
    TenantId tenant = tenant(run);
    virtualTime = turn(tenant);
    int weight = tenant == null ? 1 : extensions.weight(tenant);
    passes.put(tenant, virtualTime + STRIDE / weight);
    if (passes.size() >= pruneAt || virtualTime > far) {
      forgetThePast();
    }
  }

  private void forgetThePast() {
    passes.values().removeIf(pass -> pass <= virtualTime);
    pruneAt = Math.max(FEW, 2 * passes.size());
    if (virtualTime > far) {
      long past = virtualTime;
      passes.replaceAll((_, pass) -> pass - past);
      virtualTime = 0;
      epoch++;
    }
  }
}
