package io.actionqueue.core.subscription;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import org.jspecify.annotations.Nullable;

/// What a subscription waits for (spec 02 §2.8). Decoding is lenient; commands check percentages
/// and keys.
public sealed interface EventFilter {
  /// Whether a signal is what this filter waits for: the same task, state, dimension or key, and at
  /// least the filter's percentage.
  default boolean matches(Signal signal) {
    return switch (this) {
      case TaskCompleted(var task) ->
          signal instanceof Signal.TaskCompleted(var completed) && completed.equals(task);
      case RunStateChanged(var task, var state) ->
          signal instanceof Signal.RunStateChanged(var changed, var reached)
              && changed.equals(task)
              && reached == state;
      case BudgetThreshold(var task, var dimension, var threshold) ->
          signal instanceof Signal.BudgetThresholdReached(var spender, var spent, var percent)
              && spender.equals(task)
              && spent == dimension
              && percent >= threshold;
      case Custom(var key) -> signal instanceof Signal.Custom(var fired) && fired.equals(key);
    };
  }

  /// The task that it looks at, null for custom events.
  default @Nullable TaskId observedTask() {
    return switch (this) {
      case TaskCompleted(var task) -> task;
      case RunStateChanged(var task, _) -> task;
      case BudgetThreshold(var task, _, _) -> task;
      case Custom _ -> null;
    };
  }

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
