package io.actionqueue.client.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.task.HoldPolicy;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.SafetyLevel;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskMetadata;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

/// The bodies, byte by byte: field order, nulls, numbers.
class WireJsonTest {
  private static final TaskId TASK = TaskId.parse("11111111-1111-1111-1111-111111111111");
  private static final TaskId PARENT = TaskId.parse("22222222-2222-2222-2222-222222222222");
  private static final RunId RUN = RunId.parse("aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa");
  private static final AttemptId FIRST = new AttemptId(0, 1);
  private static final AttemptId SECOND = new AttemptId(0, 2);

  @Test
  @DisplayName("A-483, A-484, A-485: health and readiness are one word")
  void statusIsOneWord() {
    assertThat(WireJson.text(new StatusAnswer("ok"))).isEqualTo("{\"status\":\"ok\"}");
    assertThat(WireJson.text(new StatusAnswer("ready"))).isEqualTo("{\"status\":\"ready\"}");
    assertThat(WireJson.text(new StatusAnswer("bootstrap_incomplete")))
        .isEqualTo("{\"status\":\"bootstrap_incomplete\"}");
  }

  @Test
  @DisplayName("A-512: what successful control calls answer, to the byte")
  void controlAnswersAreExact() {
    assertThat(WireJson.text(new CancelTaskAnswer(TASK, "canceled", 2, 1, 3)))
        .isEqualTo(
            "{\"task_id\":\"11111111-1111-1111-1111-111111111111\",\"status\":\"canceled\","
                + "\"runs_canceled\":2,\"runs_already_terminal\":1,\"runs_total\":3}");
    assertThat(WireJson.text(new RunAnswer(RUN, "canceled")))
        .isEqualTo("{\"run_id\":\"aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa\",\"status\":\"canceled\"}");
    assertThat(WireJson.text(new StatusAnswer("paused"))).isEqualTo("{\"status\":\"paused\"}");
    assertThat(WireJson.text(new StatusAnswer("resumed"))).isEqualTo("{\"status\":\"resumed\"}");
  }

  @Test
  @DisplayName("A-487: stats carry every field, suspended last (S-11)")
  void statsCarryEveryField() {
    var stats = new Stats(5, 12, 20, new RunsByState(2, 3, 1, 4, 0, 1, 0, 1, 0), 42);

    assertThat(WireJson.text(stats))
        .isEqualTo(
            "{\"total_tasks\":5,\"total_runs\":12,\"attempts_total\":20,\"runs_by_state\":"
                + "{\"scheduled\":2,\"ready\":3,\"leased\":1,\"running\":4,\"retry_wait\":0,"
                + "\"completed\":1,\"failed\":0,\"canceled\":1,\"suspended\":0},"
                + "\"latest_sequence\":42}");
  }

  @Test
  @DisplayName("A-488, A-489: all-zero stats; the states in their order")
  void statesStandInTheirOrder() {
    assertThat(WireJson.text(new Stats(0, 0, 0, RunsByState.of(Map.of()), 0)))
        .startsWith("{\"total_tasks\":0,\"total_runs\":0,\"attempts_total\":0,")
        .endsWith("\"canceled\":0,\"suspended\":0},\"latest_sequence\":0}");
    assertThat(WireJson.text(new RunsByState(1, 2, 3, 4, 5, 6, 7, 8, 9)))
        .isEqualTo(
            "{\"scheduled\":1,\"ready\":2,\"leased\":3,\"running\":4,\"retry_wait\":5,"
                + "\"completed\":6,\"failed\":7,\"canceled\":8,\"suspended\":9}");
  }

  @Test
  void numbersBeyondSixtyThreeBitsKeepTheirDigits() {
    var stats = new Stats(0, 0, 0, RunsByState.of(Map.of()), -1);

    String json = WireJson.text(stats);

    assertThat(json).endsWith("\"latest_sequence\":18446744073709551615}");
    assertThat(WireJson.read(bytes(json), Stats.class)).isEqualTo(stats);
  }

  @Test
  void numbersThatAreNotUnsignedSixtyFourBitsAreRefused() {
    for (String number : List.of("-1", "18446744073709551616", "1.5", "\"1\"", "1e3", "true")) {
      assertThatThrownBy(() ->
              WireJson.read(bytes("{\"url\":\"u\",\"pid\":" + number + "}"), DaemonInfo.class))
          .as(number)
          .isInstanceOf(JacksonException.class);
    }
  }

