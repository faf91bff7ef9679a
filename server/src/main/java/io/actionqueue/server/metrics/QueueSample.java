package io.actionqueue.server.metrics;

import io.actionqueue.QueueStats;
import java.util.List;

/// Everything that one scrape shows of a queue.
///
/// @param stats totals of the durable state
/// @param schedulingLag seconds from due to start, one observation a start (S-12)
/// @param attemptDuration seconds that handlers took
/// @param log what this process appended to the log
/// @param recovery what opening the directory took
/// @param activity what the engine is doing and has done beside the durable state
public record QueueSample(
    QueueStats stats,
    Buckets schedulingLag,
    Buckets attemptDuration,
    LogTally log,
    Recovery recovery,
    Activity activity) {

  /// Observations of a histogram.
  ///
  /// @param counts one for each bucket, not cumulated, one more than there are bounds
  /// @param sum of the observations, in seconds
  public record Buckets(List<Long> counts, double sum) {
    /// Copies the counts.
    public Buckets {
      counts = List.copyOf(counts);
    }
  }

  /// Appends of this process.
  ///
  /// @param appended events that were appended
  /// @param failed appends that failed
  public record LogTally(long appended, long failed) {}

  /// The opening of the directory.
  ///
  /// @param seconds how long it took
  /// @param events events applied, from snapshot and log
  public record Recovery(double seconds, long events) {}

  /// Counters of the engine's life.
  ///
  /// @param paused whether it is paused
  /// @param inFlight attempts whose handler has not returned
  /// @param concurrency how many may be in flight
  /// @param starts attempts started
  /// @param lateResults results that came too late to count
  /// @param lateOutputs outputs dropped because they came after the time limit
  /// @param abandoned attempts given up while their handler executed
  /// @param leaseRenewals lease heartbeats
  /// @param snapshots snapshots written
  /// @param snapshotFailures snapshots that could not be written
  /// @param tasksDropped ended tasks dropped by the retention
  /// @param logBytesDropped bytes of log deleted behind snapshots
  public record Activity(
      boolean paused,
      long inFlight,
      long concurrency,
      long starts,
      long lateResults,
      long lateOutputs,
      long abandoned,
      long leaseRenewals,
      long snapshots,
      long snapshotFailures,
      long tasksDropped,
      long logBytesDropped) {}
}
