package io.actionqueue.engine.dispatch;

import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/// Runs that were let go by what they waited for, and now wait until somebody has the time. What
/// let them go is kept for them meanwhile, and from others: but not from the moment on when
/// something else stands in their way, or a worker that could do what stands behind them would wait
/// for one that it does not need (RT-18).
///
/// A run that starts can only stand in the way of those that share its action, key or tenant, and
/// of all that share one of them on the same terms alike. So of each such group one run is asked,
/// and only if that may not start any more, the next one: a start costs a few questions, however
/// many promises there are, and one more for each promise that it ends.
///
/// No more promises than can be kept: where runs share a key, only as many have one as the key has
/// room for. The others would not start before those, and what else was kept for them would be of
/// no use to anybody meanwhile.
///
/// A promise to a run that nobody looks for any more ends too: the worker elsewhere that waited for
/// something to do does so no longer, and nobody knows when another one comes.
///
/// A run whose promise lapses keeps its place among the Ready runs. Followed from the first remote
/// worker on: while all runs are done here, whoever has a free slot looks at all of them. Confined
/// to the engine thread.
final class Promises {
  /// Promised runs that share a scope, a task or what they need of whoever does them, on the same
  /// terms.
  private static final class Group {
    final Object shared;
    final int terms;
    final LinkedHashSet<RunEntry> runs = new LinkedHashSet<>(4);

    Group(Object shared, int terms) {
      this.shared = shared;
      this.terms = terms;
    }
  }

  /// What promised runs share that lack a key.
  private record Lack(KeyName key) {}

  private final ToIntFunction<RunEntry> terms;
  private final KeyPermits room;
  private final LinkedHashSet<RunEntry> unexamined = new LinkedHashSet<>();

  /// Those that could start when they were last asked, with the groups that they are in.
  private final Map<RunEntry, List<Group>> good = new LinkedHashMap<>();

  private final Map<Object, List<Group>> groups = new HashMap<>();
  private final LinkedHashSet<Group> doubtful = new LinkedHashSet<>();
  private boolean followed;

  /// No promises yet.
  ///
  /// @param terms a number that is equal for runs which no rule of a scope that they share can tell
  ///   apart: not by the permits that they ask of a key, nor by whether they need a slot here
  /// @param room how many more runs may have a key; the largest number for one that has it
  Promises(ToIntFunction<RunEntry> terms, KeyPermits room) {
    this.terms = terms;
    this.room = room;
  }

  /// No promises yet, to runs that may share keys without bound.
  Promises(ToIntFunction<RunEntry> terms) {
    this(terms, (_, _) -> Integer.MAX_VALUE);
  }

  /// Begins to follow promises.
  void follow() {
    followed = true;
  }

  /// Notes that a run was let go.
  void made(RunEntry run) {
    if (followed) {
      forget(run);
      unexamined.add(run);
    }
  }

  /// Notes that a run waits for something else, or is not Ready any more.
  void ended(RunEntry run) {
    if (followed && !unexamined.remove(run)) {
      forget(run);
    }
  }

  /// Notes that a run may have taken what others of its action, key and tenant need.
  void taken(RunEntry run) {
    if (!good.isEmpty()) {
      RunScopes.of(run).forEach(this::doubtWhoShares);
      KeyName.allOf(run).forEach(key -> doubtWhoShares(new Lack(key)));
    }
  }

  /// How many runs have a promise and lack a key.
  private int lacking(KeyName key) {
    int lacking = 0;
    if (!good.isEmpty()) {
      for (Group group : groups.getOrDefault(new Lack(key), List.of())) {
        lacking += group.runs.size();
      }
    }
    return lacking;
  }

  /// Notes that something of a task has changed that its runs may need.
  void changed(TaskEntry task) {
    if (!good.isEmpty()) {
      doubtWhoShares(task);
    }
  }

  /// Notes that something of a run has changed that may keep it from starting.
  void changed(RunEntry run) {
    if (good.containsKey(run)) {
      made(run);
    }
  }

