package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.subscription.EventFilter;
import org.jspecify.annotations.Nullable;

/// What a subscription waits for: an object with exactly one of these fields.
///
/// @param taskCompleted a task has completed
/// @param runStateChanged a run of a task has reached a state
/// @param budgetThreshold a share of a budget has been used
/// @param custom somebody has fired an event of this key
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FilterJson(
    @JsonProperty("TaskCompleted") @Nullable TaskCompleted taskCompleted,
    @JsonProperty("RunStateChanged") @Nullable RunStateChanged runStateChanged,
    @JsonProperty("BudgetThreshold") @Nullable BudgetThreshold budgetThreshold,
    @JsonProperty("Custom") @Nullable Custom custom) {

  /// The form of a filter.
  public static FilterJson of(EventFilter filter) {
    return switch (filter) {
      case EventFilter.TaskCompleted(var task) ->
          new FilterJson(new TaskCompleted(task), null, null, null);
      case EventFilter.RunStateChanged(var task, var state) ->
          new FilterJson(null, new RunStateChanged(task, state), null, null);
      case EventFilter.BudgetThreshold(var task, var dimension, var percent) ->
          new FilterJson(null, null, new BudgetThreshold(task, dimension, percent), null);
      case EventFilter.Custom(var key) -> new FilterJson(null, null, null, new Custom(key));
    };
  }

  /// A task has completed.
  ///
  /// @param taskId the observed task
  public record TaskCompleted(TaskId taskId) {}

  /// A run of a task has reached a state.
  ///
  /// @param taskId the observed task
  /// @param state the state
  public record RunStateChanged(TaskId taskId, RunState state) {}

  /// A share of a budget has been used.
  ///
  /// @param taskId the observed task
  /// @param dimension what is counted
  /// @param thresholdPct percent, 0 to 100
  public record BudgetThreshold(TaskId taskId, BudgetDimension dimension, int thresholdPct) {}

  /// Somebody has fired an event.
  ///
  /// @param key compared exactly; not empty
  public record Custom(String key) {}
}
