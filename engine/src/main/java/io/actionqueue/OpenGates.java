package io.actionqueue;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.Extensions;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateObserver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The gates at which runs wait for somebody, in order of opening. Confined to the engine thread.
final class OpenGates implements StateObserver {
  private final QueueState state;
  private final Map<RunId, Set<String>> open = new LinkedHashMap<>();

  OpenGates(QueueState state) {
    this.state = state;
  }

  @Override
  public void extended(ExtensionEvent event) {
    if (event instanceof ExtensionEvent.GateOpened opened) {
      RunEntry run = state.run(opened.runId());
      if (run != null && !run.state().isTerminal()) {
        open.computeIfAbsent(opened.runId(), _ -> new LinkedHashSet<>(2)).add(opened.gate());
      }
    } else if (event instanceof ExtensionEvent.GateDecided decided) {
      close(decided.runId(), decided.gate());
    }
  }

  private void close(RunId run, String gate) {
    Set<String> ofRun = open.get(run);
    if (ofRun != null && ofRun.remove(gate) && ofRun.isEmpty()) {
      open.remove(run);
    }
  }

  /// A run that has ended waits for nobody.
  @Override
  public void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {
    if (!open.isEmpty() && run.state().isTerminal()) {
      open.remove(run.id());
    }
  }

  /// The first gate at which a run waits, null if it waits at none.
  @Nullable String of(RunEntry run) {
    Set<String> ofRun = open.isEmpty() ? null : open.get(run.id());
    return ofRun == null ? null : ofRun.iterator().next();
  }

  /// A slice of the gates whose runs a principal sees. Cost: all that are open.
  Page<Approval> page(Principal principal, int limit, long offset) {
    var items = new ArrayList<Approval>();
    long visible = 0;
    for (Map.Entry<RunId, Set<String>> each : open.entrySet()) {
      RunEntry run = state.run(each.getKey());
      if (run == null || !Access.sees(principal, run.task())) {
        continue;
      }
      for (String gate : each.getValue()) {
        if (visible++ >= offset && items.size() < limit) {
          items.addAll(of(run, gate));
        }
      }
    }
    return new Page<>(items, visible);
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
