package io.actionqueue.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.Histogram;
import io.actionqueue.QueueStats;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The families of spec 04 §9 and their text.
class ExpositionTest {
  private static final int BUCKETS = Histogram.bounds().length + 1;

  private static final List<String> FAMILIES =
      List.of(
          "actionqueue_runs_total",
          "actionqueue_runs_ready",
          "actionqueue_runs_running",
          "actionqueue_attempts_total",
          "actionqueue_scheduling_lag_seconds",
          "actionqueue_executor_duration_seconds",
          "actionqueue_wal_append_total",
          "actionqueue_wal_append_failures_total",
          "actionqueue_recovery_time_seconds",
          "actionqueue_recovery_events_applied_total");

  private QueueSample sample = sample(Map.of(), Map.of(), 0, 0);

  @Test
  @DisplayName("A-463: one run in every state, with S-12's lag of starts")
  void valuesOfTheSeed() {
    Map<RunState, Long> runs = new EnumMap<>(RunState.class);
    for (RunState state : RunState.values()) {
      runs.put(state, state == RunState.SUSPENDED ? 0L : 1L);
    }
    var results =
        Map.of(AttemptResult.SUCCESS, 1L, AttemptResult.FAILURE, 1L, AttemptResult.TIMEOUT, 1L);
    sample = sample(runs, results, 3, 2);

    String text = scrape();

    for (RunState state : RunState.values()) {
      if (state != RunState.SUSPENDED) {
        assertLine(text, "actionqueue_runs_total{state=\"" + state.label() + "\"} 1");
      }
    }
    assertLine(text, "actionqueue_runs_ready 1");
    assertLine(text, "actionqueue_runs_running 1");
    for (String result : List.of("success", "failure", "timeout")) {
      assertLine(text, "actionqueue_attempts_total{result=\"" + result + "\"} 1");
    }
    assertLine(text, "actionqueue_scheduling_lag_seconds_count 0");
    assertLine(text, "actionqueue_scheduling_lag_seconds_sum 0");
    assertLine(text, "actionqueue_wal_append_total 3");
    assertLine(text, "actionqueue_wal_append_failures_total 2");
    assertLine(text, "actionqueue_recovery_events_applied_total 7");
    assertLine(text, "actionqueue_recovery_time_seconds_count 1");
    assertLine(text, "actionqueue_recovery_time_seconds_sum 0.75");
    assertThat(Exposition.CONTENT_TYPE).isEqualTo("text/plain; version=0.0.4");
  }

  @Test
  @DisplayName("A-464, A-522: exactly eight states and three results under one key each")
  void labelsAreClosedSets() {
    String text = scrape();

    assertThat(samples(text, "actionqueue_runs_total"))
        .containsExactly(
            "{state=\"canceled\"} 0",
            "{state=\"completed\"} 0",
            "{state=\"failed\"} 0",
            "{state=\"leased\"} 0",
            "{state=\"ready\"} 0",
            "{state=\"retry_wait\"} 0",
            "{state=\"running\"} 0",
            "{state=\"scheduled\"} 0");
    assertThat(samples(text, "actionqueue_attempts_total"))
        .containsExactly(
            "{result=\"failure\"} 0", "{result=\"success\"} 0", "{result=\"timeout\"} 0");
  }

