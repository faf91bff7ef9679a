package io.actionqueue.core.command;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.TaskId;

/// Refusals about budgets.
public sealed interface BudgetRejection extends Rejection {
  /// The task has no budget of this dimension.
  ///
  /// @param taskId the task
  /// @param dimension what is counted
  record BudgetNotAllocated(TaskId taskId, BudgetDimension dimension) implements BudgetRejection {
    @Override
    public String message() {
      return "task " + taskId + " has no budget for " + dimension.label();
    }
  }

  /// The task has a budget of this dimension and the caller did not say to replace it (S-45).
  ///
  /// @param taskId the task
  /// @param dimension what is counted
  record BudgetAlreadyAllocated(TaskId taskId, BudgetDimension dimension)
      implements BudgetRejection {
    @Override
    public String message() {
      return "task " + taskId + " already has a budget for " + dimension.label();
    }
  }
}
