package io.actionqueue;

import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunState;
import java.util.Map;

/// Totals of the durable state.
///
/// @param totalTasks tasks
/// @param totalRuns runs
/// @param attemptsTotal started attempts of all runs
/// @param runsByState number of runs in every state, zeros included
/// @param finishedAttempts finished attempts by recorded result, without the interrupted ones
///   (S-34)
/// @param interruptedAttempts attempts that were cut off
/// @param latestSequence the last event behind these numbers
public record QueueStats(
    long totalTasks,
    long totalRuns,
    long attemptsTotal,
    Map<RunState, Long> runsByState,
    Map<AttemptResult, Long> finishedAttempts,
    long interruptedAttempts,
    long latestSequence) {
  /// Copies the maps.
  public QueueStats {
    runsByState = Map.copyOf(runsByState);
    finishedAttempts = Map.copyOf(finishedAttempts);
  }
}
