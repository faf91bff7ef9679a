package io.actionqueue.core.state;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.ExtensionEvent.AttemptNoted;
import io.actionqueue.core.event.ExtensionEvent.GateDecided;
import io.actionqueue.core.event.ExtensionEvent.GateOpened;
import io.actionqueue.core.event.ExtensionEvent.RunDelayed;
import io.actionqueue.core.event.ExtensionEvent.RunNoted;
import io.actionqueue.core.event.ExtensionEvent.RunReprioritised;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a few runs have beside what every run has: a priority of their own, a recorded delay, a
/// note, notes about attempts, gates. Nothing of it takes memory in the others.
final class RunExtras {
  /// A gate, and the decision over it if there is one.
  record Gate(GateOpened opened, @Nullable GateDecided decided) {}

  private final Map<RunId, RunReprioritised> priorities = new LinkedHashMap<>();
  private final Map<RunId, RunDelayed> delays = new LinkedHashMap<>();
  private final Map<RunId, RunNoted> notes = new LinkedHashMap<>();
  private final Map<RunId, Map<String, Gate>> gates = new LinkedHashMap<>();
  private final Map<RunId, List<AttemptNoted>> attemptNotes = new LinkedHashMap<>();

  boolean isEmpty() {
    return priorities.isEmpty()
        && delays.isEmpty()
        && notes.isEmpty()
        && gates.isEmpty()
        && attemptNotes.isEmpty();
  }

  List<AttemptNoted> attemptNotes(RunId id) {
    List<AttemptNoted> known = attemptNotes.isEmpty() ? null : attemptNotes.get(id);
    return known == null ? List.of() : List.copyOf(known);
  }

  boolean hasPriorities() {
    return !priorities.isEmpty();
  }

  /// The priority that a run has instead of its task's; null if it has none of its own.
  @Nullable Integer priority(RunId id) {
    RunReprioritised known = priorities.isEmpty() ? null : priorities.get(id);
    return known == null ? null : (Integer) known.priority();
  }

  @Nullable RunDelayed delay(RunId id) {
    return delays.isEmpty() ? null : delays.get(id);
  }

  @Nullable RunNoted note(RunId id) {
    return notes.isEmpty() ? null : notes.get(id);
  }

  @Nullable Gate gate(RunId id, String name) {
    Map<String, Gate> ofRun = gates.get(id);
    return ofRun == null ? null : ofRun.get(name);
  }

  Collection<Gate> gates(RunId id) {
    Map<String, Gate> ofRun = gates.get(id);
    return ofRun == null ? List.of() : List.copyOf(ofRun.values());
  }

  void put(RunReprioritised event) {
    priorities.put(event.runId(), event);
  }

  void put(RunDelayed event) {
    delays.put(event.runId(), event);
  }

  void put(RunNoted event) {
    notes.put(event.runId(), event);
  }

  void put(AttemptNoted event) {
    attemptNotes.computeIfAbsent(event.runId(), _ -> new ArrayList<>(1)).add(event);
  }

  void put(GateOpened event) {
    gates
        .computeIfAbsent(event.runId(), _ -> new LinkedHashMap<>())
        .put(event.gate(), new Gate(event, null));
  }

  /// Closes a gate that is open.
  void put(GateDecided event) {
    Map<String, Gate> ofRun = gates.get(event.runId());
    Gate gate = ofRun == null ? null : ofRun.get(event.gate());
    if (ofRun != null && gate != null) {
      ofRun.put(event.gate(), new Gate(gate.opened(), event));
    }
  }

  /// Forgets what ends with the state that a run has left.
  void moved(RunEntry run, RunState from, RunState to) {
    if (to == RunState.RETRY_WAIT && !delays.isEmpty()) {
      delays.remove(run.id()); // it was that of an earlier wait
    }
    if (from == RunState.READY && !priorities.isEmpty()) {
      priorities.remove(run.id());
    }
    if (to.isTerminal() && !delays.isEmpty()) {
      delays.remove(run.id());
    }
  }

  /// Forgets all of a run.
  void drop(RunId id) {
    priorities.remove(id);
    delays.remove(id);
    notes.remove(id);
    gates.remove(id);
    attemptNotes.remove(id);
  }

  /// Adds the events that stand for all of it.
  void image(List<ExtensionEvent> target) {
    target.addAll(priorities.values());
    target.addAll(delays.values());
    target.addAll(notes.values());
    attemptNotes.values().forEach(target::addAll);
    for (Map<String, Gate> ofRun : gates.values()) {
      for (Gate gate : ofRun.values()) {
        target.add(gate.opened());
        if (gate.decided() != null) {
          target.add(gate.decided());
        }
      }
    }
  }
}
