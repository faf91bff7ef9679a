package io.actionqueue.client.wire;

/// `GET /api/v1/stats`: totals of the durable state.
///
/// @param totalTasks tasks
/// @param totalRuns runs
/// @param attemptsTotal started attempts of all runs
/// @param runsByState runs in every state
/// @param latestSequence the last event behind these numbers, 0 for an empty log
public record Stats(
    long totalTasks,
    long totalRuns,
    long attemptsTotal,
    RunsByState runsByState,
    long latestSequence) {}
