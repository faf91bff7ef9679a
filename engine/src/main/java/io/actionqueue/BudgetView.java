package io.actionqueue;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.budget.BudgetShare;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.state.StateImage;

/// A budget as it stands, durable (spec 03 §9.2).
///
/// @param taskId the task whose runs share it
/// @param dimension what is counted
/// @param limit the ceiling
/// @param consumed used since the last allocation or replenishment; may exceed the limit
/// @param allocatedAt epoch seconds
/// @param exhausted whether it is used up, so that no run of the task starts
public record BudgetView(
    TaskId taskId,
    BudgetDimension dimension,
    long limit,
    long consumed,
    long allocatedAt,
    boolean exhausted) {
  static BudgetView of(StateImage.Budget budget) {
    return new BudgetView(
        budget.taskId(),
        budget.dimension(),
        budget.limit(),
        budget.consumed(),
        budget.allocatedAt(),
        budget.exhausted());
  }

  /// What is left, at least 0.
  public long remaining() {
    return Long.compareUnsigned(consumed, limit) >= 0 ? 0 : limit - consumed;
  }

  /// The share that is used, rounded down, 0 to 100; 100 for a limit of 0.
  public int percent() {
    return BudgetShare.percent(consumed, limit);
  }
}
