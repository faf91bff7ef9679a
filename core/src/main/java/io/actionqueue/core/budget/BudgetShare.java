package io.actionqueue.core.budget;

/// How much of a budget is used, in percent (spec 03 §9.2).
public final class BudgetShare {
  private BudgetShare() {}

  /// The share of a limit that was consumed, rounded down, 0 to 100; 100 for a limit of 0. Exact
  /// for all unsigned 64-bit numbers.
  public static int percent(long consumed, long limit) {
    if (Long.compareUnsigned(consumed, limit) >= 0) {
      return 100;
    }
    if (Math.unsignedMultiplyHigh(consumed, 100) == 0) {
      return (int) Long.divideUnsigned(consumed * 100, limit);
    }
    int percent = 0; // the product needs more than 64 bits: the limit is above 2^57
    while (percent < 99 && Long.compareUnsigned(consumed, leastOf(limit, percent + 1)) >= 0) {
      percent++;
    }
    return percent;
  }

  /// The least amount that makes up `percent` of a limit: the quotient rounded up.
  private static long leastOf(long limit, int percent) {
    long whole = Long.divideUnsigned(limit, 100);
    long rest = Long.remainderUnsigned(limit, 100);
    return whole * percent + (rest * percent + 99) / 100;
  }
}
