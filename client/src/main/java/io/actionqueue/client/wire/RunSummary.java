package io.actionqueue.client.wire;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import org.jspecify.annotations.Nullable;

/// One row of `GET /api/v1/runs`.
///
/// @param runId the run
/// @param taskId its task
/// @param state where it stands
/// @param createdAt epoch seconds
/// @param scheduledAt epoch seconds: not before this instant
/// @param attemptCount started attempts
/// @param concurrencyKey the key of its task, null for none
public record RunSummary(
    RunId runId,
    TaskId taskId,
    RunState state,
    long createdAt,
    long scheduledAt,
    long attemptCount,
    @Nullable String concurrencyKey) {

  /// The row of a run.
  public static RunSummary of(RunInstance run, @Nullable String concurrencyKey) {
    return new RunSummary(
        run.id(),
        run.taskId(),
        run.state(),
        run.createdAt(),
        run.scheduledAt(),
        run.attemptCount(),
        concurrencyKey);
  }
}
