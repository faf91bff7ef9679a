package io.actionqueue.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.server.testing.LiveDaemon;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes over the wire when requests are wrong: hole 1 of the catalogue's §92.
class HttpProtocolTest {
  @TempDir static Path directory;

  private static LiveDaemon live;

  @BeforeAll
  static void start() {
    live = LiveDaemon.start(directory);
  }

  @AfterAll
  static void stop() {
    live.close();
  }

  @Test
  void unknownPathsAndTrailingSlashesAreNotFound() {
    for (String path : List.of("/nowhere", "/api/v1/stats/", "/api/v1", "/api/v1/tasks/", "//")) {
      var answer = live.get(path);
      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.body())
          .isEqualTo(
              "{\"error\":\"not_found\",\"message\":\"no such route\",\"details\":{\"path\":\""
                  + path
                  + "\"}}");
    }
  }

  @Test
  void wrongMethodIsToldTheRightOnes() {
    var answer = live.send(live.request("/api/v1/stats").DELETE());
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers().firstValue("allow")).hasValue("GET, HEAD");
    assertThat(answer.body())
        .isEqualTo(
            "{\"error\":\"method_not_allowed\",\"message\":\"DELETE is not allowed here, only GET,"
                + " HEAD\",\"details\":{\"method\":\"DELETE\"}}");
    assertThat(live.get("/api/v1/engine/pause").headers().firstValue("allow")).hasValue("POST");
    assertThat(
            live.send(live.request("/api/v1/tasks").method("PATCH", BodyPublishers.noBody()))
                .headers()
                .firstValue("allow"))
        .hasValue("GET, HEAD, POST");
  }

  @Test
  void headIsAnsweredWithoutABody() throws IOException {
    String answer =
        live.raw("HEAD /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
    assertThat(answer.toLowerCase(Locale.ROOT))
        .contains("content-length: 15\r\n")
        .contains("content-type: application/json\r\n");
  }

  @Test
  void bodiesOfControlRoutesAreIgnored() {
    var plain =
        live.send(
            live.request("/api/v1/engine/resume")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("whatever")));

    assertThat(plain.status()).isEqualTo(200);
    assertThat(plain.body()).isEqualTo("{\"status\":\"already_resumed\"}");
  }

  @Test
  void otherContentTypesAreRefused() {
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "nonsense")) {
      var answer =
          live.send(
              live.request("/api/v1/tasks")
                  .header("Content-Type", type)
                  .POST(BodyPublishers.ofString("{}")));
      assertThat(answer.status()).as(type).isEqualTo(415);
      assertThat(answer.body()).contains("\"error\":\"unsupported_media_type\"");
    }
    assertThat(
            live.send(live.request("/api/v1/tasks").POST(BodyPublishers.ofString("{}"))).status())
        .isEqualTo(415);
  }

  @Test
  void brokenJsonIsRefused() {
    for (String json :
        List.of(
            "",
            "{",
            "nonsense",
            "{\"id\":}",
            "{} {}",
            "{'id':1}",
            "[".repeat(200),
            "\0",
            "NaN",
            "1E9999999999999999")) {
      var answer = live.post("/api/v1/tasks", json);
      assertThat(answer.status()).as(json).isEqualTo(400);
      assertThat(answer.body()).startsWith("{\"error\":\"malformed_json\",");
      assertThat(answer.body()).as("no word of the parser's inside").doesNotContain("Source");
    }
    assertThat(live.post("/api/v1/tasks", "{\"id\":}").body()).contains("at byte ");
  }

  @Test
  void bodiesBeyondTwoMebibytesAreRefused() {
    String frame = "{\"action\":\"nobody\",\"payload_text\":\"\"}";
    String fits = frame.replace("\"\"}", "\"" + "x".repeat((2 << 20) - frame.length()) + "\"}");
    assertThat(fits.length()).isEqualTo(2 << 20);
    assertThat(live.post("/api/v1/tasks", fits).status()).isEqualTo(201);

    var tooLong = live.post("/api/v1/tasks", fits + " ");
    assertThat(tooLong.status()).isEqualTo(413);
    assertThat(tooLong.body()).startsWith("{\"error\":\"payload_too_large\",");
    assertThat(live.post("/api/v1/tasks", "x".repeat(9 << 20)).status()).isEqualTo(413);
  }

  @Test
  void bodiesInChunksAreMeasuredToo() throws IOException {
    String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
    String answer =
        live.raw(
            "POST /api/v1/tasks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Authorization: Bearer "
                + live.token()
                + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunk.repeat(33)
                + "0\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void whatIsNotHttpIsRefusedInTheSameWords() throws IOException {
    for (String request :
        List.of(
            "GET /bad path HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET / HTTP/1.1\r\nNo colon here\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(32 << 10) + "\r\n\r\n")) {
      String answer = live.raw(request);
      assertThat(answer).as(request.substring(0, 20)).matches("(?s)HTTP/1\\.1 [45]\\d\\d .*");
      assertThat(answer).contains("{\"error\":\"bad_request\",");
    }
  }

  @Test
  void everyAnswerCarriesARequestId() {
    var given = live.send(live.request("/healthz").header("X-Request-Id", "abc-123").GET());
    var made = live.send(live.request("/healthz").header("X-Request-Id", "spaces are bad").GET());

    assertThat(given.headers().firstValue("x-request-id")).hasValue("abc-123");
    assertThat(made.headers().firstValue("x-request-id").orElseThrow()).matches("r\\d+");
    assertThat(made.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    assertThat(made.headers().firstValue("cache-control")).hasValue("no-store");
  }

  @Test
  void connectionsAreKeptForTheNextRequest() throws IOException {
    String answer =
        live.raw(
            "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
                + "GET /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(answer).contains("{\"status\":\"ok\"}").endsWith("{\"status\":\"ready\"}");
  }
}
