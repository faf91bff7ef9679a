package io.actionqueue.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.Outcome;
import io.actionqueue.client.wire.RunDetail;
import io.actionqueue.client.wire.RunList;
import io.actionqueue.client.wire.SubmitAnswer;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.core.command.Decider;
import io.actionqueue.core.command.Decision;
import io.actionqueue.core.command.EngineResume;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.server.config.ConfigKey;
import io.actionqueue.server.testing.LiveDaemon;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The control routes of a live daemon: read after control is hole 3 of the catalogue's §92.
class ControlTest {
  private static final String NIL = "00000000-0000-0000-0000-000000000000";
  private static final String UNKNOWN = "99999999-9999-9999-9999-999999999999";

  @TempDir Path directory;

  private final CountDownLatch started = new CountDownLatch(1);
  private final AtomicInteger attempts = new AtomicInteger();
  private LiveDaemon live;

  @BeforeEach
  void start() {
    var environment =
        LiveDaemon.environment(directory)
            .handler("ok", _ -> Outcome.success("done"))
            .handler(
                "suspendable",
                run -> {
                  if (attempts.incrementAndGet() > 1) {
                    return Outcome.success("resumed");
                  }
                  var asked = new CountDownLatch(1);
                  run.cancellation().onRequest(asked::countDown);
                  started.countDown();
                  asked.await();
                  return Outcome.suspend();
                });
    live = LiveDaemon.start(directory, LiveDaemon.config(directory), environment);
  }

  @AfterEach
  void stop() {
    live.close();
  }

  @Test
  @DisplayName("A-452, A-453, A-508, A-509: pause and resume say whether they changed anything")
  void pauseAndResumeAreIdempotent() {
    assertBody(live.post("/api/v1/engine/resume"), "{\"status\":\"already_resumed\"}");
    assertBody(live.post("/api/v1/engine/pause"), "{\"status\":\"paused\"}");
    assertThat(live.get("/api/v1/engine").body()).startsWith("{\"paused\":true,\"paused_at\":");
    assertBody(live.post("/api/v1/engine/pause"), "{\"status\":\"already_paused\"}");
    assertBody(live.post("/api/v1/engine/resume"), "{\"status\":\"resumed\"}");
    assertBody(live.post("/api/v1/engine/resume"), "{\"status\":\"already_resumed\"}");
    assertThat(live.get("/api/v1/engine").body()).startsWith("{\"paused\":false,");
  }

  @Test
  @DisplayName("A-454: canceling a run: canceled, already_canceled, already_terminal")
  void runsAreCanceledOnce() {
    RunId waiting = onlyRun(submit("{\"action\":\"nobody\"}"));
    RunId done = onlyRun(finished(submit("{\"action\":\"ok\"}")));

    assertBody(cancelRun(waiting), runAnswer(waiting, "canceled"));
    assertBody(cancelRun(waiting), runAnswer(waiting, "already_canceled"));
    assertBody(cancelRun(done), runAnswer(done, "already_terminal"));
    assertThat(run(waiting).state()).isEqualTo(RunState.CANCELED);
    assertThat(live.get("/api/v1/stats").body()).contains("\"completed\":1,", "\"canceled\":1,");
  }

  @Test
  @DisplayName("A-455, A-511: canceling what is no run")
  void badRunIdsAreRefused() {
    for (String bad : List.of("not-a-uuid", NIL)) {
      assertAnswer(
          live.post("/api/v1/runs/" + bad + "/cancel"),
          400,
          "{\"error\":\"invalid_run_id\",\"message\":\"invalid run id\","
              + "\"details\":{\"run_id\":\""
              + bad
              + "\"}}");
    }
    for (String verb : List.of("cancel", "suspend", "resume")) {
      assertAnswer(
          live.post("/api/v1/runs/" + UNKNOWN + "/" + verb),
          404,
          "{\"error\":\"run_not_found\",\"message\":\"run not found\","
              + "\"details\":{\"run_id\":\""
              + UNKNOWN
              + "\"}}");
    }
  }

