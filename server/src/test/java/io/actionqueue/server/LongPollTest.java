package io.actionqueue.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.Outcome;
import io.actionqueue.client.ActionQueueClient;
import io.actionqueue.client.ListFilter;
import io.actionqueue.client.LocalDaemon;
import io.actionqueue.client.wire.Submission;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.server.testing.LiveDaemon;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Waiting for a run to move (spec 04 §13.2).
@Timeout(60)
class LongPollTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path directory;

  private final CountDownLatch go = new CountDownLatch(1);
  private LiveDaemon live;
  private ActionQueueClient client;

  @BeforeEach
  void start() {
    var environment =
        LiveDaemon.environment(directory)
            .handler(
                "held",
                _ -> {
                  go.await();
                  return Outcome.success("done");
                });
    live = LiveDaemon.start(directory, LiveDaemon.config(directory), environment);
    client = ActionQueueClient.connect(LocalDaemon.find(directory).orElseThrow().options());
  }

  @AfterEach
  void stop() {
    go.countDown();
    client.close();
    live.close();
  }

  @Test
  void answerComesWhenTheRunMoves() throws Exception {
    RunId run = running();
    var waiting = CompletableFuture.supplyAsync(() -> client.awaitRun(run, RunState.RUNNING, LONG));
    go.countDown();

    assertThat(waiting.get().state()).isEqualTo(RunState.COMPLETED);
  }

  @Test
  void answerComesAtOnceIfTheRunIsElsewhereOrHasEnded() {
    RunId run = running();
    assertThat(client.awaitRun(run, RunState.READY, LONG).state()).isEqualTo(RunState.RUNNING);

    go.countDown();
    client.awaitRun(run, RunState.RUNNING, LONG);
    assertThat(client.awaitRun(run, RunState.COMPLETED, LONG).state())
        .isEqualTo(RunState.COMPLETED);
  }

  @Test
  void waitEndsWithTheRunAsItIs() {
    RunId run = running();
    assertThat(client.awaitRun(run, RunState.RUNNING, Duration.ofSeconds(1)).state())
        .isEqualTo(RunState.RUNNING);
  }

  @Test
  void badWaitOrStateIsRefusedAndAnUnknownRunIsNotFound() {
    String run = "/api/v1/runs/11111111-1111-1111-1111-111111111111";
    assertThat(live.get(run + "?wait=61").body()).contains("invalid_filter", "from 0 to 60");
    assertThat(live.get(run + "?wait=1&seen=Gone").body()).contains("\"field\":\"seen\"");
    assertThat(live.get(run + "?wait=1").status()).isEqualTo(404);
  }

  private RunId running() {
    var task = client.submit(Submission.of("held")).taskId();
    RunId run = client.runs(ListFilter.slice(1, 0).task(task)).runs().getFirst().runId();
    var detail = client.run(run);
    while (detail.state() != RunState.RUNNING) {
      detail = client.awaitRun(run, detail.state(), LONG);
    }
    return run;
  }
}
