package io.actionqueue.core.command;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.TaskEvent;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Spreads cancellation: down to the descendants of a canceled task that have not ended (spec 03
/// §8.2.3), and on to everything that waits for a task which has failed (§8.1.4). One routine for
/// both, breadth first, each task once.
///
/// All is read from the state before the batch. That is enough because a task is only looked at
/// once: what this cascade cancels is remembered here, and so is the task whose end sets it off.
/// Starting again from the same task finds what a bound or a crash has left.
final class Cascade {
  private final QueueState state;
  private final long timestamp;
  private final List<Event> events;
  private final long bound;

  private final Queue<Step> open = new ArrayDeque<>();
  private final Set<TaskId> canceled = new HashSet<>();
  private final Set<TaskId> parents = new HashSet<>();
  private final Set<TaskId> failures = new HashSet<>();
  private @Nullable TaskId ending;

  /// A task to look at.
  ///
  /// @param task the task
  /// @param below whether it was reached through its parent, so that its own children are too
  private record Step(TaskEntry task, boolean below) {}

  /// A cascade that adds to the events of a batch, without bound.
  Cascade(QueueState state, long timestamp, List<Event> events) {
    this(state, timestamp, events, Integer.MAX_VALUE);
  }

  /// A cascade that stops after a task or run once so many events were added.
  Cascade(QueueState state, long timestamp, List<Event> events, int maxEvents) {
    this.state = state;
    this.timestamp = timestamp;
    this.events = events;
    this.bound = (long) events.size() + maxEvents;
  }

  /// Cancels a task, whether it has ended or not, and all that follows from it.
  void cancel(TaskEntry root) {
    cancelAlone(root);
    addChildren(root.id());
    if (!Fate.hasCompletedRun(root)) {
      addDependents(root.id());
    }
    drain();
  }

  /// Cancels all that waits for a task that fails in this very batch.
  void cancelDependentsOf(TaskId failing) {
    ending = failing;
    addDependents(failing);
    drain();
  }

  private void drain() {
    for (Step step = open.poll(); step != null && hasRoom(); step = open.poll()) {
      visit(step.task(), step.below());
    }
  }

  private void visit(TaskEntry task, boolean below) {
    boolean ends = task.id().equals(ending);
    boolean ended = ends || Fate.hasEnded(task);
    if (!ended && !canceled.contains(task.id())) {
      cancelAlone(task);
    }
    boolean isCanceled = !ended || task.isCanceled();
    if (below || isCanceled) {
      addChildren(task.id());
    }
    if (!Fate.hasCompletedRun(task)) {
      addDependents(task.id());
    }
  }

  /// The task's own events; its runs are canceled even when it was canceled before.
  private void cancelAlone(TaskEntry task) {
    canceled.add(task.id());
    if (!task.isCanceled()) {
      long at = Answer.notBefore(timestamp, task.createdAt());
      events.add(new TaskEvent.TaskCanceled(task.id(), at));
    }
    if (task.terminalRuns() == task.runCount()) {
      return;
    }
    for (RunEntry run : task.liveRuns()) {
      if (hasRoom()) {
        RunCancellation.add(state, run, timestamp, events);
      }
    }
  }

  private boolean hasRoom() {
    return events.size() < bound;
  }

  private void addChildren(TaskId parent) {
    if (parents.add(parent)) {
      for (TaskEntry child : state.childrenOf(parent)) {
        open.add(new Step(child, true));
      }
    }
  }

  private void addDependents(TaskId prerequisite) {
    if (failures.add(prerequisite)) {
      for (TaskId id : state.dependentsOf(prerequisite)) {
        TaskEntry dependent = state.task(id);
        if (dependent != null) {
          open.add(new Step(dependent, false));
        }
      }
    }
  }
}
