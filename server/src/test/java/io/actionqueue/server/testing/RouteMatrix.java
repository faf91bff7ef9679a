package io.actionqueue.server.testing;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Everything that a tenant's token may ask the daemon for: what it needs, and what becomes of it
/// where a token of another tenant asks for the same thing.
public final class RouteMatrix {
  /// What an answer without a refusal is called.
  public static final String OK = "ok";

  /// Routes for anybody, which tell nothing of any tenant.
  public static final Set<String> OPEN =
      Set.of("GET /", "GET /healthz", "GET /ready", "GET /openapi.json");

  /// Routes about what all tenants share, for the operator and its readers.
  public static final Set<String> OPERATORS =
      Set.of(
          "GET /api/v1/stats",
          "GET /api/v1/engine",
          "GET /metrics",
          "POST /api/v1/engine/pause",
          "POST /api/v1/engine/resume",
          "POST /api/v1/engine/snapshot",
          "GET /api/v1/engine/snapshot/{number}",
          "POST /api/v1/engine/compact",
          "GET /api/v2/tenants",
          "POST /api/v2/tenants",
          "GET /api/v2/tenants/{tenant_id}",
          "PUT /api/v2/tenants/{tenant_id}/weight",
          "POST /api/v2/actors/{actor_id}/roles",
          "POST /api/v2/actors/{actor_id}/capabilities",
          "DELETE /api/v2/actors/{actor_id}/capabilities/{capability}",
          "GET /api/v2/actors/{actor_id}/rights");

  /// Answers that do not end by themselves; who may not listen is refused as with every other.
  public static final String STREAM = "GET /api/v1/events/stream";

  private static final String V1 = "/api/v1/";
  private static final String V2 = "/api/v2/";
  private static final String NO_TASK = "task_not_found";
  private static final String NO_RUN = "run_not_found";
  private static final String NO_ACTOR = "actor_not_found";
  private static final String NO_TENANT = "tenant_not_found";
  private static final String SUBMIT = "CanSubmit";
  private static final String CANCEL = "CanCancel";
  private static final String APPROVE = "CanApprove";
  private static final String EXECUTE = "CanExecute";
  private static final String OPERATE = "CanOperate";

  private RouteMatrix() {}

  /// One question.
  ///
  /// @param route method and pattern
  /// @param needs what the right to it is, null for a role alone
  /// @param target path and query, with names of [TenantThings] in braces; `{self}` is the caller's
  ///   actor, but for a foreigner that of the north
  /// @param body likewise, null for none
  /// @param foreigner the code that the south is answered with, or [#OK]
  public record Entry(
      String route,
      @Nullable String needs,
      String target,
      @Nullable String body,
      String foreigner) {
    /// The method.
    public String method() {
      return route.substring(0, route.indexOf(' '));
    }
  }

  private static Entry reads(String pattern, String target, String foreigner) {
    return new Entry("GET " + pattern, null, target, null, foreigner);
  }

  private static Entry reads(String path, String foreigner) {
    return reads(path, path, foreigner);
  }

  private static Entry task(
      String method, String rest, @Nullable String needs, String target, @Nullable String body) {
    return new Entry(
        method + " " + V1 + "tasks/{task_id}" + rest, needs, V1 + "tasks/" + target, body, NO_TASK);
  }

  private static Entry run(
      String method, String rest, @Nullable String needs, String target, @Nullable String body) {
    return new Entry(
        method + " " + V1 + "runs/{run_id}" + rest, needs, V1 + "runs/" + target, body, NO_RUN);
  }

