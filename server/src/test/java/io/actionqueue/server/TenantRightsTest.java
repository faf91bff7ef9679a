package io.actionqueue.server;

import static io.actionqueue.server.testing.TenantDaemon.ANNA;
import static io.actionqueue.server.testing.TenantDaemon.NOBODY;
import static io.actionqueue.server.testing.TenantDaemon.NORTH;
import static io.actionqueue.server.testing.TenantDaemon.OPERATOR;
import static io.actionqueue.server.testing.TenantDaemon.SAM;
import static io.actionqueue.server.testing.TenantDaemon.SOUTH;
import static io.actionqueue.server.testing.TenantDaemon.json;
import static io.actionqueue.server.testing.TenantDaemon.ok;
import static io.actionqueue.server.testing.TenantDaemon.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.client.wire.StreamedEvent;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.server.testing.LiveDaemon;
import io.actionqueue.server.testing.TenantDaemon;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Tokens of actors in tenants: over HTTP they have the queue as a session of their principal has
/// it (spec 04 §13.1).
@Timeout(60)
class TenantRightsTest {
  @TempDir Path directory;

  private TenantDaemon live;

  @BeforeEach
  void start() throws IOException {
    live = TenantDaemon.start(directory, LiveDaemon.environment(directory));
  }

  @AfterEach
  void stop() {
    live.close();
  }

  @Test
  void commandsNeedTheirCapabilityAtTheMomentOfTheRequest() {
    refused(
        live.post("anna", "/api/v1/tasks", "{\"action\":\"resize\"}"), 403, "missing_capability");
    live.grant(ANNA, "CanSubmit", NORTH);
    String task = live.submit("anna");
    String run = live.runOf(task);
    for (String command :
        List.of(
            "tasks/" + task + "/cancel",
            "runs/" + run + "/cancel",
            "runs/" + run + "/suspend",
            "runs/" + run + "/resume")) {
      refused(live.post("anna", "/api/v1/" + command, "{}"), 403, "missing_capability");
    }
    live.grant(ANNA, "CanCancel", NORTH);
    ok(live.post("anna", "/api/v1/runs/" + run + "/cancel", "{}"));

    live.revoke(ANNA, "CanSubmit", NORTH);
    refused(
        live.post("anna", "/api/v1/tasks", "{\"action\":\"resize\"}"), 403, "missing_capability");
  }

  @Test
  void submittedTasksBelongToTheTenantAndNoOtherCanBeNamed() {
    live.grant(ANNA, "CanSubmit", NORTH);
    String task = live.submit("anna");
    assertThat(json(live.get(OPERATOR, "/api/v1/tasks/" + task)).path("tenant_id").stringValue())
        .isEqualTo(NORTH);
    refused(
        live.post("anna", "/api/v1/tasks", "{\"tenant_id\":\"" + SOUTH + "\"}"),
        404,
        "unknown_tenant");
    live.grant(SAM, "CanSubmit", SOUTH);
    refused(
        live.post("sam", "/api/v1/tasks", "{\"dependencies\":[\"" + task + "\"]}"),
        404,
        "unknown_task");
    refused(
        live.post("sam", "/api/v1/tasks", "{\"parent_task_id\":\"" + task + "\"}"),
        404,
        "unknown_parent");
  }

  @Test
  void whatBelongsToOthersIsNotThere() {
    live.grant(ANNA, "CanSubmit", NORTH);
    live.grant(SAM, "CanSubmit", SOUTH);
    live.grant(SAM, "CanCancel", SOUTH);
    String task = live.submit("anna");
    String run = live.runOf(task);
    String unowned = json(live.post(OPERATOR, "/api/v1/tasks", "{}")).path("task_id").stringValue();

    for (String absent : List.of(task, unowned)) {
      for (String read :
          List.of(
              "", "/runs", "/budgets", "/budgets/Token", "/dependencies", "/children", "?wait=1")) {
        refused(live.get("sam", "/api/v1/tasks/" + absent + read), 404, "task_not_found");
      }
      refused(live.get("sam", "/api/v1/subscriptions?task_id=" + absent), 404, "task_not_found");
      refused(live.post("sam", "/api/v1/tasks/" + absent + "/cancel", "{}"), 404, "task_not_found");
    }
    for (String read : List.of("", "/explain", "?wait=1")) {
      refused(live.get("sam", "/api/v1/runs/" + run + read), 404, "run_not_found");
    }
    for (String command : List.of("/cancel", "/suspend", "/resume")) {
      refused(live.post("sam", "/api/v1/runs/" + run + command, "{}"), 404, "run_not_found");
    }
    refused(live.get("sam", "/api/v2/actors/" + ANNA), 404, "actor_not_found");

    assertThat(json(live.get("anna", "/api/v1/tasks/" + task)).path("id").stringValue())
        .isEqualTo(task);
    assertThat(live.get("anna", "/api/v1/tasks/" + task + "/children").status()).isEqualTo(200);
  }

