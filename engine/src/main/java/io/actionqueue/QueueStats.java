package io.actionqueue;

import io.actionqueue.core.run.RunState;
import java.util.Map;

/// Totals of the durable state.
///
/// @param totalTasks tasks
/// @param totalRuns runs
/// @param attemptsTotal started attempts of all runs
/// @param runsByState number of runs in every state, zeros included
/// @param latestSequence the last event behind these numbers
public record QueueStats(
    long totalTasks,
    long totalRuns,
    long attemptsTotal,
    Map<RunState, Long> runsByState,
    long latestSequence) {
  /// Copies the map.
  public QueueStats {
    runsByState = Map.copyOf(runsByState);
  }
}
