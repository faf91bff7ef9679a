package io.actionqueue;

import io.actionqueue.core.command.Decider;
import io.actionqueue.core.command.Decision;
import io.actionqueue.core.command.Extend;
import io.actionqueue.core.event.ExtensionEvent.TasksDropped;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.core.state.TaskEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Drops ended tasks as the retention says, in slices, before a snapshot is begun (S-21). Confined
/// to the engine thread. Costs what has ended since the last time and what is dropped, never the
/// history.
final class Retirement implements StateObserver {
  /// How many tasks one event names at most: to drop them is one step.
  private static final int TOGETHER = 64;

  private final Engine engine;
  private final Retention retention;

  /// Ended tasks by when they ended, in epoch seconds.
  private final LinkedHashMap<TaskId, Long> ended = new LinkedHashMap<>();

  /// Those that had to stay although their time had come, in the same order.
  private LinkedHashMap<TaskId, Long> held = new LinkedHashMap<>();

  private LinkedHashMap<TaskId, Long> stillHeld = new LinkedHashMap<>();
  private boolean loading = true;

  Retirement(Engine engine) {
    this.engine = engine;
    this.retention = engine.config.retention();
  }

  @Override
  public void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {
    if (!retention.isForever() && run.state().isTerminal()) {
      note(run.task());
    }
  }

  @Override
  public void taskChanged(TaskEntry task) {
    if (!retention.isForever() && task.isCanceled()) {
      note(task);
    }
  }

  /// Whether that end of a task is known. What is known of another end of it is forgotten: a task
  /// counts once.
  private boolean isNoted(TaskId id, long at) {
    for (Map<TaskId, Long> known : List.of(ended, held, stillHeld)) {
      Long before = known.get(id);
      if (before != null && before == at) {
        return true;
      }
      known.remove(id);
    }
    return false;
  }

  /// The end of a child may be the end of a parent that waits for it, which has no run left to tell
  /// of that. A parent that has ended before, because it was canceled, ends anew with each child;
  /// its other children are not looked at for that.
  private void noteParent(TaskEntry child, long at) {
    TaskEntry parent = parentOf(child);
    if (parent != null && parent.policy().awaitChildren() != AwaitChildren.NO && hasEnded(parent)) {
      Long known = knownEnd(parent.id());
      note(parent, known == null ? endedAt(parent, new HashMap<>()) : Math.max(known, at));
    }
  }

  private @Nullable Long knownEnd(TaskId id) {
    for (Map<TaskId, Long> known : List.of(ended, held, stillHeld)) {
      Long end = known.get(id);
      if (end != null) {
        return end;
      }
    }
    return null;
  }

  private @Nullable TaskEntry parentOf(TaskEntry child) {
    TaskId id = child.spec().parentTaskId();
    return id == null ? null : engine.lane.state().task(id);
  }

  private void note(@Nullable TaskEntry task) {
    if (!loading && task != null && hasEnded(task)) {
      note(task, endedAt(task, new HashMap<>()));
    }
  }

  private void note(TaskEntry task, long at) {
    if (!isNoted(task.id(), at)) {
      ended.put(task.id(), at);
    }
    noteParent(task, at);
  }

  private static boolean hasEnded(TaskEntry task) {
    return (task.runCount() > 0 || task.isCanceled()) && task.isOver();
  }

  /// When it ended: with the last of its runs, or of its children where it waits for them.
  ///
  /// @param ends what is known already of tasks that wait for children
  private long endedAt(TaskEntry task, Map<TaskId, Long> ends) {
    boolean waits = task.policy().awaitChildren() != AwaitChildren.NO;
    Long known = waits ? ends.get(task.id()) : null;
    if (known != null) {
      return known;
    }
    Long canceled = task.canceledAt();
    long latest = Math.max(canceled == null ? 0 : canceled, task.lastEnd());
    if (task.terminalRuns() < task.runCount()) {
      for (RunEntry run : task.liveRuns()) {
        latest = Math.max(latest, run.lastStateChangeAt());
      }
    }
    if (waits) {
      for (TaskEntry child : task.children()) {
        latest = Math.max(latest, endedAt(child, ends));
      }
      ends.put(task.id(), latest);
    }
    return latest;
  }

