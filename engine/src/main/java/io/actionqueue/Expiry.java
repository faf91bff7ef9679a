package io.actionqueue;

import io.actionqueue.core.command.CancelNoted;
import io.actionqueue.core.command.TaskCancel;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.ExtensionEvent.RunNoted;
import io.actionqueue.core.event.ExtensionEvent.TaskPolicySet;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.engine.dispatch.LazyTimers;
import org.jspecify.annotations.Nullable;

/// Ends what came too late: runs whose first attempt has not begun in time (note `expired`), and
/// tasks at their deadline (note `deadline`), spec 03 §12.4, W-48. Also while the engine is paused;
/// what fell due while no engine ran is ended at once when one does. Confined to the engine thread.
final class Expiry implements StateObserver {
  /// Noted of a run that did not start in time.
  static final String EXPIRED = "expired";

  /// Noted of a run whose task was not done in time.
  static final String DEADLINE = "deadline";

  private final Engine engine;

  /// Of tasks and of runs; those of what ended in time are left in until they are come upon.
  private final LazyTimers<Object> timers = LazyTimers.of(new Late());

  Expiry(Engine engine) {
    this.engine = engine;
  }

  /// What can come too late: runs, and tasks with all their runs.
  private final class Late implements LazyTimers.Check<Object> {
    @Override
    public boolean isOver(Object entry) {
      return entry instanceof RunEntry run
          ? !isAwaited(run) || run.isDropped()
          : entry instanceof TaskEntry task && (task.isOver() || task.isDropped());
    }

    @Override
    public boolean isDue(Object entry, long at) {
      return entry instanceof RunEntry run
          ? startMillis(run, run.policy()) == at
          : entry instanceof TaskEntry task && endMillis(task.policy()) == at;
    }
  }

  /// Whether a run has yet to begin its first attempt.
  private static boolean isAwaited(RunEntry run) {
    RunState state = run.state();
    return run.attemptCount() == 0 && state != RunState.RUNNING && !state.isTerminal();
  }

  /// When a run must have started, epoch milliseconds; 0, which no instant is, for never. One that
  /// somebody added for an instant that was over has its time from then on.
  private long startMillis(RunEntry run, TaskPolicy policy) {
    Long within = policy.startWithinMillis();
    if (within == null) {
      return 0;
    }
    long due = run.scheduledAt();
    long from = run.createdAt() > due && ExtraRuns.isAdded(state(), run) ? run.createdAt() : due;
    return Math.clamp(from, 0, Long.MAX_VALUE / 2000) * 1000 + Math.min(within, Long.MAX_VALUE / 2);
  }

  /// When a task must be done, epoch milliseconds; 0, which no instant is, for never.
  private static long endMillis(TaskPolicy policy) {
    Long deadline = policy.deadlineMillis();
    return deadline == null ? 0 : deadline;
  }

  private static boolean isTimed(TaskPolicy policy) {
    return policy.deadlineMillis() != null || policy.startWithinMillis() != null;
  }

  /// A task comes with the options that it was created with, or has.
  @Override
  public void taskCreated(TaskEntry task) {
    watch(task);
  }

  /// A run is created with the options that its task has by then, and ends what its end ends.
  @Override
  public void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {
    if (from == null) {
      watch(run);
    } else if (timers.size() > 0 && run.state().isTerminal() && isTimed(run.policy())) {
      timers.ended();
    }
  }

  @Override
  public void taskDropped(TaskEntry task) {
    if (timers.size() > 0 && isTimed(task.policy())) {
      timers.ended();
    }
  }

  @Override
  public void extended(ExtensionEvent event) {
    if (event instanceof TaskPolicySet(TaskId id, _, _)) {
      TaskEntry task = state().task(id);
      if (task != null) {
        watch(task);
      }
    } else if (event instanceof RunNoted(RunId id, var note, _) && note.equals(ExtraRuns.ADDED)) {
      RunEntry run = state().run(id);
      if (run != null) {
        watch(run); // it has another time now
      }
    }
  }

  private void watch(TaskEntry task) {
    long at = endMillis(task.policy());
    if (at != 0 && !task.isOver()) {
      timers.set(task, at);
    }
  }

  private void watch(RunEntry run) {
    long at = startMillis(run, run.policy());
    if (at != 0 && isAwaited(run)) {
      timers.set(run, at);
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
    for (Object due = timers.pollDue(now); due != null; due = timers.pollDue(now)) {
      any = true;
      if (due instanceof RunEntry run) {
        end(run, EXPIRED);
      } else if (due instanceof TaskEntry task) {
        endTask(task);
      }
      engine.flushIfFull();
    }
    return any;
  }

  /// Nanoseconds until something is due; the largest number if nothing is.
  long nanosUntilNext() {
    Long first = timers.earliest();
    return first == null ? Long.MAX_VALUE : engine.clock.nanosUntilMillis(first);
  }

  private void endTask(TaskEntry task) {
    if (task.isOver()) {
      return;
    }
    if (!task.isCanceled()) { // first, so that the end of its last run is its own end
      engine.own.execute(new TaskCancel(task.id(), engine.clock.second()));
    }
    task.liveRuns().forEach(run -> end(run, DEADLINE));
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
