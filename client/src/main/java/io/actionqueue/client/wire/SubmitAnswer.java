package io.actionqueue.client.wire;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.task.RunPolicy;

/// `POST /api/v1/tasks`: status 201 for a new task, 200 when an equal earlier submission under the
/// same key had made it.
///
/// @param taskId the task
/// @param runPolicy its policy
/// @param runsCreated its initial runs
/// @param latestSequence the log sequence behind this answer
/// @param duplicate whether an earlier submission had made it
public record SubmitAnswer(
    TaskId taskId, RunPolicy runPolicy, long runsCreated, long latestSequence, boolean duplicate) {}
