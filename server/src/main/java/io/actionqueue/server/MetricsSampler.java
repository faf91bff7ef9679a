package io.actionqueue.server;

import io.actionqueue.ActionQueue;
import io.actionqueue.EngineMetrics;
import io.actionqueue.EngineStatus;
import io.actionqueue.Histogram;
import io.actionqueue.OpeningReport;
import io.actionqueue.QueueStats;
import io.actionqueue.server.api.QueueReads;
import io.actionqueue.server.metrics.QueueSample;
import java.util.Arrays;

/// Samples an engine for a scrape. Thread-safe.
final class MetricsSampler {
  private final ActionQueue engine;
  private final QueueReads queue;

  MetricsSampler(ActionQueue engine, QueueReads queue) {
    this.engine = engine;
    this.queue = queue;
  }

  QueueSample sample() {
    EngineMetrics metrics = engine.metrics();
    QueueStats stats = queue.stats();
    return new QueueSample(
        stats,
        buckets(metrics.schedulingLag()),
        buckets(metrics.attemptDuration()),
        log(stats),
        recovery(engine.opening()),
        activity(metrics, engine.status()));
  }

  /// Sequences are contiguous and this process is the only writer: what it appended is the
  /// difference. A log that failed takes no second append.
  private QueueSample.LogTally log(QueueStats stats) {
    boolean failed = engine.status().phase() == EngineStatus.Phase.FAILED;
    return new QueueSample.LogTally(
        stats.latestSequence() - engine.opening().lastSequence(), failed ? 1 : 0);
  }

  private static QueueSample.Recovery recovery(OpeningReport opening) {
    return new QueueSample.Recovery(
        opening.seconds(), opening.snapshotEvents() + opening.logEvents());
  }

  private static QueueSample.Activity activity(EngineMetrics metrics, EngineStatus status) {
    return new QueueSample.Activity(
        status.paused(),
        status.inFlight(),
        status.concurrency(),
        metrics.starts(),
        metrics.lateResults(),
        metrics.lateOutputs(),
        metrics.abandonedAttempts(),
        metrics.leaseRenewals(),
        metrics.snapshotsWritten(),
        metrics.snapshotFailures(),
        metrics.tasksDropped(),
        metrics.logBytesDropped());
  }

  private static QueueSample.Buckets buckets(Histogram histogram) {
    return new QueueSample.Buckets(
        Arrays.stream(histogram.counts()).boxed().toList(), histogram.sum());
  }
}
