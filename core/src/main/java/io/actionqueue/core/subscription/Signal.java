package io.actionqueue.core.subscription;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;

/// Something that happened and that a subscription may wait for. Never written to a log.
public sealed interface Signal {
  /// A task reached terminal success.
  ///
  /// @param taskId the task
  record TaskCompleted(TaskId taskId) implements Signal {}

  /// A run of a task changed to a state.
  ///
  /// @param taskId the task
  /// @param state the state reached
  record RunStateChanged(TaskId taskId, RunState state) implements Signal {}

  /// A budget's consumption reached a share of its limit.
  ///
  /// @param taskId the task
  /// @param dimension the dimension
  /// @param percent the share reached
  record BudgetThresholdReached(TaskId taskId, BudgetDimension dimension, int percent)
      implements Signal {}

  /// A custom event was fired.
  ///
  /// @param key the event's key
  record Custom(String key) implements Signal {}
}
