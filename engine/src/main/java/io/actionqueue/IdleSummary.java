package io.actionqueue;

/// What running until idle did.
///
/// @param ticks steps taken
/// @param totalDispatched attempts started
/// @param totalCompleted runs that became terminal through a result
public record IdleSummary(long ticks, long totalDispatched, long totalCompleted) {}
