package io.actionqueue.client.wire;

import io.actionqueue.core.id.TaskId;

/// `POST /api/v1/tasks/{task_id}/cancel`.
///
/// @param taskId the task
/// @param status `canceled` or `already_canceled`
/// @param runsCanceled runs that were canceled now
/// @param runsAlreadyTerminal runs that had ended before
/// @param runsTotal all its runs
public record CancelTaskAnswer(
    TaskId taskId, String status, long runsCanceled, long runsAlreadyTerminal, long runsTotal) {}
