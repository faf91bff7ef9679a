package io.actionqueue.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.Outcome;
import io.actionqueue.client.wire.SubmitAnswer;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.server.testing.LiveDaemon;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `POST /api/v1/tasks` of a live daemon (spec 04 §13.2).
class SubmissionTest {
  private static final String UNKNOWN = "99999999-9999-9999-9999-999999999999";

  @TempDir static Path directory;

  private static LiveDaemon live;

  @BeforeAll
  static void start() {
    var environment = LiveDaemon.environment(directory).handler("ok", _ -> Outcome.success("x"));
    live = LiveDaemon.start(directory, LiveDaemon.config(directory), environment);
  }

  @AfterAll
  static void stop() {
    live.close();
  }

  @Test
  void taskIsCreatedAndItsPlaceIsNamed() {
    var answer = live.post("/api/v1/tasks", "{\"action\":\"ok\",\"unknown_field\":1}");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body())
        .matches(
            "\\{\"task_id\":\"[0-9a-f-]{36}\",\"run_policy\":\"Once\",\"runs_created\":1,"
                + "\"latest_sequence\":\\d+,\"duplicate\":false}");
    String place = answer.headers().firstValue("location").orElseThrow();
    assertThat(live.get(place + "?wait=30").body())
        .contains("\"required_capabilities\":[\"ok\"]", "\"status\":\"completed\"");
  }

  @Test
  void everyFieldReachesTheTask() {
    TaskId parent = submit("{\"action\":\"nobody\"}");
    TaskId before = submit("{\"action\":\"nobody\"}");
    String id = "11111111-2222-3333-4444-555555555555";
    var answer =
        live.post(
            "/api/v1/tasks",
            "{\"id\":\""
                + id
                + "\",\"payload\":[1,2,255],\"content_type\":\"x/y\","
                + "\"run_policy\":{\"Repeat\":{\"count\":2,\"interval_secs\":60}},"
                + "\"constraints\":{\"max_attempts\":3,\"timeout_secs\":9,"
                + "\"concurrency_key\":\"k\",\"concurrency_key_hold_policy\":\"ReleaseOnRetry\","
                + "\"safety_level\":\"Idempotent\",\"required_capabilities\":[\"nobody\",\"b\"]},"
                + "\"metadata\":{\"tags\":[\"t\"],\"priority\":-5,\"description\":\"d\"},"
                + "\"parent_task_id\":\""
                + parent
                + "\",\"dependencies\":[\""
                + before
                + "\"]}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(live.get("/api/v1/tasks/" + id).body())
        .startsWith(
            "{\"id\":\""
                + id
                + "\",\"payload\":[1,2,255],\"content_type\":\"x/y\","
                + "\"run_policy\":{\"Repeat\":{\"count\":2,\"interval_secs\":60}},"
                + "\"constraints\":{\"max_attempts\":3,\"timeout_secs\":9,"
                + "\"concurrency_key\":\"k\",\"concurrency_key_hold_policy\":\"ReleaseOnRetry\","
                + "\"safety_level\":\"Idempotent\",\"required_capabilities\":[\"nobody\",\"b\"]},"
                + "\"metadata\":{\"tags\":[\"t\"],\"priority\":-5,\"description\":\"d\"},"
                + "\"parent_task_id\":\""
                + parent
                + "\",");
  }

  @Test
  void payloadHasFourForms() {
    assertPayload("\"payload\":[104,105]", "[104,105]", "null");
    assertPayload("\"payload_base64\":\"aGk=\"", "[104,105]", "null");
    assertPayload("\"payload_text\":\"h\u00fc\"", "[104,195,188]", "null");
    assertPayload(
        "\"payload_json\":{\"b\": 1.10}",
        "[123,34,98,34,58,49,46,49,48,125]",
        "\"application/json\"");
    assertPayload("\"payload_json\":[],\"content_type\":\"a/b\"", "[91,93]", "\"a/b\"");
    assertPayload("\"payload_text\":\"\"", "[]", "null");
  }

  /// a policy for a task of the nil id, with and without; nothing is written.
  @Test
  void nilIdTakesNoPolicy() {
    String before = live.get("/api/v1/stats").body();
    String nil = "{\"id\":\"00000000-0000-0000-0000-000000000000\",\"action\":\"nobody\"";
    assertRefused(nil + ",\"run_policy\":\"repeat:4:30\"}", 400, "invalid_task_id");
    assertRefused(nil + "}", 400, "invalid_task_id");
    assertThat(live.get("/api/v1/stats").body()).isEqualTo(before);
  }

  @Test
  void sameIdTwiceIsAConflict() {
    String json = "{\"action\":\"nobody\",\"id\":\"aaaaaaaa-2222-3333-4444-555555555555\"}";
    assertThat(live.post("/api/v1/tasks", json).status()).isEqualTo(201);
    assertRefused(json, 409, "task_already_exists");
  }

  @Test
  void sameKeyGivesTheSameAnswer() {
    String json = "{\"action\":\"nobody\",\"payload_text\":\"a\",\"idempotency_key\":\"order-1\"}";
    var first = live.post("/api/v1/tasks", json);
    var again = live.post("/api/v1/tasks", json);
    var byHeader =
        live.send(
            live.request("/api/v1/tasks")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "order-1")
                .POST(BodyPublishers.ofString("{\"action\":\"nobody\",\"payload_text\":\"a\"}")));

    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(200);
    assertThat(read(again.body()).taskId()).isEqualTo(read(first.body()).taskId());
    assertThat(read(again.body()).duplicate()).isTrue();
    assertThat(byHeader.body()).isEqualTo(again.body());
    assertRefused(json.replace("\"a\"", "\"b\""), 409, "idempotency_key_reused");
  }

  @Test
  void whatCannotBeParsedIsABadRequest() {
    assertRefused("{\"id\":\"x\"}", 400, "malformed_id");
    assertRefused("{\"id\":\"00000000-0000-0000-0000-000000000000\"}", 400, "invalid_task_id");
    assertRefused("{\"parent_task_id\":\"x\"}", 400, "malformed_id");
    assertRefused("{\"tenant_id\":\"x\"}", 400, "malformed_id");
    assertRefused("{\"dependencies\":[\"x\"]}", 400, "malformed_id");
    for (String text : new String[] {"a", "aGk", "aG k=", "aGk=\\n", "a-k_", "="}) {
      assertRefused("{\"payload_base64\":\"" + text + "\"}", 400, "invalid_base64");
    }
  }

  @Test
  void rulesAreNamedByTheirCode() {
    Map.ofEntries(
            Map.entry("[]", "invalid_body"),
            Map.entry("\"x\"", "invalid_body"),
            Map.entry("{\"id\":1}", "invalid_body"),
            Map.entry("{\"dependencies\":{}}", "invalid_body"),
            Map.entry("{\"constraints\":[]}", "invalid_body"),
            Map.entry("{\"constraints\":{}}", "invalid_body"),
            Map.entry("{\"constraints\":{\"max_attempts\":1.5}}", "invalid_body"),
            Map.entry("{\"constraints\":{\"max_attempts\":\"1\"}}", "invalid_body"),
            Map.entry("{\"constraints\":{\"max_attempts\":-1}}", "invalid_body"),
            Map.entry("{\"constraints\":{\"max_attempts\":0}}", "invalid_max_attempts"),
            Map.entry("{\"constraints\":{\"max_attempts\":4294967296}}", "invalid_max_attempts"),
            Map.entry("{\"constraints\":{\"max_attempts\":1,\"timeout_secs\":0}}", "zero_timeout"),
            Map.entry(
                "{\"constraints\":{\"max_attempts\":1,\"concurrency_key\":\"\"}}",
                "empty_concurrency_key"),
            Map.entry(
                "{\"constraints\":{\"max_attempts\":1,\"required_capabilities\":[]}}",
                "empty_capabilities"),
            Map.entry(
                "{\"constraints\":{\"max_attempts\":1,\"required_capabilities\":[\"\"]}}",
                "empty_capability_entry"),
            Map.entry(
                "{\"constraints\":{\"max_attempts\":1,\"safety_level\":\"pure\"}}", "invalid_body"),
            Map.entry("{\"action\":\"\"}", "empty_capability_entry"),
            Map.entry("{\"metadata\":{}}", "invalid_body"),
            Map.entry("{\"metadata\":{\"tags\":[1],\"priority\":0}}", "invalid_body"),
            Map.entry("{\"metadata\":{\"tags\":[],\"priority\":2147483648}}", "invalid_body"),
            Map.entry("{\"run_policy\":\"hourly\"}", "invalid_run_policy"),
            Map.entry("{\"run_policy\":{\"Repeat\":{\"count\":1}}}", "invalid_run_policy"),
            Map.entry(
                "{\"run_policy\":{\"Repeat\":{\"count\":0,\"interval_secs\":1}}}",
                "invalid_repeat_count"),
            Map.entry(
                "{\"run_policy\":{\"Repeat\":{\"count\":1,\"interval_secs\":0}}}",
                "invalid_repeat_interval_secs"),
            Map.entry("{\"run_policy\":{\"Cron\":{\"expression\":\"x\"}}}", "cron_policy_error"),
            Map.entry("{\"run_policy\":\"repeat:200000:1\"}", "too_many_runs"),
            Map.entry("{\"payload\":[256]}", "invalid_payload"),
            Map.entry("{\"payload\":[-1]}", "invalid_payload"),
            Map.entry("{\"payload\":\"x\"}", "invalid_payload"),
            Map.entry("{\"payload\":[],\"payload_text\":\"\"}", "invalid_payload"),
            Map.entry("{\"idempotency_key\":\"\"}", "invalid_idempotency_key"))
        .forEach((json, code) -> assertRefused(json, 422, code));
  }

  @Test
  void numbersBeyondSixtyThreeBitsAreRefusedNotWrapped() {
    for (String number : new String[] {"9223372036854775808", "18446744073709551616", "1e30"}) {
      assertRefused(
          "{\"constraints\":{\"max_attempts\":1,\"timeout_secs\":" + number + "}}",
          422,
          "invalid_body");
      assertRefused(
          "{\"run_policy\":{\"Repeat\":{\"count\":1,\"interval_secs\":" + number + "}}}",
          422,
          "invalid_run_policy");
    }
  }

  @Test
  void tasksThatDoNotExistAreNamed() {
    assertRefused("{\"dependencies\":[\"" + UNKNOWN + "\"]}", 404, "unknown_task");
    assertRefused("{\"parent_task_id\":\"" + UNKNOWN + "\"}", 404, "unknown_parent");
  }

  @Test
  void fieldIsNamedWhereOneIsToBlame() {
    var answer = live.post("/api/v1/tasks", "{\"metadata\":{\"tags\":[]}}");

    assertThat(answer.body())
        .isEqualTo(
            "{\"error\":\"invalid_body\",\"message\":\"metadata.priority is required\","
                + "\"details\":{\"field\":\"metadata.priority\"}}");
  }

  private static void assertPayload(String field, String bytes, String contentType) {
    TaskId id = submit("{\"action\":\"nobody\"," + field + "}");
    assertThat(live.get("/api/v1/tasks/" + id).body())
        .contains("\"payload\":" + bytes + ",\"content_type\":" + contentType + ",");
  }

  private static void assertRefused(String json, int status, String code) {
    var answer = live.post("/api/v1/tasks", json);
    assertThat(answer.body()).as(json).startsWith("{\"error\":\"" + code + "\",");
    assertThat(answer.status()).as(json).isEqualTo(status);
  }

  private static TaskId submit(String json) {
    var answer = live.post("/api/v1/tasks", json);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return read(answer.body()).taskId();
  }

  private static SubmitAnswer read(String json) {
    return WireJson.read(json.getBytes(StandardCharsets.UTF_8), SubmitAnswer.class);
  }
}
