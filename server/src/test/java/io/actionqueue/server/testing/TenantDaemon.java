package io.actionqueue.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.client.ActionQueueClient;
import io.actionqueue.client.ClientOptions;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.server.DaemonEnvironment;
import io.actionqueue.server.auth.Tokens;
import io.actionqueue.server.config.ConfigKey;
import io.actionqueue.server.testing.LiveDaemon.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A daemon with two tenants, an actor in each with a role and no grants, and tokens for several
/// callers; each token is the caller's name.
public final class TenantDaemon implements AutoCloseable {
  public static final String NORTH = "10000000-0000-0000-0000-000000000000";
  public static final String SOUTH = "20000000-0000-0000-0000-000000000000";

  /// The actor of the north; also the principal of `looker` and `worker`.
  public static final String ANNA = "10000000-0000-0000-0000-000000000001";

  /// The actor of the south.
  public static final String SAM = "20000000-0000-0000-0000-000000000001";

  /// Has a token for the north and no role there.
  public static final String NOBODY = "10000000-0000-0000-0000-000000000009";

  /// Not a caller with a token of the file, but the operator with the local one.
  public static final String OPERATOR = "operator";

  private final LiveDaemon live;

  private TenantDaemon(LiveDaemon live) {
    this.live = live;
  }

  public static TenantDaemon start(Path directory, DaemonEnvironment environment)
      throws IOException {
    Path tokens = Files.createTempFile("tokens", "");
    Files.write(
        tokens,
        List.of(
            line("anna", "member:" + ANNA + "@" + NORTH),
            line("sam", "member:" + SAM + "@" + SOUTH),
            line("looker", "reader:" + ANNA + "@" + NORTH),
            line("worker", "worker:" + ANNA + "@" + NORTH),
            line("nobody", "member:" + NOBODY + "@" + NORTH),
            line("stray", "member:" + ANNA + "@" + ANNA)));
    var config = LiveDaemon.config(directory).with(ConfigKey.TOKENS_FILE, tokens.toString());
    var daemon = new TenantDaemon(LiveDaemon.start(directory, config, environment));
    Files.delete(tokens);
    daemon.tenant(NORTH, ANNA);
    daemon.tenant(SOUTH, SAM);
    return daemon;
  }

  private static String line(String name, String role) {
    return name + " " + role + " " + Tokens.hash(name);
  }

  private void tenant(String tenant, String actor) {
    ok(post(OPERATOR, "/api/v2/tenants", "{\"tenant_id\":\"" + tenant + "\",\"name\":\"t\"}"));
    ok(
        post(
            OPERATOR,
            "/api/v2/actors/register",
            """
            {"actor_id":"%s","identity":"%s","capabilities":["resize"],
            "heartbeat_interval_secs":600,"tenant_id":"%s"}\
            """
                .formatted(actor, actor, tenant)));
    ok(
        post(
            OPERATOR,
            "/api/v2/actors/" + actor + "/roles",
            "{\"role\":\"Operator\",\"tenant_id\":\"" + tenant + "\"}"));
  }

  public LiveDaemon live() {
    return live;
  }

  public void grant(String actor, String capability, String tenant) {
    ok(
        post(
            OPERATOR,
            "/api/v2/actors/" + actor + "/capabilities",
            "{\"capability\":\"" + capability + "\",\"tenant_id\":\"" + tenant + "\"}"));
  }

  public void revoke(String actor, String capability, String tenant) {
    ok(
        delete(
            OPERATOR,
            "/api/v2/actors/" + actor + "/capabilities/" + capability + "?tenant_id=" + tenant));
  }

  public Answer get(String who, String target) {
    return live.send(as(who, target).GET());
  }

  public Answer post(String who, String target, String json) {
    return live.send(withBody(who, target).POST(BodyPublishers.ofString(json)));
  }

  public Answer put(String who, String target, String json) {
    return live.send(withBody(who, target).PUT(BodyPublishers.ofString(json)));
  }

  public Answer delete(String who, String target) {
    return live.send(as(who, target).DELETE());
  }

  private HttpRequest.Builder withBody(String who, String target) {
    return as(who, target).header("Content-Type", "application/json");
  }

  /// A request with the caller's token, to be completed.
  public HttpRequest.Builder as(String who, String target) {
    return who.equals(OPERATOR)
        ? live.request(target)
        : live.bare(target).header("Authorization", "Bearer " + who);
  }

  /// Submits a task for `resize`, which no local handler executes.
  public String submit(String who) {
    return submit(who, "resize");
  }

  /// Submits a task for an action.
  public String submit(String who, String action) {
    Answer answer = post(who, "/api/v1/tasks", "{\"action\":\"" + action + "\"}");
    ok(answer);
    return json(answer).path("task_id").stringValue();
  }

  public String runOf(String task) {
    return json(get(OPERATOR, "/api/v1/tasks/" + task + "/runs"))
        .path("runs")
        .path(0)
        .path("run_id")
        .stringValue();
  }

  /// Returns when a run is in a state.
  public void await(RunId run, RunState state) {
    try (var client = client(OPERATOR)) {
      RunState now = client.run(run).state();
      while (now != state) {
        assertThat(now.isTerminal()).as("%s instead of %s", now, state).isFalse();
        now = client.awaitRun(run, now, Duration.ofSeconds(10)).state();
      }
    }
  }

  /// A client with the caller's token.
  public ActionQueueClient client(String who) {
    return ActionQueueClient.connect(
        ClientOptions.at(URI.create(live.daemon().url()))
            .token(who.equals(OPERATOR) ? live.token() : who));
  }

  public static JsonNode json(Answer answer) {
    return WireJson.tree(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  public static void ok(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isBetween(200, 204);
  }

  public static void refused(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(json(answer).path("error").stringValue()).isEqualTo(code);
  }

  @Override
  public void close() {
    live.close();
  }
}
