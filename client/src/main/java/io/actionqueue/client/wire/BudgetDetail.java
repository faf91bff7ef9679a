package io.actionqueue.client.wire;

import io.actionqueue.core.budget.BudgetDimension;

/// A budget of a task, in one dimension.
///
/// @param dimension what is counted
/// @param limit the ceiling
/// @param consumed used since the last allocation or replenishment
/// @param remaining what is left, at least 0
/// @param percent the share that is used, 0 to 100
/// @param exhausted whether it is used up, so that no run of the task starts
/// @param allocatedAt epoch seconds
public record BudgetDetail(
    BudgetDimension dimension,
    long limit,
    long consumed,
    long remaining,
    int percent,
    boolean exhausted,
    long allocatedAt) {}
