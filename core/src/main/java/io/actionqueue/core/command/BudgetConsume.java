package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.TaskId;

/// Reports consumption. Refused, in this order: `unknown_task`, `budget_not_allocated` (S-45).
///
/// @param taskId the task
/// @param dimension what is counted
/// @param amount how much was consumed, unsigned; at least 1
/// @param timestamp epoch seconds, unsigned
public record BudgetConsume(TaskId taskId, BudgetDimension dimension, long amount, long timestamp)
    implements BudgetCommand {
  /// Checks the amount.
  ///
  /// @throws InvalidValue kind `ZeroAmount`
  public BudgetConsume {
    Arguments.notZero(amount, "ZeroAmount", "consumed amount");
  }
}
