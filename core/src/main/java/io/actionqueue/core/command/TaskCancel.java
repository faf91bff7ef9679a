package io.actionqueue.core.command;

import io.actionqueue.core.id.TaskId;

/// Marks a task canceled and touches no run; [CancelTask] does the whole. Refused: `unknown_task`,
/// `task_already_canceled`.
///
/// @param taskId the task
/// @param timestamp epoch seconds, unsigned
public record TaskCancel(TaskId taskId, long timestamp) implements TaskCommand {}
