package io.actionqueue.engine.dispatch;

import io.actionqueue.core.event.ExtensionEvent.RunDelayed;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Runs that become Ready by time: timers for Scheduled and RetryWait, and the dependency gate
/// (spec 03 §2.2, §8.1). Confined to the engine thread.
///
/// Runs that are due when they are created, the common case, stand in a heap of their own, so that
/// they do not travel through the timers of millions that are due later.
public final class Promotions {
  /// The instant of something that will never be due.
  public static final long NEVER = -1L;

  private static final class RunTimer extends TimerHeap.Timer {
    final RunEntry run;
    boolean isRecorded;

    RunTimer(RunEntry run) {
      this.run = run;
    }
  }

  private final QueueState state;
  private final ToLongFunction<RunEntry> backoffSecs;
  private final TimerHeap<RunTimer> due = newHeap();
  private final TimerHeap<RunTimer> later = newHeap();
  private final TimerHeap<RunTimer> retries = newHeap();
  private final TimerHeap<RunTimer> recorded = newHeap();
  private final Map<RunId, RunTimer> retryTimers = new HashMap<>();

  Promotions(QueueState state, ToLongFunction<RunEntry> backoffSecs) {
    this.state = state;
    this.backoffSecs = backoffSecs;
  }

  /// Follows a move.
  void runMoved(RunEntry run, @Nullable RunState from) {
    if (from == RunState.RETRY_WAIT) {
      forgetRetry(run);
    }
    switch (run.state()) {
      case SCHEDULED -> schedule(run);
      case RETRY_WAIT -> startBackoff(run);
      case READY, LEASED, RUNNING, SUSPENDED -> {}
      case COMPLETED, FAILED, CANCELED -> {
        TaskEntry task = run.task();
        if (task != null && task.outcome() == TaskEntry.Outcome.COMPLETED) {
          releaseDependents(task);
        }
      }
    }
  }

  /// Follows a change of a task: canceling a cron task all of whose runs have ended, one of them
  /// with success, completes it without any run moving.
  void taskChanged(TaskEntry task) {
    if (task.isCanceled() && task.outcome() == TaskEntry.Outcome.COMPLETED) {
      releaseDependents(task);
    }
  }

  /// Follows the end of a task that has waited for its children.
  public void completed(TaskEntry task) {
    releaseDependents(task);
  }

  /// Follows a recorded delay: it takes the place of the engine's back-off.
  void delayed(RunDelayed delay) {
    RunTimer timer = retryTimers.get(delay.runId());
    if (timer != null) {
      cancel(timer);
      set(timer, delay);
    }
  }

  /// A Scheduled run that is due and whose prerequisites are met, taken out, in the order of due
  /// time and id; null if there is none. A run that waits for prerequisites comes back when they
  /// are met.
  public @Nullable RunEntry pollScheduled(long nowSecond) {
    for (RunTimer timer = nextDue(nowSecond); timer != null; timer = nextDue(nowSecond)) {
      TaskEntry task = timer.run.task();
      if (task != null && timer.run.state() == RunState.SCHEDULED && isEligible(task)) {
        return timer.run;
      }
    }
    return null;
  }

  /// A run in RetryWait whose back-off is over, taken out; null if there is none.
  public @Nullable RunEntry pollRetry(long nowSecond) {
    RunTimer timer = retries.pollDue(nowSecond);
    return timer == null ? null : timer.run;
  }

  /// A run in RetryWait whose recorded delay is over, taken out; null if there is none.
  public @Nullable RunEntry pollDelayed(long nowMillis) {
    RunTimer timer = recorded.pollDue(nowMillis);
    return timer == null ? null : timer.run;
  }

  /// Epoch millisecond at which the earliest recorded delay ends; [#NEVER] if there is none.
  public long nextDelayedAt() {
    return at(recorded.peek());
  }

  /// Epoch second of the earliest promotion that only waits for time; [#NEVER] if there is none.
  public long nextAt() {
    long next = at(due.peek());
    next = earlier(next, at(later.peek()));
    return earlier(next, at(retries.peek()));
  }

