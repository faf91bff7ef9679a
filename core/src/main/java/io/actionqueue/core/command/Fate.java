package io.actionqueue.core.command;

import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;

/// What becomes of a task (spec 03 §8.1.4), also of one that was canceled before it got a run.
final class Fate {
  private Fate() {}

  /// Whether nothing of the task will ever run again.
  static boolean hasEnded(TaskEntry task) {
    return task.runCount() == 0 ? task.isCanceled() : task.outcome() != TaskEntry.Outcome.OPEN;
  }

  /// Whether the task has ended without success, so that nothing that waits for it can start.
  static boolean hasFailed(TaskEntry task) {
    return hasEnded(task) && task.outcome() != TaskEntry.Outcome.COMPLETED;
  }

  /// Whether the task fails by the end of one of its runs that is still going on: it is the last
  /// one, and none has succeeded.
  static boolean failsWithout(TaskEntry task, RunEntry ending) {
    return !ending.state().isTerminal()
        && task.terminalRuns() + 1 == task.runCount()
        && !hasCompletedRun(task)
        && !task.mayGetMoreRuns();
  }

  /// Whether the task fails by the end of so many of its runs that are still going on.
  static boolean failsWithout(TaskEntry task, int ending) {
    return ending > 0
        && task.terminalRuns() + ending == task.runCount()
        && !hasCompletedRun(task)
        && !task.mayGetMoreRuns();
  }

  static boolean hasCompletedRun(TaskEntry task) {
    return task.terminalRuns() > 0 && task.runsIn(RunState.COMPLETED) > 0;
  }
}
