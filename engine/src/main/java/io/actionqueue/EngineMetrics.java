package io.actionqueue;

import java.util.concurrent.atomic.LongAdder;

/// Counters of one engine's life, beside the durable totals of [QueueStats]. Thread-safe and live.
public final class EngineMetrics {
  final Histogram schedulingLag = new Histogram();
  final Histogram attemptDuration = new Histogram();
  final LongAdder starts = new LongAdder();
  final LongAdder lateResults = new LongAdder();
  final LongAdder lateOutputs = new LongAdder();
  final LongAdder abandonedAttempts = new LongAdder();
  final LongAdder cooperative = new LongAdder();
  final LongAdder cooperativeLate = new LongAdder();
  final LongAdder nonCooperative = new LongAdder();
  final LongAdder leaseRenewals = new LongAdder();
  final LongAdder snapshotsWritten = new LongAdder();
  final LongAdder snapshotFailures = new LongAdder();
  final LongAdder tasksDropped = new LongAdder();
  final LongAdder logBytesDropped = new LongAdder();
  final LongAdder refusedSubmissions = new LongAdder();
  final LongAdder itemErrors = new LongAdder();
  final LongAdder leasesLost = new LongAdder();
  final LongAdder workersLost = new LongAdder();

  EngineMetrics() {}

  /// Seconds from due to start, one observation a start (S-12).
  public Histogram schedulingLag() {
    return schedulingLag;
  }

  /// Seconds that handlers took.
  public Histogram attemptDuration() {
    return attemptDuration;
  }

  /// Attempts started.
  public long starts() {
    return starts.sum();
  }

  /// Results that came for an attempt that was canceled or abandoned before; nothing was written
  /// for them.
  public long lateResults() {
    return lateResults.sum();
  }

  /// Outputs that handlers gave after the time limit of their attempt and that were dropped: the
  /// attempts are recorded as timed out.
  public long lateOutputs() {
    return lateOutputs.sum();
  }

  /// Attempts given up while their handler still executed (S-37).
  public long abandonedAttempts() {
    return abandonedAttempts.sum();
  }

  /// Timed-out attempts whose handler looked at the request within 250 ms.
  public long cooperativeTimeouts() {
    return cooperative.sum();
  }

  /// Timed-out attempts whose handler looked at the request, but later than 250 ms.
  public long lateCooperativeTimeouts() {
    return cooperativeLate.sum();
  }

  /// Timed-out attempts whose handler never looked at the request.
  public long nonCooperativeTimeouts() {
    return nonCooperative.sum();
  }

  /// Lease heartbeats written.
  public long leaseRenewals() {
    return leaseRenewals.sum();
  }

  /// Runs taken from remote workers: their lease ran out, or they died or left.
  public long leasesLost() {
    return leasesLost.sum();
  }

  /// Remote workers that fell silent and count as dead.
  public long workersLost() {
    return workersLost.sum();
  }

  /// Snapshots published.
  public long snapshotsWritten() {
    return snapshotsWritten.sum();
  }

  /// Snapshots that could not be written; work goes on without them.
  public long snapshotFailures() {
    return snapshotFailures.sum();
  }

  /// Ended tasks that the retention has dropped.
  public long tasksDropped() {
    return tasksDropped.sum();
  }

  /// Bytes of log that were deleted behind snapshots.
  public long logBytesDropped() {
    return logBytesDropped.sum();
  }

  /// Submissions refused with `backpressure` because too many were waiting.
  public long refusedSubmissions() {
    return refusedSubmissions.sum();
  }

  /// Commands of the engine itself that were refused: errors of one item, told in the log.
  public long itemErrors() {
    return itemErrors.sum();
  }
}