  @Test
  void furtherKeysAreShownOnlyWhereThereAreSome() {
    var run = RunInstance.scheduled(RUN, TASK, 100, 100);
    var one = RunSummary.of(run, "cpu", List.of());
    var several = RunSummary.of(run, "cpu", List.of("license", "disk"));

    assertThat(WireJson.text(one)).endsWith(",\"concurrency_key\":\"cpu\"}");
    assertThat(WireJson.text(several))
        .endsWith(",\"concurrency_key\":\"cpu\",\"further_keys\":[\"license\",\"disk\"]}");
    for (RunSummary each : List.of(one, several, RunSummary.of(run, null, List.of()))) {
      assertThat(WireJson.read(WireJson.write(each), RunSummary.class)).isEqualTo(each);
    }
    assertThat(one.allKeys()).containsExactly("cpu");
    assertThat(several.allKeys()).containsExactly("cpu", "license", "disk");
  }

  @Test
  @DisplayName("A-502: a task view carries payload bytes, content type, 100 and null")
  void taskViewCarriesEveryField() {
    var spec = spec().withMetadata(new TaskMetadata(List.of("a", "b"), -7, null));

    assertThat(WireJson.text(TaskDetail.of(spec, 100, null, RunsByState.of(Map.of()))))
        .startsWith(
            "{\"id\":\"11111111-1111-1111-1111-111111111111\",\"payload\":[0,104,255],"
                + "\"content_type\":\"text/plain\",\"run_policy\":\"Once\",\"constraints\":"
                + "{\"max_attempts\":1,\"timeout_secs\":null,\"concurrency_key\":null,"
                + "\"concurrency_key_hold_policy\":\"HoldDuringRetry\",\"safety_level\":\"Pure\","
                + "\"required_capabilities\":null},\"metadata\":{\"tags\":[\"a\",\"b\"],"
                + "\"priority\":-7,\"description\":null},\"created_at\":100,\"updated_at\":null,"
                + "\"status\":\"open\",");
  }

  @Test
  @DisplayName("A-461: a child shows its parent, a root has no such key")
  void parentIsShownOnlyWhereThereIsOne() {
    var root = TaskDetail.of(spec(), 100, null, RunsByState.of(Map.of()));
    var child = TaskDetail.of(spec().withParent(PARENT), 100, null, RunsByState.of(Map.of()));

    assertThat(WireJson.text(root)).doesNotContain("parent_task_id");
    assertThat(WireJson.text(child))
        .contains(",\"parent_task_id\":\"22222222-2222-2222-2222-222222222222\",\"created_at\"");
  }

  @Test
  void everyRunPolicyHasItsForm() {
    assertThat(WireJson.text(RunPolicy.ONCE)).isEqualTo("\"Once\"");
    assertThat(WireJson.text(new RunPolicy.Repeat(3, 60)))
        .isEqualTo("{\"Repeat\":{\"count\":3,\"interval_secs\":60}}");
    assertThat(WireJson.text(new RunPolicy.Cron("0 0 * * * *", null)))
        .isEqualTo("{\"Cron\":{\"expression\":\"0 0 * * * *\"}}");
    assertThat(WireJson.text(new RunPolicy.Cron("@daily", 5L)))
        .isEqualTo("{\"Cron\":{\"expression\":\"@daily\",\"max_occurrences\":5}}");
  }

  @Test
  void everyConstraintIsReadBack() {
    var constraints =
        new TaskConstraints(
            3, 9L, "k", HoldPolicy.RELEASE_ON_RETRY, SafetyLevel.TRANSACTIONAL, List.of("x", "y"));

    assertThat(WireJson.read(WireJson.write(constraints), TaskConstraints.class))
        .isEqualTo(constraints);
  }

  @Test
  @DisplayName("A-462, A-504: a run view shows past, attempts, output bytes, lease and reason")
  void runViewShowsItsPast() {
    var run =
        new StateImage.Run(
            new RunInstance(RUN, TASK, RunState.RUNNING, SECOND, 2, 1000, 1100, 0, 1350),
            List.of(
                new StateImage.HistoryEntry(null, RunState.SCHEDULED, 1000),
                new StateImage.HistoryEntry(RunState.SCHEDULED, RunState.READY, 1100)),
            List.of(
                new StateImage.Attempt(
                    FIRST, 1201, 1300L, AttemptResult.FAILURE, "boom", Bytes.utf8("x")),
                new StateImage.Attempt(SECOND, 1350, null, null, null, null)),
            new StateImage.Lease("runtime", 1700, 1340, 1400));

    assertThat(WireJson.text(RunDetail.of(run, 2, List.of())))
        .isEqualTo(
            "{\"run_id\":\"aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa\","
                + "\"task_id\":\"11111111-1111-1111-1111-111111111111\",\"state\":\"Running\","
                + "\"created_at\":1000,\"scheduled_at\":1100,\"attempt_count\":2,"
                + "\"current_attempt_id\":\"00000000-0000-0000-0000-000000000002\","
                + "\"state_history\":[{\"from\":null,\"to\":\"Scheduled\",\"timestamp\":1000},"
                + "{\"from\":\"Scheduled\",\"to\":\"Ready\",\"timestamp\":1100}],"
                + "\"attempts\":[{\"attempt_id\":\"00000000-0000-0000-0000-000000000001\","
                + "\"started_at\":1201,\"finished_at\":1300,\"result\":\"Failure\","
                + "\"error\":\"boom\",\"output\":[120]},"
                + "{\"attempt_id\":\"00000000-0000-0000-0000-000000000002\",\"started_at\":1350,"
                + "\"finished_at\":null,\"result\":null,\"error\":null}],"
                + "\"lease\":{\"owner\":\"runtime\",\"expiry\":1700,\"acquired_at\":1340,"
                + "\"updated_at\":1400},\"block_reason\":\"running\",\"counted_attempts\":2,"
                + "\"blocked_by\":[]}");
  }

