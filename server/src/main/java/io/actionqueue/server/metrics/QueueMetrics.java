package io.actionqueue.server.metrics;

import io.actionqueue.Histogram;
import io.actionqueue.QueueStats;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunState;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The families about the queue (spec 04 §9, S-11, S-12, S-34), overwritten from a sample at every
/// scrape.
final class QueueMetrics {
  private static final double[] RECOVERY_BOUNDS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };

  /// The states of `runs_total`: a closed set that Suspended is not in (S-11).
  private static final List<RunState> STATES =
      List.of(
          RunState.SCHEDULED,
          RunState.READY,
          RunState.LEASED,
          RunState.RUNNING,
          RunState.RETRY_WAIT,
          RunState.COMPLETED,
          RunState.FAILED,
          RunState.CANCELED);

  private static final List<AttemptResult> RESULTS =
      List.of(AttemptResult.SUCCESS, AttemptResult.FAILURE, AttemptResult.TIMEOUT);

  private final ValueFamily runs;
  private final ValueFamily ready;
  private final ValueFamily running;
  private final ValueFamily suspended;
  private final ValueFamily attempts;
  private final ValueFamily attemptsSuspended;
  private final ValueFamily attemptsInterrupted;
  private final HistogramFamily lag;
  private final HistogramFamily duration;
  private final ValueFamily appends;
  private final ValueFamily appendFailures;
  private final HistogramFamily recoveryTime;
  private final ValueFamily recoveryEvents;
  private final ActivityMetrics activity;
  private boolean recoveryObserved;

  QueueMetrics(MetricRegistry registry) {
    runs =
        registry.register(
            ValueFamily.gauges(
                "actionqueue_runs_total",
                "Runs by state.",
                "state",
                STATES.stream().map(RunState::label).toList()));
    ready = registry.register(ValueFamily.gauge("actionqueue_runs_ready", "Runs in Ready."));
    running = registry.register(ValueFamily.gauge("actionqueue_runs_running", "Runs in Running."));
    suspended =
        registry.register(ValueFamily.gauge("actionqueue_runs_suspended", "Runs in Suspended."));
    attempts =
        registry.register(
            ValueFamily.gauges(
                "actionqueue_attempts_total",
                "Finished attempts by result.",
                "result",
                RESULTS.stream().map(QueueMetrics::label).toList()));
    attemptsSuspended =
        gauge(registry, "actionqueue_attempts_suspended_total", "Attempts that were set aside.");
    attemptsInterrupted =
        gauge(registry, "actionqueue_attempts_interrupted_total", "Attempts that were cut off.");
    lag =
        registry.register(
            new HistogramFamily(
                "actionqueue_scheduling_lag_seconds",
                "Seconds from due to start, observed at every start.",
                Histogram.bounds()));
    duration =
        registry.register(
            new HistogramFamily(
                "actionqueue_executor_duration_seconds",
                "Seconds that attempts took.",
                Histogram.bounds()));
    appends = counter(registry, "actionqueue_wal_append_total", "Events appended to the log.");
    appendFailures =
        counter(
            registry, "actionqueue_wal_append_failures_total", "Appends to the log that failed.");
    recoveryTime =
        registry.register(
            new HistogramFamily(
                "actionqueue_recovery_time_seconds",
                "Seconds that opening the directory took.",
                RECOVERY_BOUNDS));
    recoveryEvents =
        counter(
            registry,
            "actionqueue_recovery_events_applied_total",
            "Events applied while opening the directory.");
    activity = new ActivityMetrics(registry);
  }

  private static ValueFamily gauge(MetricRegistry registry, String name, String help) {
    return registry.register(ValueFamily.gauge(name, help));
  }

  private static ValueFamily counter(MetricRegistry registry, String name, String help) {
    return registry.register(ValueFamily.counter(name, help));
  }

  void update(QueueSample sample) {
    updateRuns(sample.stats());
    updateAttempts(sample.stats());
    lag.load(sample.schedulingLag().counts(), sample.schedulingLag().sum());
    duration.load(sample.attemptDuration().counts(), sample.attemptDuration().sum());
    updateLog(sample.log());
    updateRecovery(sample.recovery());
    activity.update(sample.activity(), sample.stats());
  }

  void updateRuns(QueueStats stats) {
    Map<RunState, Long> counts = stats.runsByState();
    for (RunState state : STATES) {
      runs.set(state.label(), counts.getOrDefault(state, 0L));
    }
    ready.set(counts.getOrDefault(RunState.READY, 0L));
    running.set(counts.getOrDefault(RunState.RUNNING, 0L));
    suspended.set(counts.getOrDefault(RunState.SUSPENDED, 0L));
  }

  void updateAttempts(QueueStats stats) {
    Map<AttemptResult, Long> counts = stats.finishedAttempts();
    for (AttemptResult result : RESULTS) {
      attempts.set(label(result), counts.getOrDefault(result, 0L));
    }
    attemptsSuspended.set(counts.getOrDefault(AttemptResult.SUSPENDED, 0L));
    attemptsInterrupted.set(stats.interruptedAttempts());
  }

  void updateLog(QueueSample.LogTally log) {
    appends.set(log.appended());
    appendFailures.set(log.failed());
  }

  /// The opening happened once, however often it is told.
  void updateRecovery(QueueSample.Recovery recovery) {
    if (!recoveryObserved) {
      recoveryTime.observe(recovery.seconds());
      recoveryObserved = true;
    }
    recoveryEvents.set(recovery.events());
  }

  private static String label(AttemptResult result) {
    return result.name().toLowerCase(Locale.ROOT);
  }
}
