package io.actionqueue.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.Outcome;
import io.actionqueue.client.wire.StreamedEvent;
import io.actionqueue.client.wire.SubmitAnswer;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.core.run.RunState;
import io.actionqueue.server.testing.LiveDaemon;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The event stream of a live daemon.
@Timeout(60)
class EventStreamTest {
  @TempDir Path directory;

  private final HttpClient http = HttpClient.newHttpClient();
  private LiveDaemon live;

  @BeforeEach
  void start() {
    var environment = LiveDaemon.environment(directory).handler("ok", _ -> Outcome.success("x"));
    live = LiveDaemon.start(directory, LiveDaemon.config(directory), environment);
  }

  @AfterEach
  void stop() {
    http.close();
    live.close();
  }

  @Test
  void wholeLifeOfATaskIsTold() throws Exception {
    try (var stream = open("/api/v1/events/stream", null)) {
      live.post("/api/v1/tasks", "{\"action\":\"ok\"}");
      List<StreamedEvent> life = until(stream, RunState.COMPLETED);

      assertThat(life)
          .extracting(StreamedEvent::type)
          .startsWith("TaskCreated", "RunCreated", "RunStateChanged")
          .contains("LeaseAcquired", "AttemptStarted", "AttemptFinished");
      for (int i = 1; i < life.size(); i++) {
        assertThat(life.get(i).sequence()).isEqualTo(life.get(i - 1).sequence() + 1);
      }
    }
  }

  /// Listeners look for `TaskCreated`: a task has no other beginning for them.
  @Test
  void aTaskWithOptionsIsToldAsEveryOther() throws Exception {
    try (var stream = open("/api/v1/events/stream?type=TaskCreated,RunStateChanged", null)) {
      live.post("/api/v1/tasks", "{\"action\":\"ok\",\"options\":{\"key_permits\":2}}");
      List<StreamedEvent> life = until(stream, RunState.COMPLETED);

      assertThat(life.getFirst().type()).isEqualTo("TaskCreated");
      assertThat(life.getFirst().taskId()).isNotNull();
      assertThat(life.getFirst().subject()).isNull();
    }
  }

  @Test
  void whoComesBackMissesNothing() throws Exception {
    long last;
    try (var stream = open("/api/v1/events/stream", null)) {
      live.post("/api/v1/tasks", "{\"action\":\"ok\"}");
      last = until(stream, RunState.READY).getLast().sequence();
    }
    try (var again = open("/api/v1/events/stream", Long.toString(last))) {
      assertThat(until(again, RunState.COMPLETED).getFirst().sequence()).isEqualTo(last + 1);
    }
  }

  @Test
  void filterByTaskFollowsItsRuns() throws Exception {
    var answer = live.post("/api/v1/tasks", "{\"action\":\"nobody\"}");
    var task = WireJson.read(bytes(answer.body()), SubmitAnswer.class).taskId();
    try (var stream = open("/api/v1/events/stream?task_id=" + task, null)) {
      live.post("/api/v1/tasks", "{\"action\":\"ok\"}");
      live.post("/api/v1/tasks/" + task + "/cancel");

      List<StreamedEvent> told = until(stream, RunState.CANCELED);
      assertThat(told).extracting(StreamedEvent::type).first().isEqualTo("TaskCanceled");
      assertThat(told).hasSize(2);
    }
  }

  @Test
  void streamIsForWhoIsKnownAndItsFilterIsChecked() {
    assertThat(live.send(live.bare("/api/v1/events/stream")).status()).isEqualTo(401);
    assertThat(live.get("/api/v1/events/stream?run_id=x").status()).isEqualTo(422);
    assertThat(
            live.send(live.request("/api/v1/events/stream").header("Last-Event-ID", "x").GET())
                .status())
        .isEqualTo(422);
  }

  @Test
  void drainEndsTheStreamAndDoesNotWaitForIt() throws Exception {
    try (var stream = open("/api/v1/events/stream", null)) {
      assertThat(stream.readLine()).isEqualTo(": connected");
      live.daemon().stop();

      List<String> rest = stream.lines().toList();
      assertThat(rest).contains("event: end", "data: {\"status\":\"draining\"}");
    }
  }

  private BufferedReader open(String target, @Nullable String lastEventId)
      throws IOException, InterruptedException {
    var request = live.request(target).GET();
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    var response = http.send(request.build(), BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream");
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  private static List<StreamedEvent> until(BufferedReader stream, RunState state)
      throws IOException {
    List<StreamedEvent> events = new ArrayList<>();
    for (String line = stream.readLine(); line != null; line = stream.readLine()) {
      if (line.startsWith("data: ")) {
        var event = WireJson.read(bytes(line.substring("data: ".length())), StreamedEvent.class);
        events.add(event);
        if (event.to() == state) {
          return events;
        }
      }
    }
    throw new AssertionError("the stream ended after " + events);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