  @Test
  @DisplayName("A-505: a ready run has no block reason")
  void readyRunHasNoBlockReason() {
    assertThat(blockReason(RunState.READY)).isNull();
    assertThat(blockReason(RunState.SCHEDULED)).isEqualTo("scheduled");
    assertThat(blockReason(RunState.LEASED)).isEqualTo("leased");
    assertThat(blockReason(RunState.RETRY_WAIT)).isEqualTo("retry_wait");
    assertThat(blockReason(RunState.SUSPENDED)).isEqualTo("suspended");
    for (RunState end : List.of(RunState.COMPLETED, RunState.FAILED, RunState.CANCELED)) {
      assertThat(blockReason(end)).isEqualTo("terminal");
    }
  }

  @Test
  void failureWithTheReservedPrefixShowsAsInterrupted() {
    assertThat(AttemptVerdict.of(AttemptResult.FAILURE, "interrupted: crash"))
        .isEqualTo(AttemptVerdict.INTERRUPTED);
    assertThat(AttemptVerdict.of(AttemptResult.FAILURE, "handler: interrupted: crash"))
        .isEqualTo(AttemptVerdict.FAILURE);
    assertThat(WireJson.text(AttemptVerdict.INTERRUPTED)).isEqualTo("\"Interrupted\"");
  }

  @Test
  void statusOfATaskFollowsItsRuns() {
    assertThat(TaskStatus.of(false, RunsByState.of(Map.of()))).isEqualTo(TaskStatus.OPEN);
    assertThat(TaskStatus.of(false, RunsByState.of(Map.of(RunState.SUSPENDED, 1))))
        .isEqualTo(TaskStatus.OPEN);
    assertThat(
            TaskStatus.of(false, RunsByState.of(Map.of(RunState.COMPLETED, 1, RunState.FAILED, 2))))
        .isEqualTo(TaskStatus.COMPLETED);
    assertThat(TaskStatus.of(false, RunsByState.of(Map.of(RunState.CANCELED, 1))))
        .isEqualTo(TaskStatus.FAILED);
    assertThat(TaskStatus.of(true, RunsByState.of(Map.of(RunState.RUNNING, 1))))
        .isEqualTo(TaskStatus.CANCELED);
  }

  @Test
  void submissionSendsOnlyWhatWasSet() {
    assertThat(text(Submission.of("mail").payload(Bytes.utf8("hi")).toJson()))
        .isEqualTo("{\"action\":\"mail\",\"payload_base64\":\"aGk=\"}");
    assertThat(
            text(
                Submission.withoutAction()
                    .id(TASK)
                    .idempotencyKey("k")
                    .runPolicy(new RunPolicy.Repeat(2, 5))
                    .after(List.of(PARENT))
                    .toJson()))
        .isEqualTo(
            "{\"id\":\"11111111-1111-1111-1111-111111111111\",\"idempotency_key\":\"k\","
                + "\"run_policy\":{\"Repeat\":{\"count\":2,\"interval_secs\":5}},"
                + "\"dependencies\":[\"22222222-2222-2222-2222-222222222222\"]}");
  }

  @Test
  void errorBodiesKeepTheirShape() {
    assertThat(
            WireJson.text(
                ErrorBody.of(
                    ErrorCode.INVALID_TASK_ID, "invalid task id", "task_id", "not-a-uuid")))
        .isEqualTo(
            "{\"error\":\"invalid_task_id\",\"message\":\"invalid task id\","
                + "\"details\":{\"task_id\":\"not-a-uuid\"}}");
    assertThat(WireJson.read(bytes("{\"error\":\"e\",\"message\":\"m\"}"), ErrorBody.class))
        .isEqualTo(new ErrorBody("e", "m", Map.of()));
  }

  private static String blockReason(RunState state) {
    var run =
        new StateImage.Run(
            new RunInstance(RUN, TASK, state, null, 0, 1, 1, 0, 1), List.of(), List.of(), null);
    return RunDetail.of(run, 0, List.of()).blockReason();
  }

  private static TaskSpec spec() {
    return TaskSpec.of(
        TASK, new TaskPayload(Bytes.copyOf(new byte[] {0, 104, (byte) 255}), "text/plain"));
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
