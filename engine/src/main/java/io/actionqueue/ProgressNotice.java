package io.actionqueue;

import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;

/// A handler's report of how far it has come; never written to the log.
///
/// @param taskId the task
/// @param runId the run
/// @param attemptId the attempt
/// @param progress the latest report
public record ProgressNotice(TaskId taskId, RunId runId, AttemptId attemptId, Progress progress) {}
