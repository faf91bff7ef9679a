package io.actionqueue.server.api;

import static io.actionqueue.core.run.RunState.LEASED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskMetadata;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import io.actionqueue.server.testing.RecordedRouter;
import io.actionqueue.server.testing.RecordedRouter.Answer;
import io.actionqueue.server.testing.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The read routes over recorded states, byte by byte.
class ReadRoutesTest {
  private static final TaskId TASK_B = TaskId.parse("123e4567-e89b-12d3-a456-4266141790ab");
  private static final TaskId TASK_C = TaskId.parse("123e4567-e89b-12d3-a456-4266141790ac");
  private static final RunId RUN_A = RunId.parse("aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa");
  private static final RunId RUN_B = RunId.parse("bbbbbbbb-bbbb-bbbb-bbbb-bbbbbbbbbbbb");
  private static final String NIL = "00000000-0000-0000-0000-000000000000";
  private static final String UNKNOWN = "99999999-9999-9999-9999-999999999999";

  @Test
  @DisplayName("A-446: an empty system: health, readiness and all-zero stats")
  void emptySystem() {
    var router = new RecordedRouter(new Recording().state());

    assertAnswer(router.get("/healthz"), 200, "{\"status\":\"ok\"}");
    assertAnswer(router.get("/ready"), 200, "{\"status\":\"ready\"}");
    assertAnswer(
        router.get("/api/v1/stats"),
        200,
        "{\"total_tasks\":0,\"total_runs\":0,\"attempts_total\":0,\"runs_by_state\":"
            + "{\"scheduled\":0,\"ready\":0,\"leased\":0,\"running\":0,\"retry_wait\":0,"
            + "\"completed\":0,\"failed\":0,\"canceled\":0,\"suspended\":0},"
            + "\"latest_sequence\":0}");
  }

  @Test
  @DisplayName("A-447: stats of seed S, the same when asked again")
  void statsOfTheSeed() {
    var router = new RecordedRouter(seed().state());
    String expected =
        "{\"total_tasks\":2,\"total_runs\":2,\"attempts_total\":1,\"runs_by_state\":"
            + "{\"scheduled\":0,\"ready\":1,\"leased\":0,\"running\":0,\"retry_wait\":0,"
            + "\"completed\":1,\"failed\":0,\"canceled\":0,\"suspended\":0},"
            + "\"latest_sequence\":11}";

    assertAnswer(router.get("/api/v1/stats"), 200, expected);
    assertAnswer(router.get("/api/v1/stats"), 200, expected);
  }

  @Test
  @DisplayName("A-448: reading changes nothing, and lists have their order")
  void readingChangesNothing() {
    var router = new RecordedRouter(seed().state());
    String before = router.get("/api/v1/stats").body();
    for (String path :
        List.of(
            "/healthz",
            "/ready",
            "/api/v1/stats",
            "/api/v1/tasks",
            "/api/v1/runs",
            "/api/v1/engine",
            "/api/v1/tasks/" + TASK_B,
            "/api/v1/runs/" + RUN_A)) {
      assertThat(router.get(path)).as(path).isEqualTo(router.get(path));
    }

    assertThat(ids(router.get("/api/v1/tasks").body(), "id"))
        .containsExactly(TASK_B.toString(), TASK_C.toString());
    assertThat(ids(router.get("/api/v1/runs").body(), "run_id"))
        .containsExactly(RUN_A.toString(), RUN_B.toString());
    assertThat(router.get("/api/v1/stats").body()).isEqualTo(before);
  }

  @Test
  @DisplayName("A-449, A-450: metrics have their content type, or do not exist")
  void metricsExistWhenEnabled() {
    Answer on = new RecordedRouter(seed().state()).get("/metrics");
    Answer off = new RecordedRouter(seed().state(), false).get("/metrics");

    assertThat(on.status()).isEqualTo(200);
    assertThat(on.headers()).containsEntry("Content-Type", "text/plain; version=0.0.4");
    assertThat(off.status()).isEqualTo(404);
    assertThat(off.body()).contains("\"error\":\"not_found\"");
  }

