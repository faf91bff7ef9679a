package io.actionqueue.core.run;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import org.jspecify.annotations.Nullable;

/// A run as RunCreated events and snapshots carry it (spec 02 §2.6). Component order is that on
/// disk.
///
/// @param id not nil
/// @param taskId not nil
/// @param state Scheduled in everything a log may replay
/// @param currentAttemptId the open attempt, only in Running; null if none is open
/// @param attemptCount number of started attempts; unsigned 32 bits
/// @param createdAt epoch seconds, unsigned
/// @param scheduledAt epoch seconds, unsigned: not before this instant
/// @param effectivePriority recorded priority: 0 in what the engine writes (S-38)
/// @param lastStateChangeAt epoch seconds, unsigned
public record RunInstance(
    RunId id,
    TaskId taskId,
    RunState state,
    @Nullable AttemptId currentAttemptId,
    long attemptCount,
    long createdAt,
    long scheduledAt,
    int effectivePriority,
    long lastStateChangeAt) {

  /// A new run in Scheduled.
  ///
  /// @throws InvalidValue kind `InvalidRunId` or `InvalidTaskId`
  public static RunInstance scheduled(RunId id, TaskId taskId, long scheduledAt, long createdAt) {
    checkIds(id, taskId);
    return new RunInstance(
        id, taskId, RunState.SCHEDULED, null, 0, createdAt, scheduledAt, 0, createdAt);
  }

  /// A new run in Ready with a priority.
  ///
  /// @throws InvalidValue kind `InvalidRunId`, `InvalidTaskId` or `ReadyScheduledAtAfterCreatedAt`
  public static RunInstance ready(
      RunId id, TaskId taskId, long scheduledAt, long createdAt, int priority) {
    checkIds(id, taskId);
    if (Long.compareUnsigned(scheduledAt, createdAt) > 0) {
      throw readyTooEarly(id, scheduledAt, createdAt);
    }
    return new RunInstance(
        id, taskId, RunState.READY, null, 0, createdAt, scheduledAt, priority, createdAt);
  }

  /// The rules that hold for an instance read from a log or a v8 snapshot.
  ///
  /// @throws InvalidValue naming the broken rule
  public void checkDecoded() {
    checkIds(id, taskId);
    if (currentAttemptId != null && state != RunState.RUNNING) {
      throw new InvalidValue(
          "ActiveAttemptOutsideRunning",
          "run " + id + " has an open attempt in " + state.wireName());
    }
    if (state == RunState.READY && Long.compareUnsigned(scheduledAt, createdAt) > 0) {
      throw readyTooEarly(id, scheduledAt, createdAt);
    }
  }

  private static void checkIds(RunId id, TaskId taskId) {
    if (id.isNil()) {
      throw new InvalidValue("InvalidRunId", "run id must not be nil: " + id);
    }
    if (taskId.isNil()) {
      throw new InvalidValue("InvalidTaskId", "task id must not be nil: " + taskId);
    }
  }

  private static InvalidValue readyTooEarly(RunId id, long scheduledAt, long createdAt) {
    return new InvalidValue(
        "ReadyScheduledAtAfterCreatedAt",
        "run "
            + id
            + " is Ready with scheduled_at "
            + Long.toUnsignedString(scheduledAt)
            + " after created_at "
            + Long.toUnsignedString(createdAt));
  }
}