  /// Why a run in Scheduled or RetryWait does not become Ready.
  List<Block> explain(RunEntry run, long nowSecond) {
    var blocks = new ArrayList<Block>();
    if (run.state() == RunState.RETRY_WAIT) {
      RunTimer timer = retryTimers.get(run.id());
      long second = timer == null ? 0 : secondOf(timer);
      if (Long.compareUnsigned(second, nowSecond) > 0) {
        String when = Long.toUnsignedString(second);
        blocks.add(new Block("backoff", "next attempt at " + when, second));
      }
      return blocks;
    }
    if (Long.compareUnsigned(run.scheduledAt(), nowSecond) > 0) {
      String when = Long.toUnsignedString(run.scheduledAt());
      blocks.add(new Block("not_due", "due at " + when, run.scheduledAt()));
    }
    TaskEntry task = run.task();
    if (task == null || task.unmetPrerequisites() > 0) {
      blocks.add(new Block("dependency", describeUnmet(task), null));
    }
    return blocks;
  }

  private String describeUnmet(@Nullable TaskEntry task) {
    if (task == null) {
      return "its task is not in the log";
    }
    var unmet = new ArrayList<String>();
    for (TaskId id : task.prerequisites()) {
      TaskEntry prerequisite = state.task(id);
      if (prerequisite == null || prerequisite.outcome() != TaskEntry.Outcome.COMPLETED) {
        boolean waits = prerequisite != null && prerequisite.isWaitingForChildren();
        unmet.add(waits ? id + ", which waits for its children" : id.toString());
      }
    }
    if (unmet.isEmpty()) {
      return "is on a cycle of dependencies";
    }
    return "waits for task" + (unmet.size() == 1 ? " " : "s ") + String.join(", ", unmet);
  }

  private void schedule(RunEntry run) {
    boolean isDue = Long.compareUnsigned(run.scheduledAt(), run.createdAt()) <= 0;
    (isDue ? due : later).set(new RunTimer(run), run.scheduledAt());
  }

  private void startBackoff(RunEntry run) {
    RunDelayed known = state.extensions().delay(run.id());
    var timer = new RunTimer(run);
    retryTimers.put(run.id(), timer);
    if (known != null) {
      set(timer, known);
      return;
    }
    long delay = backoffSecs.applyAsLong(run);
    long readyAt = run.lastStateChangeAt() + delay;
    if (Long.compareUnsigned(readyAt, delay) < 0) {
      readyAt = NEVER; // saturated: 2^64 − 1
    }
    retries.set(timer, readyAt);
  }

  private void set(RunTimer timer, RunDelayed delay) {
    timer.isRecorded = true;
    recorded.set(timer, delay.readyAtMillis());
  }

  private void cancel(RunTimer timer) {
    (timer.isRecorded ? recorded : retries).cancel(timer);
  }

  /// The first whole second at which a back-off or recorded delay is over.
  private static long secondOf(RunTimer timer) {
    long at = timer.at();
    if (!timer.isRecorded) {
      return at;
    }
    long second = Long.divideUnsigned(at, 1000);
    return second * 1000 == at ? second : second + 1;
  }

  private void forgetRetry(RunEntry run) {
    RunTimer timer = retryTimers.remove(run.id());
    if (timer != null) {
      cancel(timer);
    }
  }

  /// Puts the Scheduled runs of tasks that waited for a task which has completed back on the clock.
  private void releaseDependents(TaskEntry task) {
    if (!state.hasDependents(task)) {
      return; // as most tasks have none
    }
    for (TaskId id : state.dependentsOf(task.id())) {
      TaskEntry dependent = state.task(id);
      if (dependent == null || dependent.unmetPrerequisites() > 0) {
        continue;
      }
      for (RunEntry waiting : dependent.liveRuns()) {
        if (waiting.state() == RunState.SCHEDULED) {
          schedule(waiting);
        }
      }
    }
  }

  private static boolean isEligible(TaskEntry task) {
    return !task.isCanceled() && task.unmetPrerequisites() == 0;
  }

  private @Nullable RunTimer nextDue(long nowSecond) {
    RunTimer first = due.peek();
    RunTimer second = later.peek();
    boolean takeFirst = first != null && (second == null || precedes(first, second));
    return takeFirst ? due.pollDue(nowSecond) : later.pollDue(nowSecond);
  }

  private static boolean precedes(RunTimer a, RunTimer b) {
    int order = Long.compareUnsigned(a.at(), b.at());
    return order != 0 ? order < 0 : a.run.compareId(b.run) < 0;
  }

  private static long at(@Nullable RunTimer timer) {
    return timer == null ? NEVER : timer.at();
  }

  private static long earlier(long a, long b) {
    return Long.compareUnsigned(a, b) <= 0 ? a : b;
  }

  private static TimerHeap<RunTimer> newHeap() {
    return TimerHeap.ordered((a, b) -> a.run.compareId(b.run));
  }
}