  @Test
  @DisplayName("A-451, A-507: with control off the four control paths are 404")
  void controlPathsDoNotExistWhenControlIsOff() {
    var router = new RecordedRouter(seed().state());
    for (String path :
        List.of(
            "/api/v1/tasks/" + TASK_B + "/cancel",
            "/api/v1/runs/" + RUN_B + "/cancel",
            "/api/v1/engine/pause",
            "/api/v1/engine/resume")) {
      assertAnswer(
          router.send("POST", path),
          404,
          "{\"error\":\"control_disabled\",\"message\":\"the daemon is read-only\","
              + "\"details\":{}}");
      assertThat(router.get(path).status()).as("GET " + path).isEqualTo(404);
    }
  }

  @Test
  @DisplayName("A-458, A-503: a task view; unparsable, nil and unknown ids")
  void taskView() {
    var recording = new Recording().at(100).task(TaskSpec.of(TASK_B, TaskPayload.EMPTY));
    var router = new RecordedRouter(recording.state());

    assertThat(router.get("/api/v1/tasks/" + TASK_B).body())
        .startsWith("{\"id\":\"" + TASK_B + "\",\"payload\":[],")
        .contains(",\"created_at\":100,\"updated_at\":null,");
    assertAnswer(
        router.get("/api/v1/tasks/not-a-uuid"),
        400,
        "{\"error\":\"invalid_task_id\",\"message\":\"invalid task id\","
            + "\"details\":{\"task_id\":\"not-a-uuid\"}}");
    assertAnswer(
        router.get("/api/v1/tasks/" + NIL),
        400,
        "{\"error\":\"invalid_task_id\",\"message\":\"invalid task id\","
            + "\"details\":{\"task_id\":\""
            + NIL
            + "\"}}");
    assertAnswer(
        router.get("/api/v1/tasks/" + UNKNOWN),
        404,
        "{\"error\":\"task_not_found\",\"message\":\"task not found\","
            + "\"details\":{\"task_id\":\""
            + UNKNOWN
            + "\"}}");
  }

  @Test
  void idsAreReadInEveryFormAndEchoedAsTheyCame() {
    var router = new RecordedRouter(seed().state());
    String hex = TASK_B.toString().replace("-", "");

    for (String form :
        List.of(
            TASK_B.toString().toUpperCase(Locale.ROOT),
            hex,
            "%7B" + TASK_B + "%7D",
            "urn:uuid:" + TASK_B)) {
      assertThat(router.get("/api/v1/tasks/" + form).status()).as(form).isEqualTo(200);
    }
    assertThat(router.get("/api/v1/tasks/%7B" + UNKNOWN + "%7D").body())
        .endsWith("\"details\":{\"task_id\":\"%7B" + UNKNOWN + "%7D\"}}");
  }

  @Test
  @DisplayName("A-460, A-504, A-506: a running run with its lease and attempts; bad run ids")
  void runView() {
    var first = new AttemptId(0, 1);
    var second = new AttemptId(0, 2);
    var constraints = TaskConstraints.DEFAULT.withMaxAttempts(2);
    var recording =
        new Recording()
            .at(1000)
            .task(TaskSpec.of(TASK_B, TaskPayload.EMPTY).withConstraints(constraints))
            .run(RUN_A, TASK_B, 1000)
            .at(1200)
            .move(RUN_A, READY, LEASED, RUNNING)
            .at(1201)
            .start(RUN_A, first)
            .at(1300)
            .finish(RUN_A, first, AttemptOutcome.failure("boom"))
            .move(RUN_A, RunState.RETRY_WAIT, READY)
            .at(1340)
            .lease(RUN_A, "owner", 1700)
            .move(RUN_A, LEASED, RUNNING)
            .at(1350)
            .start(RUN_A, second)
            .at(1400)
            .heartbeat(RUN_A, "owner", 1800);
    var router = new RecordedRouter(recording.state());

    assertThat(router.get("/api/v1/runs/" + RUN_A).body())
        .contains("\"state_history\":[{\"from\":null,\"to\":\"Scheduled\",\"timestamp\":1000},")
        .contains(
            "\"attempts\":[{\"attempt_id\":\""
                + first
                + "\",\"started_at\":1201,"
                + "\"finished_at\":1300,\"result\":\"Failure\",\"error\":\"boom\"},"
                + "{\"attempt_id\":\""
                + second
                + "\",\"started_at\":1350,\"finished_at\":null,"
                + "\"result\":null,\"error\":null}]")
        .contains(
            "\"lease\":{\"owner\":\"owner\",\"expiry\":1800,\"acquired_at\":1340,"
                + "\"updated_at\":1400},\"block_reason\":\"running\"");
    for (String bad : List.of("not-a-uuid", NIL)) {
      assertAnswer(
          router.get("/api/v1/runs/" + bad),
          400,
          "{\"error\":\"invalid_run_id\",\"message\":\"invalid run id\","
              + "\"details\":{\"run_id\":\""
              + bad
              + "\"}}");
    }
    assertAnswer(
        router.get("/api/v1/runs/" + UNKNOWN),
        404,
        "{\"error\":\"run_not_found\",\"message\":\"run not found\","
            + "\"details\":{\"run_id\":\""
            + UNKNOWN
            + "\"}}");
  }

