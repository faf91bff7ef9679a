package io.actionqueue;

import io.actionqueue.core.TimeRange;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.Extensions;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.engine.index.Numbered;
import io.actionqueue.engine.index.Slice;
import io.actionqueue.engine.index.Start;
import io.actionqueue.engine.index.TimeOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The gates at which runs wait for somebody, in order of opening. Confined to the engine thread.
final class OpenGates implements StateObserver {
  /// A gate that is open.
  private record Open(long number, RunEntry run, String gate) implements Numbered {}

  private final QueueState state;
  private final Map<RunId, Map<String, Open>> open = new HashMap<>();
  private final TimeOrder<Open> all = TimeOrder.by(Numbered.keys());
  private final Map<TenantId, TimeOrder<Open>> ofTenant = new HashMap<>();
  private long opened;

  OpenGates(QueueState state) {
    this.state = state;
  }

  @Override
  public void extended(ExtensionEvent event) {
    if (event instanceof ExtensionEvent.GateOpened gate) {
      RunEntry run = state.run(gate.runId());
      if (run != null && !run.state().isTerminal()) {
        open(run, gate.gate());
      }
    } else if (event instanceof ExtensionEvent.GateDecided decided) {
      close(decided.runId(), decided.gate());
    }
  }

  private void open(RunEntry run, String gate) {
    Map<String, Open> ofRun = open.computeIfAbsent(run.id(), _ -> new LinkedHashMap<>(2));
    if (!ofRun.containsKey(gate)) {
      var now = new Open(++opened, run, gate);
      ofRun.put(gate, now);
      all.add(now);
      TenantId tenant = tenantOf(run);
      if (tenant != null) {
        ofTenant.computeIfAbsent(tenant, _ -> TimeOrder.by(Numbered.keys())).add(now);
      }
    }
  }

  private static @Nullable TenantId tenantOf(RunEntry run) {
    TaskEntry task = run.task();
    return task == null ? null : task.spec().tenantId();
  }

  private void close(RunId run, String gate) {
    Map<String, Open> ofRun = open.get(run);
    Open closed = ofRun == null ? null : ofRun.remove(gate);
    if (ofRun != null && closed != null) {
      forget(closed);
      if (ofRun.isEmpty()) {
        open.remove(run);
      }
    }
  }

  private void forget(Open closed) {
    all.remove(closed);
    TenantId tenant = tenantOf(closed.run());
    TimeOrder<Open> theirs = tenant == null ? null : ofTenant.get(tenant);
    if (tenant != null && theirs != null && theirs.remove(closed) && theirs.size() == 0) {
      ofTenant.remove(tenant);
    }
  }

  /// A run that has ended waits for nobody.
  @Override
  public void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {
    if (!open.isEmpty() && run.state().isTerminal()) {
      Map<String, Open> ofRun = open.remove(run.id());
      if (ofRun != null) {
        ofRun.values().forEach(this::forget);
      }
    }
  }

  /// The first gate at which a run waits, null if it waits at none.
  @Nullable String of(RunEntry run) {
    Map<String, Open> ofRun = open.isEmpty() ? null : open.get(run.id());
    return ofRun == null ? null : ofRun.keySet().iterator().next();
  }

  /// A slice of the gates whose runs a principal sees.
  Page<Approval> page(Principal principal, PageQuery query) {
    TenantId only = Access.tenantOf(principal, null);
    TimeOrder<Open> order = only == null ? all : ofTenant.get(only);
    Start start = PageMark.GATES.start(query);
    Slice<Open> found =
        order == null ? Slice.empty() : order.slice(TimeRange.ALL, start, query.limit());
    return PageMark.GATES.page(found, each -> of(each.run(), each.gate()).getFirst());
  }

  /// Every gate that a run has come to, in order of first opening.
  ///
  /// @param only the one of this name, null for all
  List<Approval> of(RunEntry run, @Nullable String only) {
    return of(state, run, only);
  }

  /// Every gate that a run has come to.
  ///
  /// @param only the one of this name, null for all
  static List<Approval> of(QueueState state, RunEntry run, @Nullable String only) {
    return state.extensions().gates(run.id()).stream()
        .filter(gate -> only == null || only.equals(gate.name()))
        .map(gate -> view(run, gate))
        .toList();
  }

  private static Approval view(RunEntry run, Extensions.Gate gate) {
    ExtensionEvent.GateDecided decided = gate.decision();
    return new Approval(
        run.id(),
        run.taskId(),
        gate.name(),
        gate.openedAtMillis(),
        decided == null
            ? null
            : new Approval.Decision(
                decided.verdict(), decided.by(), decided.comment(), decided.timestampMillis()));
  }
}
