package io.actionqueue.engine.index;

import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.LiveRuns;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.core.state.TaskEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The tasks and runs of each tenant, in the orders of [TaskIndex] and [RunIndex]. What belongs to
/// no tenant costs nothing here. Confined to the engine thread.
public final class TenantIndex implements StateObserver {
  private static final class OfTenant implements RunIndex.Counts {
    final TaskIndex tasks = TaskIndex.create();
    final RunIndex runs = RunIndex.of(this);
    private final long[] inState = new long[RunState.values().length];
    private final LiveRuns live = LiveRuns.ofTenant();
    private long total;

    @Override
    public List<RunEntry> live(RunState state) {
      return live.in(state);
    }

    @Override
    public long in(RunState state) {
      return inState[state.ordinal()];
    }

    @Override
    public long total() {
      return total;
    }

    void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {
      if (from == null) {
        total++;
        live.add(run);
      } else {
        inState[from.ordinal()]--;
        live.moved(run, from);
      }
      inState[run.state().ordinal()]++;
      runs.runMoved(run, from, timestamp);
    }

    void taskDropped(TaskEntry task) {
      for (RunEntry run : task.runs()) {
        total--;
        inState[run.state().ordinal()]--;
      }
      tasks.taskDropped(task);
      runs.taskDropped(task);
    }
  }

  private final Map<TenantId, OfTenant> tenants = new HashMap<>();

  private TenantIndex() {}

  /// An index that is to observe a state.
  public static TenantIndex create() {
    return new TenantIndex();
  }

  @Override
  public void taskCreated(TaskEntry task) {
    TenantId tenant = task.spec().tenantId();
    if (tenant != null) {
      tenants.computeIfAbsent(tenant, _ -> new OfTenant()).tasks.taskCreated(task);
    }
  }

  @Override
  public void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {
    TaskEntry task = run.task();
    TenantId tenant = task == null ? null : task.spec().tenantId();
    if (tenant != null) {
      tenants.computeIfAbsent(tenant, _ -> new OfTenant()).runMoved(run, from, timestamp);
    }
  }

  @Override
  public void taskDropped(TaskEntry task) {
    TenantId tenant = task.spec().tenantId();
    OfTenant known = tenant == null ? null : tenants.get(tenant);
    if (known != null) {
      known.taskDropped(task);
    }
  }

  /// The tasks of a tenant, null if it has never had any.
  public @Nullable TaskIndex tasks(TenantId tenant) {
    OfTenant known = tenants.get(tenant);
    return known == null ? null : known.tasks;
  }

  /// The runs of a tenant, null if it has never had any.
  public @Nullable RunIndex runs(TenantId tenant) {
    OfTenant known = tenants.get(tenant);
    return known == null ? null : known.runs;
  }
}
