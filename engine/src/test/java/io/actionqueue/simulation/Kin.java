package io.actionqueue.simulation;

import io.actionqueue.ChildrenSnapshot;
import io.actionqueue.PrerequisiteResult;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.state.TaskEntry.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What becomes of tasks that are tied to each other (03 §8): computed anew for each question, from
/// what callers asked for and from the states of runs, without the counters of the state.
final class Kin {
  private final Map<TaskId, AwaitChildren> asked = new HashMap<>();
  private final boolean parentsWait;

  /// Kin of a world in which parents wait for their children if they are asked to, or never do.
  Kin(boolean parentsWait) {
    this.parentsWait = parentsWait;
  }

  /// Somebody asked for a task.
  void asked(TaskId id, AwaitChildren mode) {
    asked.put(id, mode);
  }

  /// Whether a task waits for its children.
  AwaitChildren mode(QueueState state, TaskId id) {
    AwaitChildren known = asked.get(id);
    if (!parentsWait) {
      return AwaitChildren.NO;
    }
    return known == null ? state.extensions().policy(id).awaitChildren() : known;
  }

  boolean awaits(QueueState state, TaskId id) {
    return mode(state, id) != AwaitChildren.NO;
  }

  /// What became of a task so far (02 §6.6, 03 §8.2.2).
  Outcome outcome(QueueState state, TaskEntry task) {
    if (task.runCount() == 0 || task.mayGetMoreRuns() || lives(task)) {
      return Outcome.OPEN;
    }
    if (task.runs().stream().noneMatch(run -> run.state() == RunState.COMPLETED)) {
      return Outcome.FAILED;
    }
    AwaitChildren mode = mode(state, task.id());
    boolean failed = false;
    for (TaskEntry child :
        mode == AwaitChildren.NO ? List.<TaskEntry>of() : state.childrenOf(task.id())) {
      if (!isOver(state, child)) {
        return Outcome.OPEN;
      }
      failed |= outcome(state, child) != Outcome.COMPLETED;
    }
    return failed && mode == AwaitChildren.FAIL_PARENT ? Outcome.FAILED : Outcome.COMPLETED;
  }

  /// Whether nothing of a task will ever run again.
  boolean isOver(QueueState state, TaskEntry task) {
    return outcome(state, task) != Outcome.OPEN || (task.isCanceled() && !lives(task));
  }

  /// Whether a task has a run that has not ended.
  static boolean lives(TaskEntry task) {
    return task.runs().stream().anyMatch(run -> !run.state().isTerminal());
  }

  boolean prerequisitesCompleted(QueueState state, TaskEntry task) {
    return task.prerequisites().stream()
        .allMatch(id ->
            state.task(id) instanceof TaskEntry other
                && outcome(state, other) == Outcome.COMPLETED);
  }

  boolean prerequisiteFailed(QueueState state, TaskEntry task) {
    return task.prerequisites().stream()
        .anyMatch(id ->
            state.task(id) instanceof TaskEntry other && outcome(state, other) == Outcome.FAILED);
  }

  /// Whether a task is another or waits for it, directly or not: as a dependent, or as a parent
  /// that waits for its children.
  boolean waitsFor(QueueState state, TaskId id, TaskId other) {
    return waitsFor(state, id, other, new HashSet<>());
  }

  private boolean waitsFor(QueueState state, TaskId id, TaskId other, Set<TaskId> seen) {
    if (id.equals(other)) {
      return true;
    }
    TaskEntry task = state.task(id);
    if (task == null || !seen.add(id)) {
      return false;
    }
    boolean children =
        awaits(state, id)
            && state.childrenOf(id).stream()
                .anyMatch(child -> waitsFor(state, child.id(), other, seen));
    return children
        || task.prerequisites().stream().anyMatch(next -> waitsFor(state, next, other, seen));
  }

  /// What a handler is told of its task's children, null if there are none (03 §8.5).
  static @Nullable ChildrenSnapshot children(QueueState state, TaskId parent) {
    var children = new ArrayList<ChildrenSnapshot.Child>();
    for (TaskEntry task : state.tasks()) {
      if (parent.equals(task.spec().parentTaskId())) {
        var runs = task.runs().stream().map(Kin::childRun).toList();
        boolean ended = task.runCount() > 0 && !lives(task);
        children.add(new ChildrenSnapshot.Child(task.id(), runs, ended));
      }
    }
    return children.isEmpty() ? null : new ChildrenSnapshot(children);
  }

  private static ChildrenSnapshot.ChildRun childRun(RunEntry run) {
    StateImage.Attempt last = null;
    for (StateImage.Attempt attempt : run.attempts()) {
      last = attempt.result() == null ? last : attempt;
    }
    return last == null
        ? new ChildrenSnapshot.ChildRun(run.id(), run.state(), null, null, null)
        : new ChildrenSnapshot.ChildRun(
            run.id(), run.state(), last.result(), last.error(), last.output());
  }

  /// What a handler is told of its task's prerequisites: the last success of each.
  static List<PrerequisiteResult> results(QueueState state, TaskEntry task) {
    var results = new ArrayList<PrerequisiteResult>();
    for (TaskId id : task.prerequisites()) {
      PrerequisiteResult last = null;
      TaskEntry prerequisite = state.task(id);
      for (RunEntry run : prerequisite == null ? List.<RunEntry>of() : prerequisite.runs()) {
        if (run.state() == RunState.COMPLETED) {
          last = new PrerequisiteResult(id, run.id(), run.attempts().getLast().output());
        }
      }
      if (last != null) {
        results.add(last);
      }
    }
    return results;
  }
}
