package io.actionqueue.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.Outcome;
import io.actionqueue.client.ActionQueueClient;
import io.actionqueue.client.LocalDaemon;
import io.actionqueue.client.wire.BudgetOrder;
import io.actionqueue.client.wire.RunsByState;
import io.actionqueue.client.wire.Submission;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.server.testing.LiveDaemon;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Budgets, dependencies, children, tenants and rights of a live daemon (spec 04 §8, §13.2).
@Timeout(60)
class EngineRoutesTest {
  private static final String UNKNOWN = "99999999-9999-9999-9999-999999999999";

  @TempDir static Path directory;

  private static LiveDaemon live;
  private static ActionQueueClient client;

  @BeforeAll
  static void start() {
    var environment =
        LiveDaemon.environment(directory)
            .handler("spend", _ -> Outcome.success("x").consuming(BudgetDimension.TOKEN, 60));
    live = LiveDaemon.start(directory, LiveDaemon.config(directory), environment);
    client = ActionQueueClient.connect(LocalDaemon.find(directory).orElseThrow().options());
  }

  @AfterAll
  static void stop() {
    client.close();
    live.close();
  }

  @Test
  void budgetIsAllocatedSpentExhaustedAndReplenished() {
    TaskId task = client.submit(Submission.of("nobody")).taskId();
    String budgets = "/api/v1/tasks/" + task + "/budgets";
    assertThat(live.get(budgets).body()).isEqualTo("{\"task_id\":\"" + task + "\",\"budgets\":[]}");
    assertBody(put(budgets + "/Token", "{\"limit\":100}"), 200, "");
    assertBody(put(budgets + "/Token", "{\"limit\":100}"), 409, "budget_already_allocated");
    assertBody(put(budgets + "/Token", "{\"limit\":50,\"replace\":true}"), 200, "");
    assertThat(live.get(budgets + "/Token").body())
        .startsWith(
            "{\"dimension\":\"Token\",\"limit\":50,\"consumed\":0,\"remaining\":50,\"percent\":0,"
                + "\"exhausted\":false,\"allocated_at\":");
    assertBody(
        live.post(budgets + "/CostCents/replenish", "{\"limit\":1}"), 404, "budget_not_allocated");
    assertBody(live.get(budgets + "/CostCents"), 404, "budget_not_allocated");
    assertBody(put(budgets + "/Tea", "{\"limit\":1}"), 422, "invalid_dimension");
    LiveDaemon.Answer zero = put(budgets + "/Token", "{\"limit\":0,\"replace\":true}");
    assertBody(zero, 422, "zero_limit");
    assertThat(zero.body()).contains("limit must be greater than zero");
    assertBody(put(budgets + "/Token", "{\"limit\":-1}"), 422, "invalid_body");
    assertBody(put(budgets + "/Token", "{}"), 422, "invalid_body");
    String unknown = "/api/v1/tasks/" + UNKNOWN + "/budgets";
    assertBody(live.get(unknown), 404, "task_not_found");
    assertBody(live.get(unknown + "/Token"), 404, "task_not_found");
    assertBody(put(unknown + "/Token", "{\"limit\":1}"), 404, "task_not_found");
  }

  @Test
  void exhaustedBudgetHoldsRunsUntilItIsReplenished() {
    client.pause();
    // With a key of its own, the second run starts after the first one's end and consumption, if
    // at all: however long it takes to get here.
    String task =
        "{\"action\":\"spend\",\"run_policy\":\"repeat:2:1\","
            + "\"constraints\":{\"max_attempts\":1,\"concurrency_key\":\"purse\"}}";
    TaskId id =
        TaskId.parse(
            live.post("/api/v1/tasks", task)
                .body()
                .replaceAll(".*\"task_id\":\"([^\"]*)\".*", "$1"));
    client.allocateBudget(id, BudgetDimension.TOKEN, new BudgetOrder(60, null));
    client.resume();
    while (!client.budgets(id).budgets().getFirst().exhausted()
        || client.task(id).runsByState().completed() < 1) {
      Thread.onSpinWait();
    }
    RunsByState runs = client.task(id).runsByState();
    assertThat(runs.scheduled() + runs.ready()).as("the second run has not started").isEqualTo(1);

    assertThat(client.replenishBudget(id, BudgetDimension.TOKEN, 600).consumed()).isZero();
    assertThat(client.awaitTask(id, Duration.ofSeconds(30)).runsByState().completed()).isEqualTo(2);
    assertThat(client.budgets(id).budgets().getFirst().percent()).isEqualTo(10);
  }

