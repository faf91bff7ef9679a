package io.actionqueue;

import io.actionqueue.core.command.CancelNoted;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.ExtensionEvent.TaskPolicySet;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.engine.dispatch.TimerHeap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Ends what came too late: runs whose first attempt has not begun in time (note `expired`), and
/// tasks at their deadline (note `deadline`), spec 03 §12.4, W-48. Also while the engine is paused;
/// what fell due while no engine ran is ended at once when one does. Confined to the engine thread.
final class Expiry implements StateObserver {
  /// Noted of a run that did not start in time.
  static final String EXPIRED = "expired";

  /// Noted of a run whose task was not done in time.
  static final String DEADLINE = "deadline";

  private static final class Due extends TimerHeap.Timer {
    final TaskId task;
    final @Nullable RunEntry run;

    Due(TaskId task, @Nullable RunEntry run) {
      this.task = task;
      this.run = run;
    }
  }

  private final Engine engine;
  private final TimerHeap<Due> timers = TimerHeap.ordered((a, b) -> compare(a.task, b.task));
  private final Map<RunEntry, Due> starts = new HashMap<>();
  private final Map<TaskId, Due> deadlines = new HashMap<>();

  Expiry(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {
    if (!state().extensions().hasPolicies()) {
      return;
    }
    boolean terminal = run.state().isTerminal();
    if (from == null) {
      watch(run);
    } else if (terminal || run.state() == RunState.RUNNING) {
      forget(starts.isEmpty() ? null : starts.remove(run));
    }
    TaskEntry task = terminal && !deadlines.isEmpty() ? run.task() : null;
    if (task != null) {
      taskChanged(task);
    }
  }

  @Override
  public void taskChanged(TaskEntry task) {
    if (!deadlines.isEmpty() && task.isOver()) {
      forget(deadlines.remove(task.id()));
    }
  }

  private void forget(@Nullable Due due) {
    if (due != null) {
      timers.cancel(due);
    }
  }

  /// By the 16 bytes, as ids are ordered everywhere.
  private static int compare(TaskId a, TaskId b) {
    int first = Long.compareUnsigned(a.high(), b.high());
    return first != 0 ? first : Long.compareUnsigned(a.low(), b.low());
  }

  @Override
  public void extended(ExtensionEvent event) {
    if (event instanceof TaskPolicySet(TaskId id, var policy, _)) {
      forget(deadlines.remove(id));
      Long deadline = policy.deadlineMillis();
      TaskEntry task = state().task(id);
      if (deadline != null && task != null && !task.isOver()) {
        var due = new Due(id, null);
        deadlines.put(id, due);
        timers.set(due, deadline);
      }
      if (task != null) {
        task.runs().forEach(this::watch);
      }
    }
  }

  private void watch(RunEntry run) {
    Long within = run.policy().startWithinMillis();
    forget(starts.remove(run));
    if (within == null || run.state().isTerminal() || run.attemptCount() > 0) {
      return;
    }
    var due = new Due(run.taskId(), run);
    starts.put(run, due);
    long from = Math.clamp(run.scheduledAt(), 0, Long.MAX_VALUE / 2000) * 1000;
    timers.set(due, from + Math.min(within, Long.MAX_VALUE / 2));
  }

  /// Ends what is due to end.
  ///
  /// @return whether anything was due
  boolean run() {
    if (timers.size() == 0) {
      return false;
    }
    boolean any = false;
    long now = engine.clock.millis();
    for (Due due = timers.pollDue(now); due != null; due = timers.pollDue(now)) {
      any = true;
      RunEntry run = due.run;
      if (run == null) {
        deadlines.remove(due.task);
        endTask(due.task);
      } else {
        starts.remove(run);
        end(run, EXPIRED);
      }
      engine.flushIfFull();
    }
    return any;
  }

  /// Nanoseconds until something is due; the largest number if nothing is.
  long nanosUntilNext() {
    Due first = timers.peek();
    return first == null ? Long.MAX_VALUE : engine.clock.nanosUntilMillis(first.at());
  }

  private void endTask(TaskId id) {
    TaskEntry task = state().task(id);
    if (task == null || task.isOver()) {
      return;
    }
    List.copyOf(task.runs()).forEach(run -> end(run, DEADLINE));
    engine.controls.cancelCompletely(id);
  }

  private void end(RunEntry run, String reason) {
    if (!run.state().isTerminal()) {
      engine.own.execute(new CancelNoted(run.id(), reason, engine.clock.millis()));
    }
  }

  private QueueState state() {
    return engine.lane.state();
  }
}
