package io.actionqueue.client.wire;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import org.jspecify.annotations.Nullable;

/// What became of the wish to do a failed run again: a task, or a refusal.
///
/// @param runId the failed run
/// @param taskId the task that does its work again, null if that was refused
/// @param error why it was refused, null if it was not
public record RedriveAnswer(RunId runId, @Nullable TaskId taskId, @Nullable ErrorBody error) {}
