package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunInstance;
import java.util.List;

/// Adds runs that a task's policy implies and that do not exist yet: the refill of a cron window,
/// or what a crash of the original left out (spec 02 §7.2). No runs mean no events. Refused, in
/// this order: `unknown_task`, `task_canceled`, `runs_exceed_policy`, `run_already_exists`.
///
/// @param taskId the task
/// @param runs fresh runs of this task, in order of due time
public record CreateRuns(TaskId taskId, List<RunInstance> runs) implements BatchCommand {
  /// Copies the list and checks that the runs are fresh, distinct and of this task.
  ///
  /// @throws InvalidValue kind `InvalidRunId` or `RunsNotImplied`
  public CreateRuns {
    runs = List.copyOf(runs);
    PolicyBound.checkFresh(taskId, runs);
  }
}
