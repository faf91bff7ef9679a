package io.actionqueue.simulation;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.HoldPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who holds which concurrency key, as far as the records tell, and who executes meanwhile (RT-16,
/// 03-W-47): a run needs all its keys to start, and takes all of them then.
final class KeyBook {
  /// A concurrency key within its tenant (S-10).
  record Key(@Nullable TenantId tenant, String text) {}

  private final Knowledge known;
  private final Map<Key, Set<RunId>> holders = new HashMap<>();

  KeyBook(Knowledge known) {
    this.known = known;
  }

  /// The keys that a run needs.
  static List<Key> keysOf(RunEntry run) {
    return keysOf(Knowledge.taskOf(run));
  }

  private static List<Key> keysOf(TaskEntry task) {
    var keys = new ArrayList<Key>();
    String first = task.spec().constraints().concurrencyKey();
    if (first != null) {
      keys.add(new Key(task.spec().tenantId(), first));
      for (String text : task.policy().furtherKeys()) {
        keys.add(new Key(task.spec().tenantId(), text));
      }
    }
    return keys;
  }

  /// The keys that a run needs and does not hold already.
  List<Key> lackedBy(RunEntry run) {
    return keysOf(run).stream()
        .filter(key -> !holders.getOrDefault(key, Set.of()).contains(run.id()))
        .toList();
  }

  /// How many runs may hold each of the keys of a task, from the point of view of that task.
  Map<Key, Integer> permits(TaskEntry task) {
    var permits = new LinkedHashMap<Key, Integer>();
    for (Key key : keysOf(task)) {
      permits.put(key, permits(task, key));
    }
    return permits;
  }

  private int permits(TaskEntry task, Key key) {
    Limit limit = known.limit(new Scope.Key(key.tenant(), key.text()));
    Integer permits = limit == null ? null : limit.permits();
    return permits == null ? task.policy().keyPermits() : permits;
  }

  private Set<RunId> holding(Key key) {
    return holders.computeIfAbsent(key, _ -> new LinkedHashSet<>());
  }

  /// Whoever held a key when the process before ended holds it now, unless its run went on without.
  void adopt(QueueState found) {
    holders.clear();
    for (RunEntry run : found.runs()) {
      boolean executes = run.state() == RunState.LEASED || run.state() == RunState.RUNNING;
      if (goesOn(run) && (executes || holdsOn(run))) {
        keysOf(run).forEach(key -> claim(key, run, found));
      }
    }
    for (Set<RunId> holding : holders.values()) {
      holding.removeIf(id -> {
        RunEntry run = known.state.run(id);
        boolean executes = run != null && run.state() == RunState.RUNNING;
        return !executes && (run == null || !goesOn(run) || !holdsOn(run));
      });
    }
    found.runs().forEach(this::claimAgain);
  }

  /// Whoever lost a claim takes a permit that is there when its run is recovered.
  private void claimAgain(RunEntry before) {
    RunEntry run = known.state.run(before.id());
    boolean moved = run != null && before.state() != run.state();
    if (moved && goesOn(run) && holdsOn(run)) {
      for (Key key : keysOf(run)) {
        if (holding(key).size() < permits(Knowledge.taskOf(run), key)) {
          holding(key).add(run.id());
        }
      }
    }
  }

  private static boolean goesOn(RunEntry run) {
    return !run.state().isTerminal() && run.attemptCount() > 0;
  }

  private static boolean holdsOn(RunEntry run) {
    var constraints = Knowledge.taskOf(run).spec().constraints();
    return constraints.holdPolicy() == HoldPolicy.HOLD_DURING_RETRY;
  }

  /// 03 §3.3: of those that claim more permits than there are, the earliest ones keep theirs.
  private void claim(Key key, RunEntry run, QueueState found) {
    Set<RunId> holding = holding(key);
    if (holding.isEmpty() || holding.size() < permits(Knowledge.taskOf(run), key)) {
      holding.add(run.id());
      return;
    }
    RunEntry latest = run;
    for (RunId id : holding) {
      RunEntry other = found.run(id);
      latest = other != null && heldLater(other, latest) ? other : latest;
    }
    holding.add(run.id());
    holding.remove(latest.id());
  }

  private static boolean heldLater(RunEntry a, RunEntry b) {
    int order = Long.compareUnsigned(a.lastStateChangeAt(), b.lastStateChangeAt());
    return order > 0 || (order == 0 && a.compareId(b) > 0);
  }

  /// A run has moved: at its start it takes all its keys, and gives all back together.
  void moved(RunEntry run) {
    boolean waits = run.state() == RunState.RETRY_WAIT || run.state() == RunState.SUSPENDED;
    if (run.state() == RunState.LEASED) {
      keysOf(run).forEach(key -> holding(key).add(run.id()));
    } else if (run.state().isTerminal() || (waits && !holdsOn(run))) {
      keysOf(run).forEach(key -> holding(key).remove(run.id()));
    }
  }

  /// How many more runs may hold a key, from the point of view of one that needs it.
  int left(RunEntry run, Key key) {
    var taken = new HashSet<RunId>(holders.getOrDefault(key, Set.of()));
    for (Act act : known.executing()) {
      if (act.keys.containsKey(key)) {
        taken.add(act.run);
      }
    }
    return permits(Knowledge.taskOf(run), key) - taken.size();
  }

  /// How many of these runs could start together as far as their keys are concerned, at most.
  int together(List<RunEntry> runs) {
    var room = new HashMap<Key, Integer>();
    for (RunEntry run : runs) {
      lackedBy(run).forEach(key -> room.merge(key, left(run, key), Math::max));
    }
    return together(runs, room);
  }

  private int together(List<RunEntry> runs, Map<Key, Integer> room) {
    if (runs.isEmpty()) {
      return 0;
    }
    List<Key> lacked = lackedBy(runs.getFirst());
    List<RunEntry> others = runs.subList(1, runs.size());
    if (lacked.stream().anyMatch(key -> room.getOrDefault(key, 0) <= 0)) {
      return together(others, room);
    }
    lacked.forEach(key -> room.merge(key, -1, Integer::sum));
    int with = 1 + together(others, room);
    lacked.forEach(key -> room.merge(key, 1, Integer::sum));
    return lacked.isEmpty() ? with : Math.max(with, together(others, room));
  }

  /// Which key stands in the way of a run, null if it may have all. The permits of a key are held
  /// by what the records say, and by handlers that have not returned.
  @Nullable String obstacle(RunEntry run, List<Act> executing) {
    for (Map.Entry<Key, Integer> each : permits(Knowledge.taskOf(run)).entrySet()) {
      Key key = each.getKey();
      var taken = new HashSet<RunId>(holders.getOrDefault(key, Set.of()));
      boolean holds = taken.contains(run.id());
      for (Act act : executing) {
        if (act.keys.containsKey(key)) {
          taken.add(act.run);
        }
      }
      taken.remove(run.id());
      if (!holds && !taken.isEmpty() && taken.size() >= each.getValue()) {
        return key.text() + " held by " + taken;
      }
    }
    return null;
  }
}
