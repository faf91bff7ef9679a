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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a few runs have beside what every run has: a priority of their own, a recorded delay, a
/// note, notes about attempts, gates. Nothing of it takes memory in the others.
final class RunExtras {
  /// A gate, and the decision over it if there is one.
  record Gate(GateOpened opened, @Nullable GateDecided decided) {
    GateKey key() {
      return new GateKey(opened.runId(), opened.gate());
    }

    Stream<ExtensionEvent> events() {
      return decided == null ? Stream.of(opened) : Stream.of(opened, decided);
    }
  }

  record GateKey(RunId run, String gate) {}

  /// The notes about the attempts of one run: the latest, and those before it.
  private record Notes(AttemptNoted latest, @Nullable Notes earlier) {
    RunId run() {
      return latest.runId();
    }

    /// The earliest first.
    List<AttemptNoted> all() {
      var all = new ArrayDeque<AttemptNoted>();
      for (Notes each = this; each != null; each = each.earlier) {
        all.addFirst(each.latest);
      }
      return List.copyOf(all);
    }
  }

  private final SharedTable<RunId, RunReprioritised> priorities =
      new SharedTable<>(RunReprioritised::runId);
  private final SharedTable<RunId, RunDelayed> delays = new SharedTable<>(RunDelayed::runId);
  private final SharedTable<RunId, RunNoted> notes = new SharedTable<>(RunNoted::runId);
  private final SharedTable<RunId, Notes> attemptNotes = new SharedTable<>(Notes::run);
  private final SharedTable<GateKey, Gate> gates = new SharedTable<>(Gate::key);

  /// The gates of each run, in order of opening.
  private final Map<RunId, List<GateKey>> gatesOf = new HashMap<>();

  boolean isEmpty() {
    return priorities.isEmpty()
        && delays.isEmpty()
        && notes.isEmpty()
        && gates.isEmpty()
        && attemptNotes.isEmpty();
  }

  List<AttemptNoted> attemptNotes(RunId id) {
    Notes known = attemptNotes.get(id);
    return known == null ? List.of() : known.all();
  }

  boolean hasPriorities() {
    return !priorities.isEmpty();
  }

  /// The priority that a run has instead of its task's; null if it has none of its own.
  @Nullable Integer priority(RunId id) {
    RunReprioritised known = priorities.get(id);
    return known == null ? null : (Integer) known.priority();
  }

  @Nullable RunDelayed delay(RunId id) {
    return delays.get(id);
  }

  @Nullable RunNoted note(RunId id) {
    return notes.get(id);
  }

  @Nullable Gate gate(RunId id, String name) {
    return gates.isEmpty() ? null : gates.get(new GateKey(id, name));
  }

  Collection<Gate> gates(RunId id) {
    var ofRun = new ArrayList<Gate>();
    for (GateKey key : gatesOf.getOrDefault(id, List.of())) {
      Gate gate = gates.get(key);
      if (gate != null) {
        ofRun.add(gate);
      }
    }
    return ofRun;
  }

  void put(RunReprioritised event) {
    priorities.put(event);
  }

  void put(RunDelayed event) {
    delays.put(event);
  }

  void put(RunNoted event) {
    notes.put(event);
  }

  void put(AttemptNoted event) {
    attemptNotes.put(new Notes(event, attemptNotes.get(event.runId())));
  }

  void put(GateOpened event) {
    var gate = new Gate(event, null);
    if (gates.put(gate) == null) {
      gatesOf.computeIfAbsent(event.runId(), _ -> new ArrayList<>(1)).add(gate.key());
    }
  }

  /// Closes a gate that is open.
  void put(GateDecided event) {
    Gate gate = gate(event.runId(), event.gate());
    if (gate != null) {
      gates.put(new Gate(gate.opened(), event));
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
    attemptNotes.remove(id);
    List<GateKey> ofRun = gatesOf.isEmpty() ? null : gatesOf.remove(id);
    if (ofRun != null) {
      ofRun.forEach(gates::remove);
    }
  }

  /// All of it as it is now.
  List<ExtensionPart> view() {
    Collection<Notes> noted = attemptNotes.view();
    Collection<Gate> opened = gates.view();
    return List.of(
        ExtensionPart.of(priorities.view()),
        ExtensionPart.of(delays.view()),
        ExtensionPart.of(notes.view()),
        () -> noted.stream().flatMap(each -> each.all().stream()),
        () -> opened.stream().flatMap(Gate::events));
  }
}