  @Test
  @DisplayName("A-490: one task and one run count one each")
  void totalsCountWhatIsThere() {
    var recording =
        new Recording().task(TaskSpec.of(TASK_B, TaskPayload.EMPTY)).run(RUN_A, TASK_B, 5);

    assertThat(new RecordedRouter(recording.state()).get("/api/v1/stats").body())
        .startsWith("{\"total_tasks\":1,\"total_runs\":1,");
  }

  @Test
  @DisplayName("A-461, A-462: parents and output bytes are shown")
  void parentsAndOutputsAreShown() {
    var recording =
        new Recording()
            .task(TaskSpec.of(TASK_B, TaskPayload.EMPTY))
            .task(TaskSpec.of(TASK_C, TaskPayload.EMPTY).withParent(TASK_B))
            .run(RUN_A, TASK_B, 1)
            .complete(RUN_A, new AttemptId(0, 1), Bytes.utf8("test-output"));
    var router = new RecordedRouter(recording.state());

    assertThat(router.get("/api/v1/tasks/" + TASK_C).body())
        .contains("\"parent_task_id\":\"" + TASK_B + "\"");
    assertThat(router.get("/api/v1/tasks/" + TASK_B).body()).doesNotContain("parent_task_id");
    assertThat(router.get("/api/v1/runs/" + RUN_A).body())
        .contains("\"output\":[116,101,115,116,45,111,117,116,112,117,116]");
  }

  @Test
  void filtersNarrowListings() {
    var router = new RecordedRouter(seed().state());

    assertThat(ids(router.get("/api/v1/runs?state=Ready").body(), "run_id"))
        .containsExactly(RUN_B.toString());
    assertThat(ids(router.get("/api/v1/tasks?tag=a%20b").body(), "id"))
        .containsExactly(TASK_C.toString());
    assertAnswer(
        router.get("/api/v1/runs?state=Done"),
        422,
        "{\"error\":\"invalid_filter\",\"message\":\"state must be one of Scheduled, Ready, Leased,"
            + " Running, RetryWait, Suspended, Completed, Failed, Canceled\","
            + "\"details\":{\"field\":\"state\"}}");
    assertThat(router.get("/api/v1/runs?task_id=x").status()).isEqualTo(422);
    assertThat(router.get("/api/v1/tasks?tag=%zz").status()).isEqualTo(422);
    assertThat(router.get("/api/v1/tasks/" + TASK_B + "?wait=61").status()).isEqualTo(422);
  }

  /// Seed S of the catalogue, §32.
  private static Recording seed() {
    return new Recording()
        .at(1000)
        .task(task(TASK_B, 9, "alpha", "x"))
        .at(1001)
        .task(task(TASK_C, 3, "beta", "a b"))
        .at(1002)
        .run(RUN_A, TASK_B, 2000)
        .run(RUN_B, TASK_C, 2001)
        .at(2001)
        .complete(RUN_A, new AttemptId(0, 1), null)
        .move(RUN_B, READY);
  }

  private static TaskSpec task(TaskId id, int priority, String key, String tag) {
    return TaskSpec.of(id, TaskPayload.EMPTY)
        .withConstraints(TaskConstraints.DEFAULT.withConcurrencyKey(key))
        .withMetadata(new TaskMetadata(List.of(tag), priority, null));
  }

  private static void assertAnswer(Answer answer, int status, String body) {
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers()).containsEntry("Content-Type", "application/json");
  }

  private static List<String> ids(String json, String field) {
    List<String> ids = new ArrayList<>();
    Matcher matcher = Pattern.compile("\\{\"" + field + "\":\"([0-9a-f-]+)\"").matcher(json);
    while (matcher.find()) {
      ids.add(matcher.group(1));
    }
    return ids;
  }
}
