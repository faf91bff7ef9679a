package io.actionqueue.core.command;

import io.actionqueue.core.task.TaskSpec;

/// Creates a task without runs. Refused: `task_already_exists`; for a tenant `unknown_tenant`; for
/// a parent the rules of [SubmitTask].
///
/// @param spec the task
/// @param timestamp epoch seconds, unsigned
public record TaskCreate(TaskSpec spec, long timestamp) implements TaskCommand {}
