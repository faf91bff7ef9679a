package io.actionqueue.simulation;

import io.actionqueue.Retention;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent.TasksDropped;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Retention (S-21): only what has ended, is needed by nobody, and is due is dropped, and what is
/// due does not stay.
final class RetentionJudge implements Concern {
  private final Knowledge known;
  private final Verdicts verdicts;
  private final Workload workload;
  private final Map<TaskId, Long> ends = new HashMap<>();

  RetentionJudge(Knowledge known, Verdicts verdicts, Workload workload) {
    this.known = known;
    this.verdicts = verdicts;
    this.workload = workload;
  }

  @Override
  public void before(Event event) {
    if (event instanceof TasksDropped dropped) {
      judge(dropped);
      dropped.taskIds().forEach(workload::dropped);
      ends.keySet().removeAll(dropped.taskIds());
    }
  }

  private void judge(TasksDropped event) {
    var batch = new HashSet<>(event.taskIds());
    for (TaskId id : batch) {
      TaskEntry task = known.state.task(id);
      verdicts.expect(
          "S-21",
          task != null && isFree(known.state, task, batch),
          () -> id + " was dropped although it is needed: " + (task == null ? null : task.image()));
    }
    List<TaskEntry> ended = ended(known.state);
    List<TaskEntry> young =
        ended.stream().filter(task -> batch.contains(task.id()) && !isOld(task)).toList();
    long kept = (long) ended.size() - batch.size();
    boolean room = kept >= retention().maxTasks().orElse(Integer.MAX_VALUE);
    verdicts.expect(
        "S-21", young.isEmpty() || room || known.clockWasSet, () -> event + " leaves " + kept);
    for (TaskEntry task : young) {
      for (TaskEntry other : ended) {
        verdicts.expect(
            "S-21",
            known.clockWasSet
                || batch.contains(other.id())
                || endedAt(other) >= endedAt(task)
                || !isFree(known.state, other, Set.of()),
            () -> task.id() + " was dropped before " + other.id());
      }
    }
  }

  private Retention retention() {
    return known.settings.retention();
  }

  private List<TaskEntry> ended(QueueState state) {
    var ended = new ArrayList<TaskEntry>();
    for (TaskEntry task : state.tasks()) {
      if (known.kin.isOver(state, task)) {
        ended.add(task);
      }
    }
    return ended;
  }

  /// Whether nobody needs a task any more: it has ended, and so have those that depend on it, its
  /// children, and a parent that waits for it. A parent that fails with its children keeps them as
  /// long as it is kept itself.
  private boolean isFree(QueueState state, TaskEntry task, Set<TaskId> alsoDropped) {
    TaskId parentId = task.spec().parentTaskId();
    TaskEntry parent = parentId == null ? null : state.task(parentId);
    if (parent != null && known.kin.awaits(state, parent.id())) {
      boolean remembers = known.kin.mode(state, parent.id()) == AwaitChildren.FAIL_PARENT;
      if (!known.kin.isOver(state, parent) || (remembers && !alsoDropped.contains(parent.id()))) {
        return false;
      }
    }
    for (TaskEntry other : state.tasks()) {
      boolean tied =
          other.prerequisites().contains(task.id())
              || task.id().equals(other.spec().parentTaskId());
      if (tied && !known.kin.isOver(state, other)) {
        return false;
      }
    }
    return known.kin.isOver(state, task);
  }

  private boolean isOld(TaskEntry task) {
    return retention()
        .maxAge()
        .map(age -> known.second() - endedAt(task) > age.toSeconds())
        .orElse(false);
  }

  /// A process remembers when a parent ended also when it has dropped the children; the next one
  /// goes by what is there.
  private long endedAt(TaskEntry task) {
    return ends.merge(task.id(), lastChange(task), Math::max);
  }

  @Override
  public void follow() {
    ends.clear();
  }

  @Override
  public void stepEnded() {
    ended(known.state).forEach(this::endedAt);
  }

  private long lastChange(TaskEntry task) {
    Long canceled = task.canceledAt();
    long latest = canceled == null ? 0 : canceled;
    for (RunEntry run : task.runs()) {
      latest = Math.max(latest, run.lastStateChangeAt());
    }
    if (known.kin.awaits(known.state, task.id())) {
      for (TaskEntry child : known.state.childrenOf(task.id())) {
        latest = Math.max(latest, lastChange(child));
      }
    }
    return latest;
  }

