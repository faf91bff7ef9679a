package io.actionqueue;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.budget.BudgetConsumption;
import io.actionqueue.core.budget.BudgetDimension;

/// Checks the amounts that callers and handlers name (S-42: 0 to 2^63 − 1).
final class Amounts {
  private Amounts() {}

  /// What was used.
  ///
  /// @throws InvalidValue kind `NegativeAmount`
  static BudgetConsumption consumption(BudgetDimension dimension, long amount) {
    if (amount < 0) {
      throw new InvalidValue("NegativeAmount", "amount must not be negative, was " + amount);
    }
    return new BudgetConsumption(dimension, amount);
  }

  /// A ceiling.
  ///
  /// @throws InvalidValue kind `ZeroLimit`
  static long limit(long limit) {
    if (limit < 1) {
      throw new InvalidValue("ZeroLimit", "budget limit must be greater than zero, was " + limit);
    }
    return limit;
  }
}
