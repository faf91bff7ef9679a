package io.actionqueue.core.command;

import io.actionqueue.core.cron.CronExpression;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.RunPolicy;

/// What becomes of a task (spec 03 §8.1.4). A cron task between two windows has not ended: it ends
/// when its schedule can yield no further run.
final class Fate {
  private Fate() {}

  /// Whether nothing of the task will ever run again.
  static boolean hasEnded(TaskEntry task) {
    return task.runs().isEmpty()
        ? task.isCanceled()
        : task.terminalRuns() == task.runs().size() && !mayGetMoreRuns(task);
  }

  /// Whether the task has ended without success, so that nothing that waits for it can start.
  static boolean hasFailed(TaskEntry task) {
    return hasEnded(task) && !hasCompletedRun(task);
  }

  /// Whether the task fails by the end of one of its runs that is still going on: it is the last
  /// one, and none has succeeded.
  static boolean failsWithout(TaskEntry task, RunEntry ending) {
    return !ending.state().isTerminal()
        && task.terminalRuns() + 1 == task.runs().size()
        && !hasCompletedRun(task)
        && !mayGetMoreRuns(task);
  }

  static boolean hasCompletedRun(TaskEntry task) {
    for (RunEntry run : task.runs()) {
      if (run.state() == RunState.COMPLETED) {
        return true;
      }
    }
    return false;
  }

  /// Whether the task's policy can still yield a run beyond those that exist.
  static boolean mayGetMoreRuns(TaskEntry task) {
    return switch (task.spec().runPolicy()) {
      case RunPolicy.Once _, RunPolicy.Repeat _ -> false;
      case RunPolicy.Cron cron ->
          !task.isCanceled()
              && task.runs().size() < PolicyBound.of(cron)
              && CronExpression.parse(cron.expression()).nextAfter(lastSlot(task)).isPresent();
    };
  }

  private static long lastSlot(TaskEntry task) {
    long last = 0;
    for (RunEntry run : task.runs()) {
      last = Answer.notBefore(run.scheduledAt(), last);
    }
    return last;
  }
}
