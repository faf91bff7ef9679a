package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.TaskId;

/// Completes what a crash or an old log left undone about a task: the cascade of its cancellation,
/// or its own cancellation when a prerequisite has failed (spec 03 §8.1.5). No events when there is
/// nothing to complete. To be executed once for every task before anything is promoted or started;
/// may be repeated as [CancelTask]. Refused: `unknown_task`.
///
/// @param taskId the task
/// @param timestamp epoch seconds, unsigned
/// @param maxEvents where to stop, between two tasks or runs; at least 1. The rest is left to a
///   repetition
public record RecoverTask(TaskId taskId, long timestamp, int maxEvents) implements BatchCommand {
  /// Checks the bound.
  ///
  /// @throws InvalidValue kind `InvalidEventBound`
  public RecoverTask {
    Arguments.checkBound(maxEvents);
  }

  /// The whole cascade in one batch.
  public RecoverTask(TaskId taskId, long timestamp) {
    this(taskId, timestamp, Integer.MAX_VALUE);
  }
}
