package io.actionqueue.core.subscription;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;

/// What a subscription waits for (spec 02 §2.8). Decoding is lenient; commands check percentages
/// and keys.
public sealed interface EventFilter {
  /// A task reached terminal success.
  ///
  /// @param taskId the observed task
  record TaskCompleted(TaskId taskId) implements EventFilter {}

  /// A run of a task changed to a state.
  ///
  /// @param taskId the observed task
  /// @param state the state reached
  record RunStateChanged(TaskId taskId, RunState state) implements EventFilter {}

  /// A budget's consumption reached a share of its limit.
  ///
  /// @param taskId the observed task
  /// @param dimension the observed dimension
  /// @param thresholdPct percent, 0 to 100 in commands, 0 to 255 on disk
  record BudgetThreshold(TaskId taskId, BudgetDimension dimension, int thresholdPct)
      implements EventFilter {}

  /// A custom event was fired.
  ///
  /// @param key the event's key, compared exactly; not empty in commands
  record Custom(String key) implements EventFilter {}
}
