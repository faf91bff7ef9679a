package io.actionqueue;

import io.actionqueue.core.budget.BudgetDimension;
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
    return percent(consumed, limit);
  }

  /// The share of an unsigned limit that an unsigned amount makes up, without overflow.
  static int percent(long consumed, long limit) {
    if (Long.compareUnsigned(consumed, limit) >= 0) {
      return 100;
    }
    long high = Math.unsignedMultiplyHigh(consumed, 100);
    if (high == 0) {
      return (int) Long.divideUnsigned(consumed * 100, limit);
    }
    int percent = 0; // the product needs more than 64 bits: the limit is above 2^57
    while (percent < 99 && Long.compareUnsigned(consumed, share(limit, percent + 1)) >= 0) {
      percent++;
    }
    return percent;
  }

  /// The least amount that makes up `percent` of a limit: the quotient rounded up.
  private static long share(long limit, int percent) {
    long whole = Long.divideUnsigned(limit, 100);
    long rest = Long.remainderUnsigned(limit, 100);
    return whole * percent + (rest * percent + 99) / 100;
  }
}
