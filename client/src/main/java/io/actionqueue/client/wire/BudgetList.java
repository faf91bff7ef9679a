package io.actionqueue.client.wire;

import io.actionqueue.core.id.TaskId;
import java.util.List;

/// `GET /api/v1/tasks/{task_id}/budgets`.
///
/// @param taskId the task
/// @param budgets in the order of the dimensions; empty for an unbounded task
public record BudgetList(TaskId taskId, List<BudgetDetail> budgets) {
  /// Copies the lists.
  public BudgetList {
    budgets = List.copyOf(budgets);
  }
}