  @Test
  @DisplayName("A-465, A-515: the first exposition has all families, in the order of names")
  void familiesStandInOrder() {
    String text = scrape();
    List<String> names = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("# TYPE ")) {
        names.add(line.split(" ", -1)[2]);
      }
    }

    assertThat(names).containsAll(FAMILIES).isSorted().doesNotHaveDuplicates();
    assertThat(names).anyMatch(name -> name.startsWith("jvm_"));
    assertThat(text).endsWith("\n").doesNotContain("\n\n");
  }

  @Test
  @DisplayName("A-516: a second family of one name is a typed error that names it")
  void namesAreTakenOnce() {
    var registry = new MetricRegistry();
    registry.register(ValueFamily.gauge("actionqueue_runs_ready", "x"));

    assertThatThrownBy(() -> registry.register(ValueFamily.counter("actionqueue_runs_ready", "y")))
        .isInstanceOf(DuplicateMetricException.class)
        .hasMessageContaining("actionqueue_runs_ready");
  }

  @Test
  @DisplayName("A-519, A-524, A-525: a later sample overwrites gauges, also with less")
  void laterSamplesOverwrite() {
    var exposition = exposition();
    sample =
        sample(
            Map.of(RunState.READY, 2L, RunState.RUNNING, 2L, RunState.SCHEDULED, 1L),
            Map.of(AttemptResult.SUCCESS, 2L, AttemptResult.FAILURE, 1L, AttemptResult.TIMEOUT, 1L),
            0,
            0);
    String first = text(exposition);
    sample =
        sample(
            Map.of(RunState.READY, 1L, RunState.COMPLETED, 1L),
            Map.of(AttemptResult.SUCCESS, 1L, AttemptResult.TIMEOUT, 1L),
            0,
            0);
    String second = text(exposition);

    assertLine(first, "actionqueue_runs_ready 2");
    assertLine(first, "actionqueue_runs_running 2");
    assertLine(first, "actionqueue_attempts_total{result=\"success\"} 2");
    assertLine(second, "actionqueue_runs_ready 1");
    assertLine(second, "actionqueue_runs_running 0");
    assertLine(second, "actionqueue_runs_total{state=\"completed\"} 1");
    assertLine(second, "actionqueue_attempts_total{result=\"success\"} 1");
    assertLine(second, "actionqueue_attempts_total{result=\"failure\"} 0");
    assertLine(second, "actionqueue_attempts_total{result=\"timeout\"} 1");
  }

  @Test
  @DisplayName("A-520, A-521, A-530: recovery events are overwritten, its time is observed once")
  void recoveryIsObservedOnce() {
    var registry = new MetricRegistry();
    var metrics = new QueueMetrics(registry);
    metrics.updateRecovery(new QueueSample.Recovery(0.5, 11));
    metrics.updateRecovery(new QueueSample.Recovery(0.5, 3));
    metrics.updateLog(new QueueSample.LogTally(1, 2));

    String text = String.join("", registry.render().values());

    assertLine(text, "actionqueue_recovery_events_applied_total 3");
    assertLine(text, "actionqueue_recovery_time_seconds_count 1");
    assertLine(text, "actionqueue_recovery_time_seconds_bucket{le=\"0.25\"} 0");
    assertLine(text, "actionqueue_recovery_time_seconds_bucket{le=\"0.5\"} 1");
    assertLine(text, "actionqueue_recovery_time_seconds_bucket{le=\"+Inf\"} 1");
  }

  @Test
  @DisplayName("A-528, A-529: log counters are overwritten by the tally")
  void logCountersAreOverwritten() {
    var registry = new MetricRegistry();
    var metrics = new QueueMetrics(registry);
    metrics.updateLog(new QueueSample.LogTally(1, 2));
    assertLine(
        String.join("", registry.render().values()), "actionqueue_wal_append_failures_total 2");
    metrics.updateLog(new QueueSample.LogTally(0, 1));

    String text = String.join("", registry.render().values());

    assertLine(text, "actionqueue_wal_append_total 0");
    assertLine(text, "actionqueue_wal_append_failures_total 1");
  }

  @Test
  void histogramsCumulate() {
    var counts = new ArrayList<>(Collections.nCopies(BUCKETS, 0L));
    counts.set(0, 2L);
    counts.set(BUCKETS - 2, 1L);
    counts.set(BUCKETS - 1, 1L);
    var family = new HistogramFamily("h", "help", Histogram.bounds());
    family.load(counts, 8000.5);
    var out = new StringBuilder();
    family.render(out);

    assertThat(out.toString())
        .startsWith("# HELP h help\n# TYPE h histogram\nh_bucket{le=\"0.005\"} 2\n")
        .contains("h_bucket{le=\"1\"} 2\n", "h_bucket{le=\"2.5\"} 2\n", "h_bucket{le=\"900\"} 2\n")
        .endsWith("h_bucket{le=\"3600\"} 3\nh_bucket{le=\"+Inf\"} 4\nh_sum 8000.5\nh_count 4\n");
    assertThatThrownBy(() -> family.load(List.of(1L), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void suspendedAndInterruptedHaveFamiliesOfTheirOwn() {
    sample = sample(Map.of(RunState.SUSPENDED, 4L), Map.of(AttemptResult.SUSPENDED, 5L), 0, 0);
    String text = scrape();

    assertLine(text, "actionqueue_runs_suspended 4");
    assertLine(text, "actionqueue_attempts_suspended_total 5");
    assertLine(text, "actionqueue_attempts_interrupted_total 6");
  }

  private String scrape() {
    return text(exposition());
  }

  private Exposition exposition() {
    return Exposition.of(() -> sample, ProcessMetrics.start());
  }

  private static String text(Exposition exposition) {
    return new String(exposition.scrape(), StandardCharsets.UTF_8);
  }

  private static QueueSample sample(
      Map<RunState, Long> runs, Map<AttemptResult, Long> results, long appends, long failures) {
    var none = new QueueSample.Buckets(Collections.nCopies(BUCKETS, 0L), 0);
    return new QueueSample(
        new QueueStats(0, 0, 0, runs, results, 6, 0),
        none,
        none,
        new QueueSample.LogTally(appends, failures),
        new QueueSample.Recovery(0.75, 7),
        new QueueSample.Activity(false, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  }

  private static List<String> samples(String text, String family) {
    return text.lines()
        .filter(line -> line.startsWith(family + "{"))
        .map(line -> line.substring(family.length()))
        .toList();
  }

  private static void assertLine(String text, String line) {
    assertThat(Arrays.asList(text.split("\n", -1))).contains(line);
  }
}
