package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.run.RunInstance;

/// Adds a run to a task, without asking what the task's policy implies. Refused, in this order:
/// `unknown_task`, `run_already_exists`, `run_create_requires_scheduled`,
/// `run_create_requires_fresh`, `task_canceled`.
///
/// @param run a fresh run, as `RunInstance.scheduled` makes it
public record RunCreate(RunInstance run) implements RunCommand {
  /// Checks the ids.
  ///
  /// @throws InvalidValue kind `InvalidRunId` or `InvalidTaskId`
  public RunCreate {
    Arguments.checkIds(run);
  }
}