  @Test
  void listsShowAndCountTheTenantsOnly() {
    live.grant(ANNA, "CanSubmit", NORTH);
    live.grant(SAM, "CanSubmit", SOUTH);
    String task = live.submit("anna");
    live.submit("sam");
    live.submit("sam");
    ok(live.post(OPERATOR, "/api/v1/tasks", "{}"));

    assertThat(json(live.get("anna", "/api/v1/tasks")).path("total").longValue()).isEqualTo(1);
    assertThat(live.get("anna", "/api/v1/tasks").body()).contains(task);
    assertThat(json(live.get("sam", "/api/v1/tasks")).path("total").longValue()).isEqualTo(2);
    assertThat(json(live.get("anna", "/api/v1/runs")).path("total").longValue()).isEqualTo(1);
    assertThat(json(live.get("anna", "/api/v1/runs?task_id=" + task)).path("total").longValue())
        .isEqualTo(1);
    assertThat(json(live.get("sam", "/api/v1/runs?task_id=" + task)).path("total").longValue())
        .isZero();
    assertThat(json(live.get("anna", "/api/v2/actors")).path("total").longValue()).isEqualTo(1);
    assertThat(json(live.get(OPERATOR, "/api/v1/tasks")).path("total").longValue()).isEqualTo(4);
  }

  @Test
  void listsAreFilteredByTenantAndTime() {
    live.grant(ANNA, "CanSubmit", NORTH);
    live.submit("anna");
    ok(live.post(OPERATOR, "/api/v1/tasks", "{}"));
    for (String list : List.of("tasks", "runs")) {
      String time = list.equals("tasks") ? "created" : "scheduled";
      String path = "/api/v1/" + list + "?limit=10";
      assertThat(total(OPERATOR, path)).isEqualTo(2);
      assertThat(total(OPERATOR, path + "&tenant_id=" + NORTH)).isEqualTo(1);
      assertThat(total(OPERATOR, path + "&tenant_id=" + SOUTH)).isZero();
      assertThat(total("anna", path + "&tenant_id=" + SOUTH)).isZero();
      assertThat(total(OPERATOR, path + "&" + time + "_from=1000")).isEqualTo(2);
      assertThat(total(OPERATOR, path + "&" + time + "_until=1000")).isZero();
      for (String bad :
          List.of("tenant_id=x", time + "_from=-1", time + "_until=soon", time + "_from=")) {
        refused(live.get(OPERATOR, path + "&" + bad), 422, "invalid_filter");
      }
    }
    assertThat(json(live.get(OPERATOR, "/api/v1/engine")).path("last_tick_at").longValue())
        .isPositive();
  }

  private long total(String who, String path) {
    return json(live.get(who, path)).path("total").longValue();
  }

  @Test
  void whoIsNothingInTheTenantSeesNothing() {
    for (String read : List.of("tasks", "runs", "events/stream", "tasks/" + NOBODY)) {
      refused(live.get("nobody", "/api/v1/" + read), 403, "no_role_assigned");
      refused(live.get("stray", "/api/v1/" + read), 404, "unknown_tenant");
    }
  }

  @Test
  void whatAllTenantsShareIsForTheOperator() {
    for (String read : List.of("/api/v1/stats", "/api/v1/engine", "/metrics", "/api/v2/tenants")) {
      refused(live.get("anna", read), 403, "forbidden");
      refused(live.get("looker", read), 403, "forbidden");
    }
    for (String command : List.of("/api/v1/engine/pause", "/api/v2/tenants")) {
      refused(live.post("anna", command, "{}"), 403, "forbidden");
    }
    refused(live.post("anna", "/api/v2/actors/" + ANNA + "/capabilities", "{}"), 403, "forbidden");
  }

  @Test
  void budgetsDependenciesAndSubscriptionsAreChangedWithinTheTenantOnly() {
    live.grant(ANNA, "CanSubmit", NORTH);
    String task = live.submit("anna");
    String after = live.submit("anna");
    String budget = "/api/v1/tasks/" + task + "/budgets/Token";
    String dependencies = "/api/v1/tasks/" + task + "/dependencies";
    String wait = "{\"task_id\":\"" + task + "\",\"filter\":{\"Custom\":{\"key\":\"k\"}}}";

    refused(live.put("anna", budget, "{\"limit\":9}"), 403, "missing_capability");
    refused(live.put("sam", budget, "{\"limit\":9}"), 403, "missing_capability");
    live.grant(ANNA, "CanOperate", NORTH);
    live.grant(SAM, "CanOperate", SOUTH);
    ok(live.put("anna", budget, "{\"limit\":9}"));
    refused(live.put("sam", budget, "{\"limit\":9}"), 404, "task_not_found");
    refused(live.post("sam", budget + "/replenish", "{\"limit\":9}"), 404, "task_not_found");

    refused(live.post("sam", "/api/v1/subscriptions", wait), 403, "missing_capability");
    live.grant(SAM, "CanSubmit", SOUTH);
    refused(live.post("sam", "/api/v1/subscriptions", wait), 404, "unknown_task");
    String subscription =
        json(live.post("anna", "/api/v1/subscriptions", wait))
            .path("subscription_id")
            .stringValue();
    String one = "/api/v1/subscriptions/" + subscription;
    ok(live.get("anna", one));
    refused(live.get("sam", one), 404, "subscription_not_found");
    refused(live.delete("sam", one), 404, "subscription_not_found");
    assertThat(json(live.post("sam", "/api/v1/events", "{\"key\":\"k\"}")).path("triggered"))
        .hasToString("0");
    ok(live.delete("anna", one));

    String order = "{\"depends_on\":[\"" + after + "\"]}";
    refused(live.post("sam", dependencies, order), 404, "task_not_found");
    refused(live.post("anna", dependencies, order), 409, "dependency_too_late");
  }

