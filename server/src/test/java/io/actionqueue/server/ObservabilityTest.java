package io.actionqueue.server;

import static io.actionqueue.core.run.RunState.FAILED;
import static io.actionqueue.core.run.RunState.LEASED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.RETRY_WAIT;
import static io.actionqueue.core.run.RunState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import io.actionqueue.server.testing.RecordedRouter;
import io.actionqueue.server.testing.Recording;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.testkit.ManualTime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the read surfaces tell agrees with itself, with the truth, and with what they told before a
/// restart (catalogue §6).
class ObservabilityTest {
  private static final TaskId A = new TaskId(0xa1, 1);
  private static final TaskId B = new TaskId(0xb1, 1);
  private static final TaskId C = new TaskId(0xc1, 1);
  private static final TaskId D = new TaskId(0xd1, 1);
  private static final RunId RUN_A = new RunId(0xa, 1);
  private static final RunId RUN_B = new RunId(0xb, 1);
  private static final RunId RUN_C = new RunId(0xc, 1);
  private static final AttemptId FIRST = new AttemptId(0, 1);
  private static final AttemptId SECOND = new AttemptId(0, 2);

  @TempDir Path directory;

  @Test
  @DisplayName("A-064: identity and life of a completed and of a failed run")
  void identityAndLife() throws IOException {
    var recording = new Recording().task(once(A, 1)).run(RUN_A, A, 1);
    recording.complete(RUN_A, FIRST, null);
    failTwice(recording.task(once(B, 2)).run(RUN_B, B, 2));

    checkBeforeAndAfterRestart(
        recording,
        router -> {
          assertThat(router.get("/api/v1/runs").body())
              .contains("\"state\":\"Completed\"", "\"attempt_count\":1,\"concurrency_key\":null")
              .contains("\"state\":\"Failed\"", "\"attempt_count\":2,\"concurrency_key\":null");
          assertThat(steps(router, RUN_A))
              .containsExactly("Scheduled", "Ready", "Leased", "Running", "Completed");
          assertThat(steps(router, RUN_B))
              .containsExactly(
                  "Scheduled",
                  "Ready",
                  "Leased",
                  "Running",
                  "RetryWait",
                  "Ready",
                  "Leased",
                  "Running",
                  "Failed");
          assertThat(router.get("/api/v1/runs/" + RUN_B).body())
              .contains("\"attempt_id\":\"" + FIRST + "\"", "\"attempt_id\":\"" + SECOND + "\"");
          assertStats(router, 2, 2, 3, "\"completed\":1,\"failed\":1,");
          assertMetrics(router, "runs_total{state=\"completed\"} 1");
          assertMetrics(router, "runs_total{state=\"failed\"} 1");
          assertMetrics(router, "attempts_total{result=\"success\"} 1");
          assertMetrics(router, "attempts_total{result=\"failure\"} 2");
        });
  }

  @Test
  @DisplayName("A-065: values of a ready, a running and a completed run")
  void values() throws IOException {
    var recording = new Recording().task(once(A, 1)).run(RUN_A, A, 1).move(RUN_A, READY);
    recording.task(once(B, 1)).run(RUN_B, B, 1).move(RUN_B, READY, LEASED, RUNNING);
    recording.task(once(C, 1)).run(RUN_C, C, 1).complete(RUN_C, FIRST, null);

    checkBeforeAndAfterRestart(
        recording,
        router -> {
          assertBlockReason(router, RUN_A, "null");
          assertBlockReason(router, RUN_B, "\"running\"");
          assertBlockReason(router, RUN_C, "\"terminal\"");
          assertStats(router, 3, 3, 1, "\"running\":1,\"retry_wait\":0,\"completed\":1,");
          assertMetrics(router, "runs_ready 1");
          assertMetrics(router, "runs_running 1");
          assertMetrics(router, "runs_total{state=\"completed\"} 1");
          assertMetrics(router, "attempts_total{result=\"success\"} 1");
        });
  }

  @Test
  @DisplayName("A-518: attempts by result; one that is open counts nowhere")
  void attemptsByResult() throws IOException {
    var recording = new Recording();
    for (TaskId task : List.of(A, B, C, D)) {
      RunId run = new RunId(task.high(), 9);
      recording.task(once(task, 2)).run(run, task, 1).move(run, READY, LEASED, RUNNING);
      recording.start(run, FIRST);
      if (task.equals(A)) {
        recording.finish(run, FIRST, AttemptOutcome.success());
      } else if (task.equals(B)) {
        recording.finish(run, FIRST, AttemptOutcome.failure("boom"));
      } else if (task.equals(C)) {
        recording.finish(run, FIRST, AttemptOutcome.timeout(1));
      }
    }

    checkBeforeAndAfterRestart(
        recording,
        router -> {
          assertMetrics(router, "attempts_total{result=\"success\"} 1");
          assertMetrics(router, "attempts_total{result=\"failure\"} 1");
          assertMetrics(router, "attempts_total{result=\"timeout\"} 1");
        });
  }

