package io.actionqueue.core.event;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.TaskId;

/// Events about budgets. Field order is that on disk (spec 01 §4.1).
public sealed interface BudgetEvent extends Event {

  /// A ceiling was set; consumption starts at 0 (ordinal 16).
  ///
  /// @param taskId the task
  /// @param dimension what is counted
  /// @param limit the ceiling, unsigned
  /// @param timestamp epoch seconds, unsigned
  record BudgetAllocated(TaskId taskId, BudgetDimension dimension, long limit, long timestamp)
      implements BudgetEvent {}

  /// Consumption was reported (ordinal 17).
  ///
  /// @param taskId the task
  /// @param dimension what is counted
  /// @param amount how much was consumed, unsigned
  /// @param timestamp epoch seconds, unsigned
  record BudgetConsumed(TaskId taskId, BudgetDimension dimension, long amount, long timestamp)
      implements BudgetEvent {}

  /// A budget is used up; read, never written (ordinal 18).
  ///
  /// @param taskId the task
  /// @param dimension what is counted
  /// @param timestamp epoch seconds, unsigned
  record BudgetExhausted(TaskId taskId, BudgetDimension dimension, long timestamp)
      implements BudgetEvent {}

  /// A ceiling was replaced and consumption reset (ordinal 19).
  ///
  /// @param taskId the task
  /// @param dimension what is counted
  /// @param newLimit the new ceiling, unsigned
  /// @param timestamp epoch seconds, unsigned
  record BudgetReplenished(TaskId taskId, BudgetDimension dimension, long newLimit, long timestamp)
      implements BudgetEvent {}
}