  @Test
  void dependenciesAreDeclaredAndCyclesNamed() {
    TaskId first = client.submit(Submission.of("nobody")).taskId();
    TaskId second = client.submit(Submission.of("nobody").after(List.of(first))).taskId();
    TaskId third = client.submit(Submission.of("nobody").after(List.of(first))).taskId();

    var both = client.declareDependencies(third, List.of(second));
    assertThat(both.dependsOn()).containsExactlyInAnyOrder(first, second);
    assertThat(client.dependencies(first).dependents()).containsExactlyInAnyOrder(second, third);

    String path = "/api/v1/tasks/" + second + "/dependencies";
    var cycle = live.post(path, "{\"depends_on\":[\"" + third + "\"]}");
    assertBody(cycle, 409, "dependency_cycle");
    assertThat(cycle.body())
        .contains("\"task_id\":\"" + second + "\"", "\"depends_on\":\"" + third + "\"");
    assertBody(live.post(path, "{\"depends_on\":[]}"), 422, "empty_dependency_list");
    assertBody(live.post(path, "{}"), 422, "invalid_body");
    assertBody(live.post(path, "{\"depends_on\":[\"x\"]}"), 400, "malformed_id");
    assertBody(live.post(path, "{\"depends_on\":[\"" + UNKNOWN + "\"]}"), 404, "unknown_task");
    assertBody(
        live.post(
            "/api/v1/tasks/" + UNKNOWN + "/dependencies", "{\"depends_on\":[\"" + first + "\"]}"),
        404,
        "task_not_found");
    assertBody(live.get("/api/v1/tasks/" + UNKNOWN + "/dependencies"), 404, "task_not_found");
  }

  @Test
  void childrenAreShownWithTheirRuns() {
    TaskId parent = client.submit(Submission.of("nobody")).taskId();
    assertThat(live.get("/api/v1/tasks/" + parent + "/children").body())
        .isEqualTo(
            "{\"task_id\":\""
                + parent
                + "\",\"all_terminal\":true,\"children\":[],"
                + "\"limit\":100,\"offset\":0,\"total\":0}");
    TaskId child = client.submit(Submission.of("spend").parent(parent)).taskId();
    client.awaitTask(child, Duration.ofSeconds(30));

    assertThat(live.get("/api/v1/tasks/" + parent + "/children").body())
        .contains("\"all_terminal\":true", "\"task_id\":\"" + child + "\"")
        .contains("\"last_result\":\"Success\",\"last_error\":null,\"last_output\":[120]");
    assertBody(live.get("/api/v1/tasks/" + UNKNOWN + "/children"), 404, "task_not_found");
  }

  @Test
  void tenantsAreMadeOnceAndRightsAreGivenInThem() {
    String tenant = "33333333-3333-3333-3333-333333333333";
    String actor = "44444444-4444-4444-4444-444444444444";
    String made = "{\"tenant_id\":\"" + tenant + "\",\"name\":\"acme\"}";
    var created = live.post("/api/v2/tenants", made);
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.body()).isEqualTo("{\"tenant_id\":\"" + tenant + "\"}");
    assertBody(live.post("/api/v2/tenants", made), 409, "tenant_already_exists");
    assertBody(live.post("/api/v2/tenants", made.replace("acme", "")), 422, "empty_tenant_name");
    assertThat(live.get("/api/v2/tenants/" + tenant).body()).contains("\"name\":\"acme\"");
    assertThat(live.get("/api/v2/tenants").body()).contains(tenant);
    assertBody(live.get("/api/v2/tenants/" + UNKNOWN), 404, "tenant_not_found");

    String rights = "/api/v2/actors/" + actor;
    String role = "{\"role\":\"Gatekeeper\",\"tenant_id\":\"" + tenant + "\"}";
    assertBody(live.post(rights + "/roles", role), 404, "actor_not_found");
    register(actor);
    assertBody(live.post(rights + "/roles", role), 200, "");
    assertBody(
        live.post(rights + "/roles", role.replace(tenant, UNKNOWN)), 404, "tenant_not_found");
    assertBody(
        live.post(rights + "/roles", role.replace("Gatekeeper", "")), 422, "empty_custom_role");
    String grant = "{\"capability\":\"CanApprove\",\"tenant_id\":\"" + tenant + "\"}";
    assertBody(live.post(rights + "/capabilities", grant), 200, "");
    assertBody(
        live.post(rights + "/capabilities", grant.replace("CanApprove", "own thing")), 200, "");
    assertThat(live.get(rights + "/rights?tenant_id=" + tenant).body())
        .endsWith("\"role\":\"Gatekeeper\",\"capabilities\":[\"CanApprove\",\"own thing\"]}");

    String taken = rights + "/capabilities/own%20thing?tenant_id=" + tenant;
    assertBody(live.send(live.request(taken).DELETE()), 200, "");
    assertBody(live.send(live.request(taken).DELETE()), 404, "capability_not_granted");
    assertThat(live.get(rights + "/rights?tenant_id=" + tenant).body())
        .endsWith("\"capabilities\":[\"CanApprove\"]}");
    assertBody(live.get(rights + "/rights"), 422, "invalid_filter");
    assertBody(live.get(rights + "/rights?tenant_id=" + UNKNOWN), 404, "tenant_not_found");
  }

  private static void register(String actor) {
    String body =
        "{\"actor_id\":\""
            + actor
            + "\",\"identity\":\""
            + actor
            + "\","
            + "\"capabilities\":[\"decide\"],\"heartbeat_interval_secs\":3600}";
    assertThat(live.post("/api/v2/actors/register", body).status()).isEqualTo(201);
  }

  private static LiveDaemon.Answer put(String target, String json) {
    return live.send(
        live.request(target)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(json)));
  }

  private static void assertBody(LiveDaemon.Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    if (!code.isEmpty()) {
      assertThat(answer.body()).startsWith("{\"error\":\"" + code + "\",");
    }
  }
}
