package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.TaskId;

/// Cancels a task with its runs, all its descendants that have not ended, and all tasks that can no
/// longer start because of it (spec 03 §7.4, §8.1.4, §8.2.3).
///
/// May be repeated: a repetition does what is left, and nothing when nothing is. That also
/// completes a cascade that was bounded by `maxEvents` or cut by a crash. Refused: `unknown_task`.
///
/// @param taskId the task
/// @param timestamp epoch seconds, unsigned
/// @param maxEvents where to stop, between two tasks or runs; at least 1. The rest is left to a
///   repetition
public record CancelTask(TaskId taskId, long timestamp, int maxEvents) implements BatchCommand {
  /// Checks the bound.
  ///
  /// @throws InvalidValue kind `InvalidEventBound`
  public CancelTask {
    Arguments.checkBound(maxEvents);
  }

  /// The whole cascade in one batch.
  public CancelTask(TaskId taskId, long timestamp) {
    this(taskId, timestamp, Integer.MAX_VALUE);
  }
}
