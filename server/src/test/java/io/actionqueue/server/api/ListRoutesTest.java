package io.actionqueue.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskMetadata;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import io.actionqueue.server.testing.RecordedRouter;
import io.actionqueue.server.testing.RecordedRouter.Answer;
import io.actionqueue.server.testing.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Order, slices and rows of the two listings over recorded states.
class ListRoutesTest {
  private static final TaskId TASK_B = TaskId.parse("123e4567-e89b-12d3-a456-4266141790ab");
  private static final TaskId TASK_C = TaskId.parse("123e4567-e89b-12d3-a456-4266141790ac");
  private static final RunId RUN_A = RunId.parse("aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa");
  private static final RunId RUN_B = RunId.parse("bbbbbbbb-bbbb-bbbb-bbbb-bbbbbbbbbbbb");

  @Test
  @DisplayName(
      "A-457, A-492, A-493, A-494, A-495: tasks by priority, creation, id; slices; limit 0, offset -1")
  void tasksAreOrderedAndSliced() {
    var recording = new Recording();
    int[][] rows = {{1, 5, 9}, {2, 5, 10}, {3, 5, 10}, {4, 6, 20}, {5, 4, 5}};
    List<TaskId> ids = new ArrayList<>();
    for (int[] row : rows) {
      var spec =
          TaskSpec.of(new TaskId(0, row[0]), TaskPayload.EMPTY)
              .withMetadata(new TaskMetadata(List.of(), row[1], null));
      recording.at(row[2]).task(spec);
      ids.add(spec.id());
    }
    var router = new RecordedRouter(recording.state());

    assertThat(ids(router.get("/api/v1/tasks").body(), "id"))
        .containsExactly(
            ids.get(3).toString(),
            ids.get(0).toString(),
            ids.get(1).toString(),
            ids.get(2).toString(),
            ids.get(4).toString());
    Answer slice = router.get("/api/v1/tasks?limit=2&offset=1");
    assertThat(ids(slice.body(), "id"))
        .containsExactly(ids.get(0).toString(), ids.get(1).toString());
    assertThat(slice.body()).endsWith("],\"limit\":2,\"offset\":1,\"total\":5}");
    assertAnswer(
        router.get("/api/v1/tasks?limit=0"),
        422,
        "{\"error\":\"invalid_pagination\",\"message\":\"limit must be between 1 and 1000\","
            + "\"details\":{\"field\":\"limit\"}}");
    assertAnswer(
        router.get("/api/v1/tasks?offset=-1"),
        422,
        "{\"error\":\"invalid_pagination\",\"message\":\"offset must be a non-negative integer\","
            + "\"details\":{\"field\":\"offset\"}}");
  }

  @Test
  @DisplayName("A-459, A-497, A-500: runs by due time, then id; slices; offset -1")
  void runsAreOrderedAndSliced() {
    var recording = new Recording().task(TaskSpec.of(TASK_B, TaskPayload.EMPTY));
    recording.run(new RunId(0, 3), TASK_B, 2000);
    recording.run(new RunId(0, 2), TASK_B, 1000);
    recording.run(new RunId(0, 1), TASK_B, 1000);
    var router = new RecordedRouter(recording.state());

    assertThat(ids(router.get("/api/v1/runs").body(), "run_id"))
        .extracting(id -> id.charAt(id.length() - 1))
        .containsExactly('1', '2', '3');
    assertThat(ids(router.get("/api/v1/runs?limit=2&offset=1").body(), "run_id")).hasSize(2);
    assertAnswer(
        router.get("/api/v1/runs?offset=-1"),
        422,
        "{\"error\":\"invalid_pagination\",\"message\":\"offset must be a non-negative integer\","
            + "\"details\":{\"field\":\"offset\"}}");
  }

  @Test
  @DisplayName("A-491, A-496: empty lists echo limit 100 and offset 0")
  void emptyListsEchoTheDefaults() {
    var router = new RecordedRouter(new Recording().state());

    assertAnswer(
        router.get("/api/v1/tasks"), 200, "{\"tasks\":[],\"limit\":100,\"offset\":0,\"total\":0}");
    assertAnswer(
        router.get("/api/v1/runs"), 200, "{\"runs\":[],\"limit\":100,\"offset\":0,\"total\":0}");
  }

  @Test
  @DisplayName("A-498, A-499: five runs in slices; limits 0 and 1001 are refused")
  void runSlices() {
    var recording = new Recording().task(TaskSpec.of(TASK_B, TaskPayload.EMPTY));
    for (int i = 1; i <= 5; i++) {
      recording.run(new RunId(0, i), TASK_B, 1000 + i);
    }
    var router = new RecordedRouter(recording.state());

    assertThat(ids(router.get("/api/v1/runs?limit=2&offset=1").body(), "run_id"))
        .containsExactly(new RunId(0, 2).toString(), new RunId(0, 3).toString());
    assertThat(ids(router.get("/api/v1/runs?limit=3&offset=3").body(), "run_id"))
        .containsExactly(new RunId(0, 4).toString(), new RunId(0, 5).toString());
    for (String limit : List.of("0", "1001")) {
      assertThat(router.get("/api/v1/runs?limit=" + limit).body())
          .contains("\"details\":{\"field\":\"limit\"}");
    }
  }

  @Test
  @DisplayName("A-501: the concurrency key of a run is its task's, or null")
  void concurrencyKeyIsTheTasks() {
    var recording =
        new Recording()
            .task(
                TaskSpec.of(TASK_B, TaskPayload.EMPTY)
                    .withConstraints(TaskConstraints.DEFAULT.withConcurrencyKey("alpha")))
            .task(TaskSpec.of(TASK_C, TaskPayload.EMPTY))
            .run(RUN_A, TASK_B, 1)
            .run(RUN_B, TASK_C, 2);
    String body = new RecordedRouter(recording.state()).get("/api/v1/runs").body();

    assertThat(body).contains("\"attempt_count\":0,\"concurrency_key\":\"alpha\"}");
    assertThat(body).contains("\"attempt_count\":0,\"concurrency_key\":null}");
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