  @Test
  @DisplayName("A-456: canceling a task with a completed and a waiting run, twice")
  void tasksAreCanceledOnce() {
    TaskId id =
        submit(
            "{\"action\":\"ok\",\"run_policy\":{\"Repeat\":{\"count\":2,"
                + "\"interval_secs\":100000}}}");
    awaitCompletedRuns(1);
    String head = "{\"task_id\":\"" + id + "\",\"status\":";

    assertBody(
        live.post("/api/v1/tasks/" + id + "/cancel"),
        head + "\"canceled\",\"runs_canceled\":1,\"runs_already_terminal\":1,\"runs_total\":2}");
    assertBody(
        live.post("/api/v1/tasks/" + id + "/cancel"),
        head
            + "\"already_canceled\",\"runs_canceled\":0,\"runs_already_terminal\":2,"
            + "\"runs_total\":2}");
    assertThat(live.get("/api/v1/tasks/" + id).body()).contains("\"status\":\"canceled\"");
  }

  @Test
  @DisplayName("A-510: canceling what is no task")
  void badTaskIdsAreRefused() {
    assertAnswer(
        live.post("/api/v1/tasks/" + UNKNOWN + "/cancel"),
        404,
        "{\"error\":\"task_not_found\",\"message\":\"task not found\","
            + "\"details\":{\"task_id\":\""
            + UNKNOWN
            + "\"}}");
    assertThat(live.post("/api/v1/tasks/" + NIL + "/cancel").status()).isEqualTo(400);
    assertThat(live.post("/api/v1/tasks/x/cancel").status()).isEqualTo(400);
  }

