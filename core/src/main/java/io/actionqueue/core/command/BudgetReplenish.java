package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.TaskId;

/// Replaces a ceiling and starts consumption at 0. Refused, in this order: `unknown_task`,
/// `budget_not_allocated`.
///
/// @param taskId the task
/// @param dimension what is counted
/// @param newLimit the new ceiling, unsigned; at least 1
/// @param timestamp epoch seconds, unsigned
public record BudgetReplenish(
    TaskId taskId, BudgetDimension dimension, long newLimit, long timestamp)
    implements BudgetCommand {
  /// Checks the limit.
  ///
  /// @throws InvalidValue kind `ZeroLimit`
  public BudgetReplenish {
    Arguments.notZero(newLimit, "ZeroLimit", "new budget limit");
  }
}
