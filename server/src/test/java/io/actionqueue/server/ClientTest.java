package io.actionqueue.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.Outcome;
import io.actionqueue.client.ActionQueueClient;
import io.actionqueue.client.ClientException;
import io.actionqueue.client.ClientOptions;
import io.actionqueue.client.ListFilter;
import io.actionqueue.client.LocalDaemon;
import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.client.wire.Submission;
import io.actionqueue.client.wire.TaskStatus;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.TaskMetadata;
import io.actionqueue.server.testing.LiveDaemon;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The client against a live daemon that it finds by the directory.
class ClientTest {
  private static final TaskId UNKNOWN = new TaskId(9, 9);

  @TempDir static Path directory;

  private static LiveDaemon live;
  private static ActionQueueClient client;

  @BeforeAll
  static void start() {
    var environment =
        LiveDaemon.environment(directory).handler("ok", run -> Outcome.success(run.payload()));
    live = LiveDaemon.start(directory, LiveDaemon.config(directory), environment);
    client = ActionQueueClient.connect(LocalDaemon.find(directory).orElseThrow().options());
  }

  @AfterAll
  static void stop() {
    client.close();
    live.close();
  }

  @Test
  void taskIsSubmittedFollowedAndRead() {
    var submission =
        Submission.of("ok")
            .payload(Bytes.utf8("hi"))
            .contentType("text/plain")
            .metadata(new TaskMetadata(List.of("a b&c"), 3, "d"));
    TaskId id = client.submit(submission).taskId();

    var done = client.awaitTask(id, Duration.ofSeconds(30));
    assertThat(done.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(done.payload().toUtf8()).isEqualTo("hi");
    assertThat(client.task(id).contentType()).isEqualTo("text/plain");
    assertThat(client.tasks(ListFilter.slice(10, 0).tag("a b&c")).tasks())
        .singleElement()
        .satisfies(row -> assertThat(row.id()).isEqualTo(id));
    RunId run = client.runs(ListFilter.slice(1, 0).task(id)).runs().getFirst().runId();
    assertThat(client.run(run).attempts())
        .singleElement()
        .satisfies(attempt -> assertThat(attempt.output()).isEqualTo(Bytes.utf8("hi")));
    assertThat(client.explain(run).state()).isEqualTo(RunState.COMPLETED);
    assertThat(client.cancelRun(run).status()).isEqualTo("already_terminal");
    assertThat(client.runs(ListFilter.slice(1000, 0).state(RunState.COMPLETED)).total())
        .isGreaterThanOrEqualTo(1);
  }

  @Test
  void waitEndsWithTheTaskAsItStands() {
    TaskId id = client.submit(Submission.of("nobody")).taskId();

    assertThat(client.awaitTask(id, Duration.ofSeconds(1)).status()).isEqualTo(TaskStatus.OPEN);
    assertThat(client.cancelTask(id).status()).isEqualTo("canceled");
    assertThat(client.awaitTask(id, Duration.ofSeconds(30)).status())
        .isEqualTo(TaskStatus.CANCELED);
  }

  @Test
  void engineIsSeenPausedAndResumed() {
    assertThat(client.ready().status()).isEqualTo("ready");
    assertThat(client.pause().status()).isEqualTo("paused");
    assertThat(client.engine().paused()).isTrue();
    assertThat(client.resume().status()).isEqualTo("resumed");
    assertThat(client.engine().actions()).contains("ok", "http");
    assertThat(client.stats().latestSequence()).isPositive();
    assertThat(client.metrics()).contains("actionqueue_runs_total");
    assertThat(new String(client.getBytes("/api/v1/stats"), StandardCharsets.UTF_8))
        .startsWith("{\"total_tasks\":");
  }

  @Test
  void refusalsCarryStatusCodeAndDetails() {
    assertThatThrownBy(() -> client.task(UNKNOWN))
        .isInstanceOfSatisfying(
            ClientException.Refused.class,
            e -> {
              assertThat(e.status()).isEqualTo(404);
              assertThat(e.code()).isEqualTo("task_not_found");
              assertThat(e.body().code()).contains(ErrorCode.TASK_NOT_FOUND);
              assertThat(e.body().details()).containsEntry("task_id", UNKNOWN.toString());
            });
    assertThatThrownBy(() -> client.suspendRun(new RunId(9, 9), "why"))
        .isInstanceOf(ClientException.Refused.class);
    assertThatThrownBy(() -> client.awaitTask(UNKNOWN, Duration.ofSeconds(1)))
        .isInstanceOf(ClientException.Refused.class);
    try (var stranger =
        ActionQueueClient.connect(ClientOptions.at(URI.create(live.daemon().url())))) {
      assertThatThrownBy(stranger::stats)
          .isInstanceOfSatisfying(
              ClientException.Refused.class, e -> assertThat(e.status()).isEqualTo(401));
    }
  }

  @Test
  void silenceIsToldApartFromRefusal() throws Exception {
    int closed;
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      closed = socket.getLocalPort();
    }
    try (var lost =
        ActionQueueClient.connect(ClientOptions.at(URI.create("http://127.0.0.1:" + closed)))) {
      assertThatThrownBy(lost::stats).isInstanceOf(ClientException.Unreachable.class);
    }
  }

  @Test
  void staleAndDamagedFilesAreNoDaemon(@TempDir Path other) throws Exception {
    assertThat(LocalDaemon.find(other)).isEmpty();
    Files.writeString(
        other.resolve(LocalDaemon.INFO_FILE),
        "{\"url\":\"http://127.0.0.1:1\",\"pid\":4194305,\"version\":\"x\",\"started_at\":1}");
    assertThat(LocalDaemon.find(other)).isEmpty();
    Files.writeString(other.resolve(LocalDaemon.INFO_FILE), "{\"url\":");
    assertThatThrownBy(() -> LocalDaemon.find(other))
        .isInstanceOf(ClientException.Unintelligible.class);
  }
}
