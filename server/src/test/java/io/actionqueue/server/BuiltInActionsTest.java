package io.actionqueue.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.client.wire.RunList;
import io.actionqueue.client.wire.SubmitAnswer;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.server.config.ConfigKey;
import io.actionqueue.server.testing.LiveDaemon;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The built-in actions through the whole daemon.
@Timeout(60)
class BuiltInActionsTest {
  @TempDir Path directory;

  @Test
  void allowedProgramRuns() {
    var config = LiveDaemon.config(directory).with(ConfigKey.ALLOW_EXEC, "echo");
    try (var live = LiveDaemon.start(directory, config, LiveDaemon.environment(directory))) {
      String done = run(live, "exec", "{\"argv\":[\"echo\",\"hello\"]}");

      assertThat(done).contains("\"state\":\"Completed\"");
      assertThat(output(done))
          .isEqualTo("{\"exit_code\":0,\"stdout\":\"hello\\n\",\"stderr\":\"\"}");
      assertThat(run(live, "exec", "{\"argv\":[\"cat\"]}"))
          .contains("\"state\":\"Failed\"", "program is not allowed: cat");
    }
  }

  @Test
  void execIsOffUnlessProgramsAreAllowed() {
    try (var live = LiveDaemon.start(directory)) {
      assertThat(live.get("/api/v1/engine").body()).contains("\"actions\":[\"http\"]");
    }
  }

  @Test
  void daemonCanCallItselfWhereThatIsAllowed() {
    var config = LiveDaemon.config(directory).with(ConfigKey.ALLOW_HTTP, "127.0.0.1");
    try (var live = LiveDaemon.start(directory, config, LiveDaemon.environment(directory))) {
      String done = run(live, "http", "{\"url\":\"" + live.daemon().url() + "/healthz\"}");

      assertThat(done).contains("\"state\":\"Completed\"");
      assertThat(output(done)).contains("\"status\":200", "{\\\"status\\\":\\\"ok\\\"}");
    }
    try (var strict = LiveDaemon.start(directory)) {
      assertThat(run(strict, "http", "{\"url\":\"" + strict.daemon().url() + "/healthz\"}"))
          .contains("\"state\":\"Failed\"", "not on the public network");
    }
  }

  private static String run(LiveDaemon live, String action, String payload) {
    var answer =
        live.post(
            "/api/v1/tasks", "{\"action\":\"" + action + "\",\"payload_json\":" + payload + "}");
    var id = WireJson.read(bytes(answer.body()), SubmitAnswer.class).taskId();
    live.get("/api/v1/tasks/" + id + "?wait=30");
    var runs =
        WireJson.read(bytes(live.get("/api/v1/tasks/" + id + "/runs").body()), RunList.class);
    return live.get("/api/v1/runs/" + runs.runs().getFirst().runId()).body();
  }

  private static String output(String run) {
    var bytes = WireJson.tree(bytes(run)).path("attempts").path(0).path("output");
    var text = new StringBuilder();
    bytes.values().forEach(value -> text.append((char) value.intValue()));
    return text.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