  @Test
  @DisplayName("A-002, A-003, A-066: one completed run, also after a restart")
  void oneCompletedRun() throws IOException {
    var recording = new Recording().task(once(A, 1)).run(RUN_A, A, 1);
    recording.complete(RUN_A, FIRST, null);

    checkBeforeAndAfterRestart(
        recording,
        router -> {
          assertStats(router, 1, 1, 1, "\"completed\":1,");
          assertThat(router.get("/api/v1/runs/" + RUN_A).body())
              .contains("\"state\":\"Completed\"", "\"attempt_count\":1")
              .contains("\"attempt_id\":\"" + FIRST + "\"", "\"result\":\"Success\"");
          assertBlockReason(router, RUN_A, "\"terminal\"");
          assertThat(steps(router, RUN_A)).last().isEqualTo("Completed");
          assertMetrics(router, "runs_total{state=\"completed\"} 1");
          assertMetrics(router, "runs_ready 0");
          assertMetrics(router, "runs_running 0");
          assertMetrics(router, "attempts_total{result=\"success\"} 1");
        });
  }

  @Test
  @DisplayName("A-067: everything that is shown is the same after a restart")
  void restartChangesNothingThatIsShown() throws IOException {
    var recording = new Recording().task(once(A, 1)).run(RUN_A, A, 1).move(RUN_A, READY);
    recording.task(once(B, 1)).run(RUN_B, B, 1).move(RUN_B, READY, LEASED, RUNNING);
    recording.task(once(C, 2)).run(RUN_C, C, 1);
    failTwice(recording, RUN_C);

    checkBeforeAndAfterRestart(
        recording, router -> assertStats(router, 3, 3, 2, "\"completed\":0,\"failed\":1,"));
  }

  /// What a check asserts about a router.
  private interface Check {
    void on(RecordedRouter router);
  }

  private void checkBeforeAndAfterRestart(Recording recording, Check check) throws IOException {
    var before = new RecordedRouter(recording.state());
    check.on(before);
    assertLabelBounds(before);

    recording.writeTo(directory);
    var loaded = Store.load(SystemFiles.INSTANCE, ManualTime.atSeconds(1), directory);
    var after = new RecordedRouter(loaded.state());
    check.on(after);
    assertLabelBounds(after);
    assertThat(everything(after)).isEqualTo(everything(before));
  }

  private static List<String> everything(RecordedRouter router) {
    List<String> shown = new ArrayList<>();
    for (String path : List.of("/api/v1/tasks", "/api/v1/runs", "/api/v1/stats")) {
      shown.add(router.get(path).body());
    }
    for (RunId run : List.of(RUN_A, RUN_B, RUN_C)) {
      shown.add(router.get("/api/v1/runs/" + run).body());
    }
    router
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.contains("actionqueue_"))
        .forEach(shown::add);
    return shown;
  }

  private static void assertLabelBounds(RecordedRouter router) {
    String text = router.get("/metrics").body();
    assertThat(text.lines().filter(line -> line.startsWith("actionqueue_runs_total{")))
        .hasSize(8)
        .allMatch(line -> line.matches("actionqueue_runs_total\\{state=\"[a-z_]+\"} \\d+"));
    assertThat(text.lines().filter(line -> line.startsWith("actionqueue_attempts_total{")))
        .hasSize(3)
        .allMatch(line -> line.matches("actionqueue_attempts_total\\{result=\"[a-z]+\"} \\d+"));
    for (String prefix :
        List.of(
            "scheduling_lag_seconds_",
            "wal_append_total",
            "wal_append_failures_total",
            "recovery_time_seconds_",
            "recovery_events_applied_total")) {
      assertThat(text).contains("\nactionqueue_" + prefix);
    }
  }

  private static void assertStats(
      RecordedRouter router, int tasks, int runs, int attempts, String states) {
    assertThat(router.get("/api/v1/stats").body())
        .startsWith(
            "{\"total_tasks\":"
                + tasks
                + ",\"total_runs\":"
                + runs
                + ",\"attempts_total\":"
                + attempts
                + ",")
        .contains(states);
  }

  private static void assertMetrics(RecordedRouter router, String line) {
    assertThat(router.get("/metrics").body()).contains("\nactionqueue_" + line + "\n");
  }

  private static void assertBlockReason(RecordedRouter router, RunId run, String reason) {
    assertThat(router.get("/api/v1/runs/" + run).body()).contains("\"block_reason\":" + reason);
  }

  private static List<String> steps(RecordedRouter router, RunId run) {
    var matcher =
        Pattern.compile("\"to\":\"([A-Za-z]+)\"").matcher(router.get("/api/v1/runs/" + run).body());
    return matcher.results().map(result -> result.group(1)).toList();
  }

  private static void failTwice(Recording recording) {
    failTwice(recording, RUN_B);
  }

  private static void failTwice(Recording recording, RunId run) {
    recording.move(run, READY, LEASED, RUNNING).start(run, FIRST);
    recording.finish(run, FIRST, AttemptOutcome.failure("x")).move(run, RETRY_WAIT);
    recording.move(run, READY, LEASED, RUNNING).start(run, SECOND);
    recording.finish(run, SECOND, AttemptOutcome.failure("y")).move(run, FAILED);
  }

  private static TaskSpec once(TaskId id, long maxAttempts) {
    return TaskSpec.of(id, TaskPayload.EMPTY)
        .withConstraints(TaskConstraints.DEFAULT.withMaxAttempts(maxAttempts));
  }
}