  @Test
  void narrowerRolesNarrowFurther() {
    live.grant(ANNA, "CanSubmit", NORTH);
    live.grant(ANNA, "CanExecute", NORTH);
    assertThat(live.get("looker", "/api/v1/tasks").status()).isEqualTo(200);
    refused(live.post("looker", "/api/v1/tasks", "{}"), 403, "forbidden");
    refused(live.get("worker", "/api/v1/tasks"), 403, "forbidden");
    refused(live.post("worker", "/api/v1/tasks", "{}"), 403, "forbidden");
  }

  @Test
  void actorWorksAsItselfForItsTenantOnly() {
    live.grant(ANNA, "CanSubmit", NORTH);
    live.grant(SAM, "CanExecute", SOUTH);
    live.submit("anna");
    String claims = "/api/v2/actors/" + ANNA + "/claims";
    refused(live.post("worker", claims, "{}"), 403, "missing_capability");
    live.grant(ANNA, "CanExecute", NORTH);
    refused(live.post("sam", claims, "{}"), 404, "actor_not_found");
    refused(live.post("worker", "/api/v2/actors/" + SAM + "/claims", "{}"), 404, "actor_not_found");

    JsonNode claim = json(live.post("worker", claims, "{}")).path("claims").path(0);
    String attempt =
        "/api/v2/runs/%s/attempts/%s"
            .formatted(claim.path("run_id").stringValue(), claim.path("attempt_id").stringValue());
    String token = claim.path("lease_token").stringValue();
    refused(
        live.post("sam", attempt + "/heartbeat", "{\"lease_token\":\"" + token + "\"}"),
        404,
        "unknown_actor");
    ok(live.post("worker", attempt + "/complete", "{\"result\":\"Success\"}"));

    ok(
        live.post(
            "worker",
            "/api/v2/actors/register",
            """
            {"actor_id":"%s","identity":"again","capabilities":["x"],"heartbeat_interval_secs":9}\
            """
                .formatted(ANNA)));
    assertThat(json(live.get(OPERATOR, "/api/v2/actors/" + ANNA)).path("tenant_id").stringValue())
        .isEqualTo(NORTH);
  }

  @Test
  void streamTellsOfTheTenantsTasksOnly() throws Exception {
    live.grant(ANNA, "CanSubmit", NORTH);
    live.grant(SAM, "CanSubmit", SOUTH);
    live.grant(SAM, "CanCancel", SOUTH);
    try (var http = HttpClient.newHttpClient()) {
      var response =
          http.send(
              live.as("sam", "/api/v1/events/stream").GET().build(), BodyHandlers.ofInputStream());
      try (var stream =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        assertThat(stream.readLine()).isEqualTo(": connected");
        String foreign = live.submit("anna");
        ok(live.post(OPERATOR, "/api/v1/tasks/" + foreign + "/cancel", "{}"));
        String own = live.submit("sam");
        ok(live.post("sam", "/api/v1/tasks/" + own + "/cancel", "{}"));

        List<StreamedEvent> told = untilCanceled(stream);
        assertThat(told).extracting(StreamedEvent::type).contains("TaskCreated", "RunCreated");
        assertThat(told)
            .extracting(StreamedEvent::taskId)
            .filteredOn(id -> id != null)
            .containsOnly(TaskId.parse(own));
        assertThat(told).allMatch(event -> event.taskId() != null || event.runId() != null);
      }
    }
  }

  private static List<StreamedEvent> untilCanceled(BufferedReader stream) throws IOException {
    List<StreamedEvent> events = new ArrayList<>();
    for (String line = stream.readLine(); line != null; line = stream.readLine()) {
      if (line.startsWith("data: ")) {
        byte[] json = line.substring("data: ".length()).getBytes(StandardCharsets.UTF_8);
        events.add(WireJson.read(json, StreamedEvent.class));
        if (events.getLast().to() == RunState.CANCELED) {
          return events;
        }
      }
    }
    throw new AssertionError("the stream ended after " + events);
  }
}