  /// What the next snapshot has to drop, with when it ended. Nothing is certain where clocks are
  /// set.
  Map<TaskId, Long> due() {
    var due = new HashMap<TaskId, Long>();
    if (known.clockWasSet || retention().isForever()) {
      return due;
    }
    List<TaskEntry> ended = ended(known.state);
    for (TaskEntry task : ended) {
      long later = ended.stream().filter(other -> endedAt(other) > endedAt(task)).count();
      boolean many = later >= retention().maxTasks().orElse(Integer.MAX_VALUE);
      if (isFree(known.state, task, Set.of()) && (many || isOld(task))) {
        due.put(task.id(), endedAt(task));
      }
    }
    return due;
  }

  /// What somebody has begun to need meanwhile is not due any more.
  void needed(Map<TaskId, Long> due) {
    due.keySet()
        .removeIf(id ->
            known.state.task(id) instanceof TaskEntry task && !isFree(known.state, task, Set.of()));
  }

  /// A snapshot was written: what had to go is gone, unless somebody needs it or did meanwhile, or
  /// it has ended once more, by being canceled.
  void written(Map<TaskId, Long> due, long sinceSecond) {
    due.forEach((id, end) -> {
      TaskEntry task = known.state.task(id);
      verdicts.expect(
          "S-21",
          known.clockWasSet
              || task == null
              || endedAt(task) != end
              || wasNamed(id, sinceSecond)
              || !isFree(known.state, task, Set.of()),
          () -> id + " should have been dropped, there are " + describe());
    });
  }

  private boolean wasNamed(TaskId id, long sinceSecond) {
    return known.state.tasks().stream()
        .anyMatch(other -> other.createdAt() >= sinceSecond && other.prerequisites().contains(id));
  }

  private String describe() {
    return retention().maxAge()
        + ", "
        + retention().maxTasks()
        + ", "
        + ended(known.state).stream()
            .map(task ->
                task.id()
                    + " ended at "
                    + endedAt(task)
                    + (isFree(known.state, task, Set.of()) ? "" : ", needed"))
            .toList();
  }

  /// What a process dropped with its last breath, which nobody heard of.
  ///
  /// @param durable what is known
  /// @param recorded what is there
  void vanished(QueueState durable, QueueState recorded) {
    Set<TaskId> missing = missing(durable, recorded);
    for (TaskId id : missing) {
      boolean legal =
          !retention().isForever()
              && recorded.latestSequence() > durable.latestSequence()
              && recorded.tasks().stream().noneMatch(other -> needs(recorded, other, id));
      verdicts.expect("S-21", legal, () -> id + " has vanished");
    }
    workload.missing(missing, recorded);
  }

  /// Whether a task that has not ended names another one.
  private boolean needs(QueueState state, TaskEntry task, TaskId id) {
    boolean names = task.prerequisites().contains(id) || id.equals(task.spec().parentTaskId());
    return names && !known.kin.isOver(state, task);
  }

  private static Set<TaskId> missing(QueueState earlier, QueueState later) {
    var missing = new HashSet<TaskId>();
    for (TaskEntry task : earlier.tasks()) {
      if (later.task(task.id()) == null) {
        missing.add(task.id());
      }
    }
    return missing;
  }

  /// What an earlier state says of tasks that a later one still has.
  static StateImage remains(QueueState earlier, QueueState later) {
    Set<TaskId> gone = missing(earlier, later);
    StateImage image = earlier.image();
    if (gone.isEmpty()) {
      return image;
    }
    var runs = new HashSet<RunId>();
    image.runs().stream()
        .filter(run -> !gone.contains(run.instance().taskId()))
        .forEach(run -> runs.add(run.instance().id()));
    return new StateImage(
        image.sequence(),
        image.tasks().stream().filter(task -> !gone.contains(task.spec().id())).toList(),
        image.runs().stream().filter(run -> runs.contains(run.instance().id())).toList(),
        image.engine(),
        image.dependencies().stream().filter(each -> !gone.contains(each.taskId())).toList(),
        image.budgets(),
        image.subscriptions().stream().filter(each -> !gone.contains(each.taskId())).toList(),
        image.actors(),
        image.tenants(),
        image.roles(),
        image.grants(),
        image.ledger(),
        image.extensions());
  }
}