  /// All questions.
  public static List<Entry> all() {
    return Stream.of(tasks(), runs(), decisions(), workers(), limits(), subscriptions())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Entry> tasks() {
    String submit = "POST " + V1 + "tasks";
    String path = V1 + "tasks";
    return List.of(
        new Entry(submit, SUBMIT, path, "{\"tenant_id\":\"{north}\"}", "unknown_tenant"),
        new Entry(submit, SUBMIT, path, "{\"parent_task_id\":\"{later}\"}", "unknown_parent"),
        new Entry(submit, SUBMIT, path, "{\"dependencies\":[\"{later}\"]}", "unknown_task"),
        reads(path, OK),
        reads(path, path + "?tenant_id={north}", OK),
        task("GET", "", null, "{later}", null),
        task("GET", "", null, "{over}?wait=1", null),
        task("POST", "/cancel", CANCEL, "{later}/cancel", "{}"),
        task("GET", "/runs", null, "{later}/runs", null),
        task("POST", "/runs", OPERATE, "{next}/runs", "{}"),
        task("GET", "/budgets", null, "{later}/budgets", null),
        task("GET", "/budgets/{dimension}", null, "{later}/budgets/Token", null),
        task("PUT", "/budgets/{dimension}", OPERATE, "{later}/budgets/TimeSecs", "{\"limit\":9}"),
        task(
            "POST",
            "/budgets/{dimension}/replenish",
            OPERATE,
            "{later}/budgets/Token/replenish",
            "{\"limit\":9}"),
        task("GET", "/dependencies", null, "{second}/dependencies", null),
        task(
            "POST",
            "/dependencies",
            SUBMIT,
            "{second}/dependencies",
            "{\"depends_on\":[\"{executing}\"]}"),
        task("GET", "/children", null, "{later}/children", null),
        task("GET", "/schedule", null, "{later}/schedule", null),
        reads(V1 + "schedules/preview", V1 + "schedules/preview?cron=@daily", OK),
        reads(V1 + "schedules/preview", V1 + "schedules/preview?cron=@daily&after=5", OK));
  }

  private static List<Entry> runs() {
    String letters = V1 + "dead-letters";
    return List.of(
        reads(V1 + "runs", OK),
        reads(V1 + "runs", V1 + "runs?task_id={later}", OK),
        reads(V1 + "runs", V1 + "runs?tenant_id={north}", OK),
        run("GET", "", null, "{ready}", null),
        run("GET", "", null, "{ready}?wait=1", null),
        run("GET", "/explain", null, "{ready}/explain", null),
        run("POST", "/cancel", CANCEL, "{ready}/cancel", "{}"),
        run("POST", "/suspend", CANCEL, "{run}/suspend", "{}"),
        run("POST", "/resume", CANCEL, "{suspended}/resume", "{}"),
        run("POST", "/priority", OPERATE, "{ready}/priority", "{\"priority\":9}"),
        reads(letters, OK),
        new Entry(
            "POST " + letters + "/{run_id}/redrive",
            SUBMIT,
            letters + "/{failed}/redrive",
            "{}",
            NO_RUN),
        new Entry(
            "POST " + letters + "/redrive",
            SUBMIT,
            letters + "/redrive",
            "{\"run_ids\":[\"{failed}\"]}",
            "unknown_run"),
        reads(V1 + "events/stream", OK));
  }

  private static List<Entry> decisions() {
    String gates = V2 + "runs/{run_id}/approvals";
    String gated = V2 + "runs/{gated}/approvals";
    String ledger = V2 + "ledger";
    return List.of(
        reads(V2 + "approvals", OK),
        reads(gates, gated, NO_RUN),
        new Entry("POST " + gates + "/{gate}/approve", APPROVE, gated + "/g/approve", "{}", NO_RUN),
        new Entry("POST " + gates + "/{gate}/reject", APPROVE, gated + "/g/reject", "{}", NO_RUN),
        new Entry(
            "POST " + ledger,
            null,
            ledger,
            "{\"tenant_id\":\"{north}\",\"ledger_key\":\"k\"}",
            NO_TENANT),
        reads(ledger, OK),
        reads(ledger, ledger + "?tenant_id={north}", OK),
        reads(ledger + "/{entry_id}", ledger + "/{entry}", "ledger_entry_not_found"));
  }

  private static List<Entry> workers() {
    String all = V2 + "actors";
    String one = all + "/{actor_id}";
    String self = all + "/{self}";
    String attempt = V2 + "runs/{run_id}/attempts/{attempt_id}";
    String held = V2 + "runs/{run}/attempts/{attempt}";
    String registration =
        """
        {"actor_id":"{self}","identity":"{self}","capabilities":["resize"],\
        "heartbeat_interval_secs":600}\
        """;
    return List.of(
        new Entry(
            "POST " + all + "/register", EXECUTE, all + "/register", registration, "unknown_actor"),
        reads(all, OK),
        reads(all, all + "?tenant_id={north}", OK),
        reads(one, self, NO_ACTOR),
        new Entry("POST " + one + "/heartbeat", EXECUTE, self + "/heartbeat", "{}", NO_ACTOR),
        new Entry("GET " + one + "/claimable", EXECUTE, self + "/claimable", null, NO_ACTOR),
        new Entry("POST " + one + "/claims", EXECUTE, self + "/claims", "{}", NO_ACTOR),
        new Entry("DELETE " + one, EXECUTE, self, null, NO_ACTOR),
        new Entry("POST " + attempt + "/heartbeat", EXECUTE, held + "/heartbeat", "{}", NO_RUN),
        new Entry(
            "POST " + attempt + "/complete",
            EXECUTE,
            held + "/complete",
            "{\"result\":\"Success\"}",
            NO_RUN),
        new Entry("POST " + attempt + "/release", EXECUTE, held + "/release", "{}", NO_RUN),
        new Entry(
            "POST " + attempt + "/children",
            EXECUTE,
            held + "/children",
            "{\"tasks\":[{\"action\":\"resize\"}]}",
            NO_RUN));
  }

  private static List<Entry> limits() {
    String own = "{\"scope\":{\"tenant_id\":\"{north}\"}";
    String limits = V1 + "limits";
    String pauses = V1 + "pauses";
    String key = "?key=k&tenant_id={north}";
    return List.of(
        reads(limits, OK),
        new Entry("PUT " + limits, OPERATE, limits, own + ",\"permits\":99}", NO_TENANT),
        new Entry("DELETE " + limits, OPERATE, limits + key, null, NO_TENANT),
        reads(pauses, OK),
        new Entry("PUT " + pauses, OPERATE, pauses, own + "}", NO_TENANT),
        new Entry("DELETE " + pauses, OPERATE, pauses + key, null, NO_TENANT));
  }

  private static List<Entry> subscriptions() {
    String all = V1 + "subscriptions";
    String one = all + "/{subscription_id}";
    String subscription = all + "/{subscription}";
    String wait = "{\"task_id\":\"{later}\",\"filter\":{\"Custom\":{\"key\":\"x\"}}}";
    return List.of(
        reads(all, all + "?task_id={later}", NO_TASK),
        new Entry("POST " + all, SUBMIT, all, wait, "unknown_task"),
        reads(one, subscription, "subscription_not_found"),
        new Entry("DELETE " + one, SUBMIT, subscription, null, "subscription_not_found"),
        new Entry("POST " + V1 + "events", SUBMIT, V1 + "events", "{\"key\":\"go\"}", OK));
  }
}