  /// Takes in what has ended, once the state is loaded: each task is looked at once, not with each
  /// of its runs.
  void ready() {
    loading = false;
    if (retention.isForever()) {
      return;
    }
    Map<TaskId, Long> ends = new HashMap<>();
    List<Map.Entry<TaskId, Long>> all = new ArrayList<>();
    for (TaskEntry task : engine.lane.state().tasks()) {
      if (hasEnded(task)) {
        all.add(Map.entry(task.id(), endedAt(task, ends)));
      }
    }
    all.sort(Map.Entry.comparingByValue(Comparator.naturalOrder()));
    all.forEach(entry -> ended.put(entry.getKey(), entry.getValue()));
  }

  /// Begins anew with what had to stay the last time, and behind it what was not looked at. There
  /// may be as many as there are tasks: only the shorter list is moved, and mostly that one is
  /// empty.
  void begin() {
    if (stillHeld.size() > held.size()) {
      stillHeld.putAll(held);
      held = stillHeld;
    } else {
      stillHeld.reversed().forEach(held::putFirst);
    }
    stillHeld = new LinkedHashMap<>();
  }

  /// Drops what is due.
  ///
  /// @param limit how many tasks to look at, at most
  /// @return whether there is more to look at
  boolean advance(int limit) {
    if (retention.isForever()) {
      return false;
    }
    List<TaskId> batch = new ArrayList<>();
    for (int looked = 0; looked < limit; looked++) {
      Map.Entry<TaskId, Long> next = next();
      if (next == null) {
        drop(batch);
        return false;
      }
      look(next, batch);
      if (batch.size() >= TOGETHER) {
        drop(batch);
        batch = new ArrayList<>();
        engine.flushIfFull();
      }
    }
    drop(batch);
    return true;
  }

  /// The next one whose time has come, taken out; null if there is none.
  private Map.@Nullable Entry<TaskId, Long> next() {
    Map.Entry<TaskId, Long> next = held.isEmpty() ? ended.firstEntry() : held.firstEntry();
    if (next == null || !isDue(next.getValue())) {
      return null;
    }
    return held.isEmpty() ? ended.pollFirstEntry() : held.pollFirstEntry();
  }

  private boolean isDue(long endedAt) {
    if (retention.maxTasks().isPresent()) {
      int kept = ended.size() + held.size() + stillHeld.size();
      if (kept > retention.maxTasks().getAsInt()) {
        return true;
      }
    }
    return retention
        .maxAge()
        .map(age -> engine.clock.second() - endedAt > age.toSeconds())
        .orElse(false);
  }

  private void look(Map.Entry<TaskId, Long> entry, List<TaskId> batch) {
    TaskEntry task = engine.lane.state().task(entry.getKey());
    if (task == null || !task.isOver()) {
      return; // dropped by somebody else, or it goes on: then its end is noted again
    }
    if (isRemembered(task)) {
      stillHeld.put(entry.getKey(), entry.getValue());
      return;
    }
    var alone = new Extend(new TasksDropped(List.of(entry.getKey()), engine.clock.millis()));
    if (Decider.decide(engine.lane.state(), null, alone) instanceof Decision.Accepted) {
      batch.add(entry.getKey());
    } else {
      stillHeld.put(entry.getKey(), entry.getValue());
    }
  }

  /// Whether a parent has failed with a child, or would have, by what the child has become: as long
  /// as the parent is there, so is the child. A snapshot records no outcomes; they follow from what
  /// it holds.
  private boolean isRemembered(TaskEntry child) {
    TaskEntry parent = parentOf(child);
    return parent != null && parent.policy().awaitChildren() == AwaitChildren.FAIL_PARENT;
  }

  private void drop(List<TaskId> batch) {
    engine.causes.keep(batch);
    if (!batch.isEmpty()
        && engine.own.execute(new Extend(new TasksDropped(batch, engine.clock.millis())))) {
      engine.metrics.tasksDropped.add(batch.size());
    }
  }
}
