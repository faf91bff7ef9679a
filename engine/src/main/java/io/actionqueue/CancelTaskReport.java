package io.actionqueue;

import io.actionqueue.core.id.TaskId;

/// What canceling a task did; the numbers are those of the named task's own runs.
///
/// @param taskId the task
/// @param alreadyCanceled whether it had been canceled before
/// @param runsCanceled runs that were canceled now
/// @param runsAlreadyTerminal runs that had ended before
/// @param runsTotal all its runs
public record CancelTaskReport(
    TaskId taskId,
    boolean alreadyCanceled,
    int runsCanceled,
    int runsAlreadyTerminal,
    int runsTotal) {}
