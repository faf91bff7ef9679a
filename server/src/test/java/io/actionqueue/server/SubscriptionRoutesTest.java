package io.actionqueue.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.Outcome;
import io.actionqueue.client.ActionQueueClient;
import io.actionqueue.client.ListFilter;
import io.actionqueue.client.LocalDaemon;
import io.actionqueue.client.wire.FilterJson;
import io.actionqueue.client.wire.Submission;
import io.actionqueue.client.wire.SubscriptionDetail;
import io.actionqueue.client.wire.SubscriptionOrder;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.server.testing.LiveDaemon;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Subscriptions and custom events of a live daemon (spec 04 §13.2).
@Timeout(60)
class SubscriptionRoutesTest {
  private static final String UNKNOWN = "99999999-9999-9999-9999-999999999999";

  @TempDir static Path directory;

  private static LiveDaemon live;
  private static ActionQueueClient client;

  @BeforeAll
  static void start() {
    var environment = LiveDaemon.environment(directory).handler("ok", _ -> Outcome.success("x"));
    live = LiveDaemon.start(directory, LiveDaemon.config(directory), environment);
    client = ActionQueueClient.connect(LocalDaemon.find(directory).orElseThrow().options());
  }

  @AfterAll
  static void stop() {
    client.close();
    live.close();
  }

  @Test
  void firedEventPromotesARunLongBeforeItsTime() {
    TaskId task = hourly();
    assertThat(client.fire("restocked").triggered()).isZero();
    SubscriptionDetail made = subscribe(task, new EventFilter.Custom("restocked"));
    assertThat(made.status()).isEqualTo("active");
    assertThat(made.mode()).isEqualTo("OneShot");
    assertThat(made.scope()).isEqualTo("NextRun");

    assertThat(client.fire("restocked").triggered()).isEqualTo(1);
    while (client.runs(completed(task)).runs().size() < 2) {
      Thread.onSpinWait();
    }
    SubscriptionDetail after = client.subscriptions(task).subscriptions().getFirst();
    assertThat(after.status()).isEqualTo("consumed");
    assertThat(after.triggeredAt()).isNotNull();
    assertThat(client.fire("restocked").triggered()).isZero();
    assertThat(client.runs(completed(task)).runs()).hasSize(2);
  }

  @Test
  void endOfAnotherTaskIsAnEvent() {
    TaskId task = hourly();
    TaskId other = client.submit(Submission.of("nobody")).taskId();
    SubscriptionDetail made =
        subscribe(task, new EventFilter.RunStateChanged(other, RunState.CANCELED));
    assertThat(made.filter())
        .isEqualTo(FilterJson.of(new EventFilter.RunStateChanged(other, RunState.CANCELED)));
    client.cancelTask(other);
    while (client.runs(completed(task)).runs().size() < 2) {
      Thread.onSpinWait();
    }
  }

  @Test
  void canceledSubscriptionHearsNothing() {
    TaskId task = hourly();
    SubscriptionDetail made = subscribe(task, new EventFilter.Custom("never"));
    String path = "/api/v1/subscriptions/" + made.subscriptionId();
    assertBody(live.send(live.request(path).DELETE()), 200, "");
    assertBody(live.send(live.request(path).DELETE()), 409, "subscription_already_canceled");
    assertThat(live.get(path).body()).contains("\"status\":\"canceled\"");
    assertThat(client.fire("never").triggered()).isZero();
  }

  @Test
  void badSubscriptionsAreRefused() {
    TaskId task = client.submit(Submission.of("nobody")).taskId();
    String custom = "\"filter\":{\"Custom\":{\"key\":\"k\"}}";
    String good = "{\"task_id\":\"" + task + "\",";
    for (String rest :
        List.of(
            "\"filter\":{}",
            "\"filter\":{\"Custom\":{\"key\":\"k\"},\"TaskCompleted\":{\"task_id\":\""
                + task
                + "\"}}",
            "\"filter\":{\"Custom\":{}}",
            "\"filter\":{\"RunStateChanged\":{\"task_id\":\"" + task + "\",\"state\":\"Gone\"}}",
            custom + ",\"mode\":\"Twice\"",
            custom + ",\"scope\":\"Some\"",
            custom + ",\"fire_if_already_true\":1")) {
      assertBody(live.post("/api/v1/subscriptions", good + rest + "}"), 422, "invalid_body");
    }
    assertBody(
        live.post("/api/v1/subscriptions", good + "\"filter\":{\"Custom\":{\"key\":\"\"}}}"),
        422,
        "empty_event_key");
    String threshold =
        "\"filter\":{\"BudgetThreshold\":{\"task_id\":\""
            + task
            + "\",\"dimension\":\"Token\",\"threshold_pct\":101}}";
    assertBody(
        live.post("/api/v1/subscriptions", good + threshold + "}"), 422, "invalid_threshold");
    assertBody(
        live.post("/api/v1/subscriptions", "{\"task_id\":\"" + UNKNOWN + "\"," + custom + "}"),
        404,
        "unknown_task");
    String named = good + custom + ",\"id\":\"55555555-5555-5555-5555-555555555555\"}";
    assertBody(live.post("/api/v1/subscriptions", named), 201, "");
    assertBody(live.post("/api/v1/subscriptions", named), 409, "subscription_already_exists");
    assertBody(live.get("/api/v1/subscriptions/" + UNKNOWN), 404, "subscription_not_found");
    assertBody(live.get("/api/v1/subscriptions/x"), 400, "invalid_subscription_id");
    assertBody(live.get("/api/v1/subscriptions"), 422, "invalid_filter");
    assertBody(live.get("/api/v1/subscriptions?task_id=" + UNKNOWN), 404, "task_not_found");
    assertBody(live.post("/api/v1/events", "{\"key\":\"\"}"), 422, "empty_event_key");
    assertBody(live.post("/api/v1/events", "{}"), 422, "invalid_body");
  }

  /// A task with two runs, the second one in an hour; the first one has completed.
  private static TaskId hourly() {
    TaskId task =
        client.submit(Submission.of("ok").runPolicy(new RunPolicy.Repeat(2, 3600))).taskId();
    while (client.runs(completed(task)).runs().size() < 1) {
      Thread.onSpinWait();
    }
    return task;
  }

  private static ListFilter completed(TaskId task) {
    return ListFilter.slice(10, 0).task(task).state(RunState.COMPLETED);
  }

  private static SubscriptionDetail subscribe(TaskId task, EventFilter filter) {
    return client.subscribe(
        new SubscriptionOrder(null, task, FilterJson.of(filter), null, null, null));
  }

  private static void assertBody(LiveDaemon.Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    if (!code.isEmpty()) {
      assertThat(answer.body()).startsWith("{\"error\":\"" + code + "\",");
    }
  }
}