  /// Notes that nobody looks for runs of a need any more.
  void lookedForLess(Routes.Need need) {
    if (!good.isEmpty()) {
      doubtWhoShares(need);
    }
  }

  /// Notes that rules have changed, or who does what.
  void doubtAll() {
    unexamined.addAll(good.keySet());
    good.clear();
    groups.clear();
    doubtful.clear();
  }

  /// How many runs have a promise that was good when it was last asked about.
  int size() {
    return good.size();
  }

  /// Ends the promises to runs that could not start now. Cost: those that are new, one for each
  /// group of which something was taken, and those whose promises end.
  ///
  /// @param mayStart whether nothing stands in a run's way, and somebody looks for it
  /// @param letOthersGo lets those go that wait for what was promised, but for keys whose permits
  ///   are all promised to others; may make promises
  void settle(Predicate<RunEntry> mayStart, BiConsumer<RunEntry, List<KeyName>> letOthersGo) {
    while (!unexamined.isEmpty() || !doubtful.isEmpty()) {
      if (unexamined.isEmpty()) {
        examine(doubtful.removeFirst(), mayStart, letOthersGo);
        continue;
      }
      RunEntry run = unexamined.removeFirst(); // ends: who is let go leaves a line
      boolean could = mayStart.test(run);
      List<KeyName> full = could ? full(run) : List.of();
      if (could && full.isEmpty()) {
        keep(run);
      } else {
        letOthersGo.accept(run, full);
      }
    }
  }

  /// The keys of a run at which there is no room for it beside those that have a promise.
  private List<KeyName> full(RunEntry run) {
    return KeyName.allOf(run).stream().filter(key -> lacking(key) >= room.of(run, key)).toList();
  }

  private void examine(
      Group group, Predicate<RunEntry> mayStart, BiConsumer<RunEntry, List<KeyName>> letOthersGo) {
    while (!group.runs.isEmpty() && !mayStart.test(group.runs.getFirst())) {
      RunEntry first = group.runs.getFirst();
      forget(first);
      letOthersGo.accept(first, List.of());
    }
    if (group.shared instanceof Lack(var key)) {
      while (!group.runs.isEmpty() && lacking(key) > room.of(group.runs.getLast(), key)) {
        RunEntry last = group.runs.getLast();
        forget(last);
        letOthersGo.accept(last, List.of(key));
      }
    }
  }

  private void doubtWhoShares(Object shared) {
    doubtful.addAll(groups.getOrDefault(shared, List.of()));
  }

  private void keep(RunEntry run) {
    int own = terms.applyAsInt(run);
    var in = new ArrayList<Group>(5);
    RunScopes.of(run).forEach(scope -> in.add(join(run, scope, own)));
    in.add(join(run, Routes.need(run), own));
    for (KeyName key : KeyName.allOf(run)) {
      if (room.of(run, key) < Integer.MAX_VALUE) {
        in.add(join(run, new Lack(key), own));
      }
    }
    TaskEntry task = run.task();
    if (task != null) {
      in.add(join(run, task, own));
    }
    good.put(run, in);
  }

  private Group join(RunEntry run, Object shared, int own) {
    List<Group> known = groups.computeIfAbsent(shared, _ -> new ArrayList<>(1));
    Group found = null;
    for (Group group : known) {
      found = group.terms == own ? group : found;
    }
    if (found == null) {
      found = new Group(shared, own);
      known.add(found);
    }
    found.runs.add(run);
    return found;
  }

  private void forget(RunEntry run) {
    List<Group> in = good.remove(run);
    if (in != null) {
      in.forEach(group -> leave(run, group));
    }
  }

  private void leave(RunEntry run, Group group) {
    group.runs.remove(run);
    List<Group> alike = group.runs.isEmpty() ? groups.get(group.shared) : null;
    if (alike != null) {
      doubtful.remove(group);
      alike.remove(group);
      if (alike.isEmpty()) {
        groups.remove(group.shared);
      }
    }
  }
}
