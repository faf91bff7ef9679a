package io.actionqueue.server.actions;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.actionqueue.Outcome;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.server.testing.Attempts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// The http action against a server on loopback (S-59).
@Timeout(60)
class HttpHandlerTest {
  private final Map<String, String> seen = new ConcurrentHashMap<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private HttpServer server;
  private HttpHandler handler;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    handler = HttpHandler.of(TargetPolicy.allowing(List.of("127.0.0.1:" + port())));
  }

  @AfterEach
  void stop() {
    release.countDown();
    server.stop(0);
  }

  @Test
  void successKeepsStatusHeadersAndBody() throws Exception {
    JsonNode output = json(call("{\"url\":\"" + url("/status/201") + "\"}"));

    assertThat(output.path("status").intValue()).isEqualTo(201);
    assertThat(output.path("headers").path("x-answer").stringValue()).isEqualTo("yes");
    assertThat(output.path("body").stringValue()).isEqualTo("body of 201");
    assertThat(seen)
        .containsEntry("method", "GET")
        .containsEntry("idempotency-key", Attempts.RUN.toString())
        .containsEntry("actionqueue-attempt", "3");
  }

  @Test
  void bodyMethodAndHeadersAreSent() throws Exception {
    call(
        "{\"url\":\""
            + url("/status/200?a=%20b&c")
            + "\",\"method\":\"put\",\"body\":\"h\u00fc\","
            + "\"headers\":{\"Content-Type\":\"text/x\",\"X-Mine\":\"1\"}}");

    assertThat(seen)
        .containsEntry("method", "PUT")
        .containsEntry("body", "h\u00fc")
        .containsEntry("content-type", "text/x")
        .containsEntry("x-mine", "1")
        .containsEntry("target", "/status/200?a=%20b&c");
    call("{\"url\":\"" + url("/status/200") + "\",\"body_base64\":\"aGk=\"}");
    assertThat(seen).containsEntry("method", "POST").containsEntry("body", "hi");
  }

  @Test
  void statusesAreJudged() throws Exception {
    for (int status : new int[] {408, 425, 429, 500, 502, 503, 599}) {
      assertThat(call("{\"url\":\"" + url("/status/" + status) + "\"}"))
          .as("%d", status)
          .isEqualTo(Outcome.retry("http: status " + status));
    }
    for (int status : new int[] {304, 400, 401, 404, 410, 422, 499}) {
      assertThat(call("{\"url\":\"" + url("/status/" + status) + "\"}"))
          .as("%d", status)
          .isEqualTo(Outcome.fail("http: status " + status));
    }
  }

  @Test
  void retryAfterPutsTheNextAttemptOff() throws Exception {
    assertThat(call("{\"url\":\"" + url("/retry-after/120") + "\"}"))
        .isEqualTo(Outcome.retryAfter("http: status 503", 120));
  }

  @Test
  void retryAfterIsReadInBothForms() {
    assertThat(RetryAfter.seconds(" 7 ", () -> 0)).hasValue(7);
    assertThat(RetryAfter.seconds("999999999", () -> 0)).hasValue(RetryAfter.MAX_SECS);
    assertThat(RetryAfter.seconds("Thu, 01 Jan 1970 00:02:00 GMT", () -> 20)).hasValue(100);
    assertThat(RetryAfter.seconds("Thu, 01 Jan 1970 00:02:00 GMT", () -> 500)).hasValue(0);
    for (String text : List.of("", "-1", "soon", "1.5", "99999999999")) {
      assertThat(RetryAfter.seconds(text, () -> 0)).as(text).isEmpty();
    }
  }

  @Test
  void networkErrorsAreRetried() throws Exception {
    int closed;
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      closed = socket.getLocalPort();
    }
    var allowed = HttpHandler.of(TargetPolicy.allowing(List.of("127.0.0.1", "no.invalid")));

    assertThat(allowed.handle(Attempts.with("{\"url\":\"http://127.0.0.1:" + closed + "/\"}")))
        .isInstanceOf(Outcome.RetryableFailure.class);
    assertThat(allowed.handle(Attempts.with("{\"url\":\"http://no.invalid/\"}")))
        .isInstanceOf(Outcome.RetryableFailure.class);
  }

  @Test
  void longBodiesAreCut() throws Exception {
    JsonNode output = json(call("{\"url\":\"" + url("/long") + "\"}"));

    assertThat(output.path("body").stringValue()).hasSize(BoundedText.LIMIT);
  }

  @Test
  void privateTargetsNeedPermission() throws Exception {
    var strict = HttpHandler.of(TargetPolicy.allowing(List.of("127.0.0.1:1")));
    for (String target :
        List.of(
            url("/status/200"),
            "http://localhost:" + port() + "/",
            "http://[::1]:" + port() + "/",
            "http://0.0.0.0:" + port() + "/",
            "http://2130706433:" + port() + "/",
            "http://[::ffff:127.0.0.1]:" + port() + "/",
            "http://169.254.169.254/latest/meta-data",
            "http://10.0.0.1/")) {
      assertThat(strict.handle(Attempts.with("{\"url\":\"" + target + "\"}")))
          .as(target)
          .isInstanceOf(Outcome.TerminalFailure.class);
    }
    assertThat(calls).hasValue(0);
  }

  @Test
  void redirectsAreFollowedAndChecked() throws Exception {
    assertThat(json(call("{\"url\":\"" + url("/redirect?/status/200") + "\"}")).path("status"))
        .hasToString("200");
    Outcome elsewhere = call("{\"url\":\"" + url("/redirect?http://localhost:" + port()) + "\"}");
    Outcome scheme = call("{\"url\":\"" + url("/redirect?file:///etc/passwd") + "\"}");
    Outcome loop = call("{\"url\":\"" + url("/loop") + "\"}");

    assertThat(elsewhere).isInstanceOf(Outcome.TerminalFailure.class);
    assertThat(scheme).isInstanceOf(Outcome.TerminalFailure.class);
    assertThat(loop).isEqualTo(Outcome.fail("http: more than 5 redirects"));
  }

  @Test
  void badPayloadsAreTerminal() throws Exception {
    String url = "\"url\":\"" + url("/") + "\"";
    for (String payload :
        List.of(
            "",
            "{}",
            "{\"url\":1}",
            "{\"url\":\"nonsense\"}",
            "{\"url\":\"ftp://127.0.0.1/\"}",
            "{\"url\":\"http://user:pw@127.0.0.1/\"}",
            "{\"url\":\"http:///x\"}",
            "{" + url + ",\"method\":\"CONNECT\"}",
            "{" + url + ",\"method\":\"A B\"}",
            "{" + url + ",\"headers\":{\"Host\":\"x\"}}",
            "{" + url + ",\"headers\":{\"Idempotency-Key\":\"x\"}}",
            "{" + url + ",\"headers\":{\"X\":\"a\\r\\nY: b\"}}",
            "{" + url + ",\"headers\":{\"X Y\":\"a\"}}",
            "{" + url + ",\"body\":\"\",\"body_base64\":\"\"}",
            "{" + url + ",\"body_base64\":\"!\"}")) {
      assertThat(call(payload)).as(payload).isInstanceOf(Outcome.TerminalFailure.class);
    }
    assertThat(calls).hasValue(0);
  }

  @Test
  void stopEndsACallThatHangs() throws Exception {
    var stop = new Attempts.Stop();
    var run = Attempts.with("{\"url\":\"" + url("/hang") + "\"}", stop);
    var result = CompletableFuture.supplyAsync(() -> handler.handle(run));
    reached.await();

    stop.request();

    assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo(Outcome.retry("http: stopped"));
  }

  private void answer(HttpExchange exchange) throws IOException {
    calls.incrementAndGet();
    String target = exchange.getRequestURI().toString();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> seen.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    seen.put("method", exchange.getRequestMethod());
    seen.put("target", target);
    seen.put("body", new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    exchange.getResponseHeaders().add("X-Answer", "yes");
    if (target.equals("/loop")) {
      exchange.getResponseHeaders().add("Location", "loop");
      send(exchange, 307, "");
    } else if (target.startsWith("/redirect?")) {
      exchange.getResponseHeaders().add("Location", target.substring("/redirect?".length()));
      send(exchange, 302, "");
    } else if (target.startsWith("/retry-after/")) {
      exchange.getResponseHeaders().add("Retry-After", target.substring("/retry-after/".length()));
      send(exchange, 503, "");
    } else if (target.equals("/long")) {
      send(exchange, 200, "x".repeat(3 * BoundedText.LIMIT));
    } else if (target.equals("/hang")) {
      hang(exchange);
    } else {
      String path = exchange.getRequestURI().getPath();
      int status = path.startsWith("/status/") ? Integer.parseInt(path.substring(8)) : 200;
      send(exchange, status, status == 304 ? "" : "body of " + status);
    }
  }

  private void hang(HttpExchange exchange) throws IOException {
    reached.countDown();
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  private Outcome call(String json) {
    return handler.handle(Attempts.with(json));
  }

  private String url(String target) {
    return "http://127.0.0.1:" + port() + target;
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private static JsonNode json(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Success.class);
    var output = ((Outcome.Success) outcome).output();
    return WireJson.tree(output == null ? new byte[0] : output.toArray());
  }
}
