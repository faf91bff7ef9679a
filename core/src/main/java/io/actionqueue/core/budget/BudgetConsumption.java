package io.actionqueue.core.budget;

/// What an attempt used of one dimension.
///
/// @param dimension what is counted
/// @param amount how much, unsigned; 0 is allowed and writes nothing
public record BudgetConsumption(BudgetDimension dimension, long amount) {}
