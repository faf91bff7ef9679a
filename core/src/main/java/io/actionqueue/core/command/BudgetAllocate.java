package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.TaskId;

/// Sets a ceiling; consumption starts at 0. Refused, in this order: `unknown_task`,
/// `budget_already_allocated` unless the mode says to replace (S-45).
///
/// @param taskId the task
/// @param dimension what is counted
/// @param limit the ceiling, unsigned; at least 1
/// @param mode what to do about an earlier allocation
/// @param timestamp epoch seconds, unsigned
public record BudgetAllocate(
    TaskId taskId, BudgetDimension dimension, long limit, Mode mode, long timestamp)
    implements BudgetCommand {
  /// What an allocation does about an earlier one of the same task and dimension.
  public enum Mode {
    /// It is refused.
    FIRST,
    /// It replaces it and starts consumption at 0 again.
    REPLACE
  }

  /// Checks the limit.
  ///
  /// @throws InvalidValue kind `ZeroLimit`
  public BudgetAllocate {
    Arguments.notZero(limit, "ZeroLimit", "budget limit");
  }
}
