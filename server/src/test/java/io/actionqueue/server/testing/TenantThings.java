package io.actionqueue.server.testing;

import static io.actionqueue.server.testing.TenantDaemon.ANNA;
import static io.actionqueue.server.testing.TenantDaemon.NORTH;
import static io.actionqueue.server.testing.TenantDaemon.OPERATOR;
import static io.actionqueue.server.testing.TenantDaemon.json;
import static io.actionqueue.server.testing.TenantDaemon.ok;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunState;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// One of everything in the north: tasks that wait, execute, are suspended, wait at a gate and have
/// failed, a budget, a subscription, an entry of the ledger, a limit and a pause. The daemon has
/// handlers for `fail`, which fails, and `gate`, which waits at the gate `g`.
public final class TenantThings {
  private final TenantDaemon live;
  private final Map<String, String> ids = new HashMap<>();

  private TenantThings(TenantDaemon live) {
    this.live = live;
  }

  public static TenantThings of(TenantDaemon live) {
    var all = new TenantThings(live);
    all.finished();
    all.attempts();
    all.waiting();
    return all;
  }

  private void finished() {
    String over = submit("over", "\"action\":\"fail\"");
    ids.put("failed", live.runOf(over));
    await("failed", RunState.FAILED);
    ids.put("gated", live.runOf(submit("at_gate", "\"action\":\"gate\"")));
    await("gated", RunState.SUSPENDED);
  }

  private void attempts() {
    submit("set_aside", "\"action\":\"resize\"");
    JsonNode first = claim();
    ids.put("suspended", first.path("run_id").stringValue());
    String attempt =
        "/api/v2/runs/" + text("suspended") + "/attempts/" + first.path("attempt_id").stringValue();
    String token = first.path("lease_token").stringValue();
    ok(
        live.post(
            OPERATOR,
            attempt + "/complete",
            "{\"lease_token\":\"" + token + "\",\"result\":\"Suspended\"}"));
    submit("executing", "\"action\":\"resize\"");
    JsonNode second = claim();
    ids.put("run", second.path("run_id").stringValue());
    ids.put("attempt", second.path("attempt_id").stringValue());
  }

  private JsonNode claim() {
    return json(live.post(OPERATOR, "/api/v2/actors/" + ANNA + "/claims", "{\"wait_secs\":20}"))
        .path("claims")
        .path(0);
  }

  private void waiting() {
    ids.put("ready", live.runOf(submit("next", "\"action\":\"resize\"")));
    await("ready", RunState.READY);
    String yearly =
        "\"action\":\"resize\",\"run_policy\":"
            + "{\"Cron\":{\"expression\":\"0 0 0 1 1 *\",\"max_occurrences\":1}}";
    submit("second", yearly);
    submit("later", yearly + ",\"dependencies\":[\"" + text("second") + "\"]");
    submit("child", yearly + ",\"parent_task_id\":\"" + text("later") + "\"");
    ok(live.put(OPERATOR, filled("/api/v1/tasks/{later}/budgets/Token"), "{\"limit\":9}"));
    String wait = "{\"task_id\":\"{later}\",\"filter\":{\"Custom\":{\"key\":\"go\"}}}";
    var subscribed = live.post(OPERATOR, "/api/v1/subscriptions", filled(wait));
    ids.put("subscription", json(subscribed).path("subscription_id").stringValue());
    String audit = "{\"tenant_id\":\"" + NORTH + "\",\"ledger_key\":\"audit\"}";
    ids.put(
        "entry", json(live.post(OPERATOR, "/api/v2/ledger", audit)).path("entry_id").stringValue());
    String key = "{\"scope\":{\"key\":\"k\",\"tenant_id\":\"" + NORTH + "\"},\"permits\":1}";
    ok(live.put(OPERATOR, "/api/v1/limits", key));
    ok(live.put(OPERATOR, "/api/v1/pauses", key.replace(",\"permits\":1", "")));
  }

  private String submit(String name, String fields) {
    String body = "{\"tenant_id\":\"" + NORTH + "\"," + fields + "}";
    String id = json(live.post(OPERATOR, "/api/v1/tasks", body)).path("task_id").stringValue();
    ids.put(name, id);
    return id;
  }

  private void await(String run, RunState state) {
    live.await(RunId.parse(text(run)), state);
  }

  private String text(String name) {
    String id = ids.get(name);
    if (id == null) {
      throw new AssertionError("there is no " + name + " among " + ids.keySet());
    }
    return id;
  }

  /// A text with the ids in the places of their names in braces.
  public String filled(String text) {
    String all = text.replace("{north}", NORTH);
    for (var id : ids.entrySet()) {
      all = all.replace("{" + id.getKey() + "}", id.getValue());
    }
    return all;
  }

  /// Whether a text names one of them.
  public boolean areNamedIn(String text) {
    return ids.values().stream().anyMatch(text::contains);
  }

  /// Cancels what has not ended, so that nobody can claim it any more, and holds the north no more.
  public void cancel() {
    var _ = live.delete(OPERATOR, "/api/v1/pauses?tenant_id=" + NORTH);
    var _ = live.delete(OPERATOR, "/api/v1/limits?tenant_id=" + NORTH);
    for (String task :
        new String[] {"over", "at_gate", "set_aside", "executing", "next", "later", "second"}) {
      ok(live.post(OPERATOR, "/api/v1/tasks/" + text(task) + "/cancel", "{}"));
    }
  }
}
