package io.actionqueue;

import io.actionqueue.core.command.CancelNoted;
import io.actionqueue.core.command.TaskCancel;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.ExtensionEvent.RunNoted;
import io.actionqueue.core.event.ExtensionEvent.TaskPolicySet;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.engine.dispatch.EntryTable;
import io.actionqueue.engine.dispatch.TimerLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Ends what came too late: runs whose first attempt has not begun in time (note `expired`), and
/// tasks at their deadline (note `deadline`), spec 03 §12.4, W-48. Also while the engine is paused;
/// what fell due while no engine ran is ended at once when one does. Confined to the engine thread.
final class Expiry implements StateObserver {
  /// Noted of a run that did not start in time.
  static final String EXPIRED = "expired";

  /// Noted of a run whose task was not done in time.
  static final String DEADLINE = "deadline";

  /// What ends at an instant: a run, or a task with all its runs.
  private static final class Due extends TimerLine.Timer implements EntryTable.Value {
    final TaskEntry task;
    final @Nullable RunEntry run;

    Due(TaskEntry task, @Nullable RunEntry run) {
      this.task = task;
      this.run = run;
    }

    @Override
    public Object entry() {
      RunEntry own = run;
      return own == null ? task : own;
    }
  }

  private final Engine engine;
  private final TimerLine<Due> timers = TimerLine.empty();
  private final EntryTable<Due> starts = EntryTable.empty();
  private final EntryTable<Due> deadlines = EntryTable.empty();

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
      forget(starts.remove(run));
    }
    TaskEntry task = terminal && !deadlines.isEmpty() ? run.task() : null;
    if (task != null) {
      taskChanged(task);
    }
  }

  @Override
  public void taskChanged(TaskEntry task) {
    if (!deadlines.isEmpty() && task.isOver()) {
      forget(deadlines.remove(task));
    }
  }

  /// Also one whose end nobody told, because it was that of a child that it waited for.
  @Override
  public void taskDropped(TaskEntry task) {
    forget(deadlines.remove(task));
  }

  @Override
  public void extended(ExtensionEvent event) {
    if (event instanceof RunNoted(RunId id, var note, _) && note.equals(ExtraRuns.ADDED)) {
      RunEntry run = state().run(id);
      if (run != null) {
        watch(run); // from when it was added
      }
    }
    if (event instanceof TaskPolicySet(TaskId id, var policy, _)) {
      boolean concerned = policy.deadlineMillis() != null || policy.startWithinMillis() != null;
      TaskEntry task = concerned || timers.size() > 0 ? state().task(id) : null;
      if (task != null) {
        watch(task, policy.deadlineMillis());
        if (task.runCount() > 0) { // a new task has none yet
          task.runs().forEach(this::watch);
        }
      }
    }
  }

  private void watch(TaskEntry task, @Nullable Long deadline) {
    forget(deadlines.remove(task));
    if (deadline != null && !task.isOver()) {
      set(deadlines, new Due(task, null), deadline);
    }
  }

  private void watch(RunEntry run) {
    Long within = run.policy().startWithinMillis();
    TaskEntry task = run.task();
    forget(starts.remove(run));
    if (task == null || within == null || run.state().isTerminal() || run.attemptCount() > 0) {
      return;
    }
    boolean added = ExtraRuns.isAdded(state(), run);
    long due = added ? Math.max(run.scheduledAt(), run.createdAt()) : run.scheduledAt();
    long from = Math.clamp(due, 0, Long.MAX_VALUE / 2000) * 1000;
    set(starts, new Due(task, run), from + Math.min(within, Long.MAX_VALUE / 2));
  }

  private void set(EntryTable<Due> table, Due due, long at) {
    table.put(due);
    timers.set(due, at);
  }

  private void forget(@Nullable Due due) {
    if (due != null) {
      timers.cancel(due);
    }
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

  private void endTask(TaskEntry task) {
    if (task.isOver()) {
      return;
    }
    if (!task.isCanceled()) { // first, so that the end of its last run is its own end
      engine.own.execute(new TaskCancel(task.id(), engine.clock.second()));
    }
    List.copyOf(task.runs()).forEach(run -> end(run, DEADLINE));
    engine.controls.cancelCompletely(task.id());
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
