package io.actionqueue.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.Outcome;
import io.actionqueue.TaskRequest;
import io.actionqueue.client.ActionQueueClient;
import io.actionqueue.client.ClientException;
import io.actionqueue.client.ListFilter;
import io.actionqueue.client.LocalDaemon;
import io.actionqueue.client.wire.RunDetail;
import io.actionqueue.client.wire.RunOrder;
import io.actionqueue.client.wire.Submission;
import io.actionqueue.client.wire.TaskOptions;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.core.policy.RetryPolicy;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.OnUncertain;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.schedule.MisfirePolicy;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.server.testing.LiveDaemon;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Schedules, further runs, options, progress and notes over HTTP and in the client (spec 04
/// §13.2).
@Timeout(60)
class ScheduleRoutesTest {
  private static final CountDownLatch GO = new CountDownLatch(1);

  @TempDir static Path directory;

  private static LiveDaemon live;
  private static ActionQueueClient client;

  @BeforeAll
  static void start() {
    var environment =
        LiveDaemon.environment(directory)
            .handler("ok", _ -> Outcome.success("x"))
            .handler(
                "tell",
                context -> {
                  context.progress(40, "two of five");
                  GO.await();
                  context.submit(TaskRequest.of("ok").id(context.taskId()));
                  return Outcome.success();
                });
    live = LiveDaemon.start(directory, LiveDaemon.config(directory), environment);
    client = ActionQueueClient.connect(LocalDaemon.find(directory).orElseThrow().options());
  }

  @AfterAll
  static void stop() {
    client.close();
    live.close();
  }

  private static void assertRefused(int status, String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ClientException.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(code);
              assertThat(refused.status()).isEqualTo(status);
            });
  }

  @Test
  void schedulesArePreviewed() {
    assertThat(live.get("/api/v1/schedules/preview?cron=0+0+*+*+*+*&count=2&after=3600").body())
        .isEqualTo("{\"cron\":\"0 0 * * * *\",\"next\":[7200,10800]}");
    assertThat(client.previewSchedule("@daily", 3).next())
        .hasSize(3)
        .allMatch(second -> second % 86_400 == 0);
    assertRefused(422, "cron_policy_error", () -> client.previewSchedule("nonsense", 1));
    assertRefused(422, "invalid_preview_count", () -> client.previewSchedule("@daily", 1001));
    assertThat(live.get("/api/v1/schedules/preview").body()).contains("\"invalid_filter\"");
    assertThat(live.get("/api/v1/schedules/preview?cron=@daily&count=x").body())
        .contains("\"invalid_preview_count\"");
  }

  @Test
  void aTaskTellsWhenItIsDue() {
    TaskId task =
        client.submit(Submission.of("ok").runPolicy(new RunPolicy.Repeat(3, 3600))).taskId();
    client.awaitRun(
        client.runs(ListFilter.slice(1, 0).task(task)).runs().getFirst().runId(),
        RunState.SCHEDULED,
        Duration.ofSeconds(5));
    var schedule = client.schedule(task, 2);
    assertThat(schedule.next()).hasSize(2).isSorted();
    assertThat(schedule.passedOver()).isNull();
    assertRefused(404, "task_not_found", () -> client.schedule(new TaskId(9, 9), 1));
  }

  @Test
  void furtherRunsAreAdded() {
    TaskId task =
        client.submit(Submission.of("ok").runPolicy(new RunPolicy.Repeat(2, 3600))).taskId();
    var id = new RunId(77, 77);
    RunDetail added = client.addRun(task, new RunOrder(id, null));
    assertThat(added.runId()).isEqualTo(id);
    assertThat(added.taskId()).isEqualTo(task);
    assertRefused(409, "run_already_exists", () -> client.addRun(task, new RunOrder(id, null)));
    RunDetail later = client.addRun(task, new RunOrder(null, 4_000_000_000L));
    assertThat(later.scheduledAt()).isEqualTo(4_000_000_000L);
    while (client.run(id).state() != RunState.COMPLETED) {
      Thread.onSpinWait();
    }
    assertThat(live.post("/api/v1/tasks/" + task + "/runs", "{}").status()).isEqualTo(201);
    client.cancelTask(task);
    assertRefused(409, "task_canceled", () -> client.addRun(task, RunOrder.NOW));
    TaskId done = client.submit(Submission.of("ok")).taskId();
    client.awaitTask(done, Duration.ofSeconds(30));
    assertRefused(409, "task_over", () -> client.addRun(done, RunOrder.NOW));
    assertRefused(404, "task_not_found", () -> client.addRun(new TaskId(9, 9), RunOrder.NOW));
    TaskId cron =
        client
            .submit(Submission.of("ok").runPolicy(new RunPolicy.Cron("0 0 0 1 1 *", null)))
            .taskId();
    assertRefused(
        409,
        "run_beyond_schedule",
        () -> client.addRun(cron, new RunOrder(null, 9_000_000_000_000L)));
  }

  @Test
  void optionsAreTakenAndToldAgain() {
    var policy =
        new TaskPolicy(
            new RetryPolicy(
                RetryPolicy.Strategy.EXPONENTIAL, 10, 1000, RetryPolicy.Jitter.FULL, 60_000L),
            new MisfirePolicy.CatchUpLast(3, 30),
            AwaitChildren.FAIL_PARENT,
            TaskPolicy.OnReplenish.RESUME,
            3_600_000L,
            4_000_000_000_000L,
            2,
            5,
            OnUncertain.SUSPEND,
            60_000L,
            List.of("disk", "license"));
    var keyed = TaskConstraints.DEFAULT.withConcurrencyKey("cpu");
    TaskId task =
        client.submit(Submission.of("nobody").constraints(keyed).options(policy)).taskId();
    assertThat(client.task(task).options()).isEqualTo(TaskOptions.of(policy));
    TaskId plain = client.submit(Submission.of("nobody")).taskId();
    assertThat(client.task(plain).options()).isNull();
    for (String wrong :
        List.of(
            "{\"retry\":{\"strategy\":\"odd\",\"base_millis\":1,\"max_millis\":2}}",
            "{\"retry\":{\"base_millis\":1,\"max_millis\":2}}",
            "{\"misfire\":{\"policy\":\"odd\"}}",
            "{\"misfire\":{\"policy\":\"catch_up_last\"}}",
            "{\"await_children\":\"perhaps\"}",
            "{\"progress_within_millis\":0}",
            "{\"further_keys\":\"a\"}",
            "{\"key_permits\":0}")) {
      assertThat(live.post("/api/v1/tasks", "{\"options\":" + wrong + "}").status())
          .as(wrong)
          .isEqualTo(422);
    }
    for (String keys : List.of("[\"a\"]", "[\"b\",\"b\"]", "[\"k\"]")) {
      String first = keys.contains("a") ? "" : "\"concurrency_key\":\"k\",";
      String body =
          "{\"action\":\"nobody\",\"constraints\":{"
              + first
              + "\"max_attempts\":1},\"options\":{\"further_keys\":"
              + keys
              + "}}";
      assertThat(live.post("/api/v1/tasks", body).body())
          .startsWith("{\"error\":\"invalid_concurrency_keys\"");
    }
  }

  @Test
  void progressIsToldWhileAnAttemptIsOpenAndNotesAfterwards() {
    TaskId task = client.submit(Submission.of("tell")).taskId();
    RunId run = client.runs(ListFilter.slice(1, 0).task(task)).runs().getFirst().runId();
    while (client.run(run).progress() == null) {
      Thread.onSpinWait();
    }
    assertThat(client.run(run).progress())
        .isEqualTo(new RunDetail.ProgressDetail(40, "two of five"));
    GO.countDown();
    client.awaitTask(task, Duration.ofSeconds(30));
    RunDetail ended = client.run(run);
    assertThat(ended.progress()).isNull();
    assertThat(Objects.requireNonNull(ended.notes()))
        .singleElement()
        .satisfies(note -> assertThat(note.text()).startsWith("submission refused: "));
  }
}
