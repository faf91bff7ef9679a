package io.actionqueue.server.metrics;

import io.actionqueue.QueueStats;

/// The families about the engine's work beside those of spec 04 §9.
final class ActivityMetrics {
  private final ValueFamily paused;
  private final ValueFamily inFlight;
  private final ValueFamily concurrency;
  private final ValueFamily sequence;
  private final ValueFamily tasks;
  private final ValueFamily starts;
  private final ValueFamily lateResults;
  private final ValueFamily lateOutputs;
  private final ValueFamily abandoned;
  private final ValueFamily leaseRenewals;
  private final ValueFamily snapshots;
  private final ValueFamily snapshotFailures;
  private final ValueFamily tasksDropped;
  private final ValueFamily logBytesDropped;

  ActivityMetrics(MetricRegistry registry) {
    paused = gauge(registry, "actionqueue_engine_paused", "1 while the engine is paused.");
    inFlight = gauge(registry, "actionqueue_attempts_in_flight", "Attempts that execute now.");
    concurrency =
        gauge(registry, "actionqueue_dispatch_concurrency", "Attempts that may execute at once.");
    sequence = gauge(registry, "actionqueue_latest_sequence", "The last durable event.");
    tasks = gauge(registry, "actionqueue_tasks", "Tasks.");
    starts = counter(registry, "actionqueue_attempts_started_total", "Attempts started.");
    lateResults =
        counter(
            registry, "actionqueue_attempts_late_total", "Results that came too late to count.");
    lateOutputs =
        counter(
            registry,
            "actionqueue_outputs_late_total",
            "Outputs dropped because they came after the time limit.");
    abandoned =
        counter(
            registry,
            "actionqueue_attempts_abandoned_total",
            "Attempts given up while their handler executed.");
    leaseRenewals = counter(registry, "actionqueue_lease_renewals_total", "Lease heartbeats.");
    snapshots = counter(registry, "actionqueue_snapshots_written_total", "Snapshots written.");
    snapshotFailures =
        counter(
            registry, "actionqueue_snapshot_failures_total", "Snapshots that were not written.");
    tasksDropped =
        counter(
            registry, "actionqueue_tasks_dropped_total", "Ended tasks dropped by the retention.");
    logBytesDropped =
        counter(registry, "actionqueue_wal_dropped_bytes_total", "Log deleted behind snapshots.");
  }

  private static ValueFamily gauge(MetricRegistry registry, String name, String help) {
    return registry.register(ValueFamily.gauge(name, help));
  }

  private static ValueFamily counter(MetricRegistry registry, String name, String help) {
    return registry.register(ValueFamily.counter(name, help));
  }

  void update(QueueSample.Activity activity, QueueStats stats) {
    paused.set(activity.paused() ? 1 : 0);
    inFlight.set(activity.inFlight());
    concurrency.set(activity.concurrency());
    sequence.set(stats.latestSequence());
    tasks.set(stats.totalTasks());
    starts.set(activity.starts());
    lateResults.set(activity.lateResults());
    lateOutputs.set(activity.lateOutputs());
    abandoned.set(activity.abandoned());
    leaseRenewals.set(activity.leaseRenewals());
    snapshots.set(activity.snapshots());
    snapshotFailures.set(activity.snapshotFailures());
    tasksDropped.set(activity.tasksDropped());
    logBytesDropped.set(activity.logBytesDropped());
  }
}