  @Test
  void handlerIsAskedToSuspendAndResumedLater() throws Exception {
    TaskId task = submit("{\"action\":\"suspendable\"}");
    RunId id = onlyRun(task);
    started.await();

    assertBody(
        live.post("/api/v1/runs/" + id + "/suspend", "{\"reason\":\"lunch\"}"),
        runAnswer(id, "suspend_requested"));
    awaitSuspended();
    assertBody(live.post("/api/v1/runs/" + id + "/suspend"), runAnswer(id, "already_suspended"));
    assertThat(explain(id)).contains("\"state\":\"Suspended\"", "\"code\":\"suspended\"");

    assertBody(live.post("/api/v1/runs/" + id + "/resume"), runAnswer(id, "resumed"));
    finished(task);
    var refused = live.post("/api/v1/runs/" + id + "/suspend");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.body()).startsWith("{\"error\":\"run_suspend_requires_running\",");
    assertThat(live.post("/api/v1/runs/" + id + "/resume").status()).isEqualTo(409);
  }

  @Test
  void explanationNamesWhatStandsInTheWay() {
    RunId orphan = onlyRun(submit("{\"action\":\"nobody\"}"));

    assertThat(explain(orphan)).contains("\"code\":\"no_capable_actor\"");
    live.post("/api/v1/engine/pause");
    assertThat(explain(orphan)).contains("\"code\":\"engine_paused\"");
    assertThat(live.get("/api/v1/runs/" + UNKNOWN + "/explain").status()).isEqualTo(404);
  }

  @Test
  @DisplayName("A-513: the closed vocabularies of what control calls answer")
  void statusesComeFromClosedVocabularies() {
    Set<String> task = new TreeSet<>();
    Set<String> run = new TreeSet<>();
    Set<String> engine = new TreeSet<>();
    for (String action : List.of("nobody", "ok")) {
      String id = field(live.post("/api/v1/tasks", "{\"action\":\"" + action + "\"}"), "task_id");
      String of = field(live.get("/api/v1/runs?task_id=" + id), "run_id");
      if (action.equals("ok")) {
        awaitCompletedRuns(1);
      }
      run.add(field(live.post("/api/v1/runs/" + of + "/cancel"), "status"));
      run.add(field(live.post("/api/v1/runs/" + of + "/cancel"), "status"));
      task.add(field(live.post("/api/v1/tasks/" + id + "/cancel"), "status"));
      task.add(field(live.post("/api/v1/tasks/" + id + "/cancel"), "status"));
    }
    for (String call : List.of("pause", "pause", "resume", "resume")) {
      engine.add(field(live.post("/api/v1/engine/" + call), "status"));
    }

    assertThat(task).containsExactly("already_canceled", "canceled");
    assertThat(run).containsExactly("already_canceled", "already_terminal", "canceled");
    assertThat(engine).containsExactly("already_paused", "already_resumed", "paused", "resumed");
  }

  /// The command alone refuses to end a pause that is not there; the outcome of the call is a value
  /// (S-18).
  @Test
  @DisplayName("A-514: an engine that is not paused is answered as already_resumed")
  void resumeOfARunningEngineIsNoFailure() {
    var decision = Decider.decide(QueueState.empty(), null, new EngineResume(1));
    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Rejected.class,
            refused -> assertThat(refused.rejection().code()).isEqualTo("engine_not_paused"));

    assertAnswer(live.post("/api/v1/engine/resume"), 200, "{\"status\":\"already_resumed\"}");
  }

  private static String field(LiveDaemon.Answer answer, String name) {
    var matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(answer.body());
    assertThat(matcher.find()).as(answer.body()).isTrue();
    return matcher.group(1);
  }

  @Test
  void readOnlyDaemonReadsAndChangesNothing() {
    live.close();
    var config = LiveDaemon.config(directory).with(ConfigKey.READ_ONLY, "true");
    live = LiveDaemon.start(directory, config, LiveDaemon.environment(directory));

    assertThat(live.daemon().summary().controlEnabled()).isFalse();
    var refused = live.post("/api/v1/tasks", "{\"action\":\"ok\"}");
    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.body()).startsWith("{\"error\":\"control_disabled\",");
    assertThat(live.get("/api/v1/stats").status()).isEqualTo(200);
    assertThat(live.get("/api/v1/engine").body()).endsWith("\"read_only\":true}");
  }

  private TaskId submit(String json) {
    var answer = live.post("/api/v1/tasks", json);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return read(answer.body(), SubmitAnswer.class).taskId();
  }

  private TaskId finished(TaskId id) {
    assertThat(live.get("/api/v1/tasks/" + id + "?wait=30").body())
        .contains("\"status\":\"completed\"");
    return id;
  }

  private RunId onlyRun(TaskId id) {
    return read(live.get("/api/v1/tasks/" + id + "/runs").body(), RunList.class)
        .runs()
        .getFirst()
        .runId();
  }

  private RunDetail run(RunId id) {
    return read(live.get("/api/v1/runs/" + id).body(), RunDetail.class);
  }

  private String explain(RunId id) {
    return live.get("/api/v1/runs/" + id + "/explain").body();
  }

  private LiveDaemon.Answer cancelRun(RunId id) {
    return live.post("/api/v1/runs/" + id + "/cancel");
  }

  private void awaitCompletedRuns(int count) {
    awaitStats("\"completed\":" + count + ",");
  }

  private void awaitSuspended() {
    awaitStats("\"suspended\":1}");
  }

  /// Asks until the engine has got there; each question is a turn of the engine thread.
  private void awaitStats(String part) {
    String body = "";
    for (int i = 0; i < 5_000 && !body.contains(part); i++) {
      body = live.get("/api/v1/stats").body();
    }
    assertThat(body).contains(part);
  }

  private static String runAnswer(RunId id, String status) {
    return "{\"run_id\":\"" + id + "\",\"status\":\"" + status + "\"}";
  }

  private static void assertBody(LiveDaemon.Answer answer, String body) {
    assertAnswer(answer, 200, body);
  }

  private static void assertAnswer(LiveDaemon.Answer answer, int status, String body) {
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.status()).isEqualTo(status);
  }

  private static <T> T read(String json, Class<T> type) {
    return WireJson.read(json.getBytes(StandardCharsets.UTF_8), type);
  }
}
