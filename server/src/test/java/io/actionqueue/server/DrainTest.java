package io.actionqueue.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.Outcome;
import io.actionqueue.server.config.ConfigKey;
import io.actionqueue.server.testing.LiveDaemon;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Stopping a daemon that is at work: hole 6 of the catalogue's §92.
@Timeout(60)
class DrainTest {
  @TempDir Path directory;

  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @Test
  void workUnderWayIsFinishedWhileNothingNewIsTaken() throws Exception {
    LiveDaemon live = start("30");
    live.post("/api/v1/tasks", "{\"action\":\"slow\"}");
    started.await();
    var waiting = CompletableFuture.supplyAsync(() -> live.get("/api/v1/stats"));
    waiting.get(30, TimeUnit.SECONDS);

    CompletableFuture<Void> stopped = CompletableFuture.runAsync(live.daemon()::stop);
    awaitDraining(live);
    assertThat(live.get("/healthz").status()).isEqualTo(200);
    var refused = live.post("/api/v1/tasks", "{\"action\":\"slow\"}");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.body()).startsWith("{\"error\":\"engine_closed\",");
    assertThat(live.daemon().summary().readyReason()).isEqualTo("draining");
    assertThat(stopped).isNotDone();

    release.countDown();
    stopped.get(30, TimeUnit.SECONDS);
    live.close();
    try (var again = start("30")) {
      assertThat(again.get("/api/v1/stats").body()).contains("\"completed\":1,");
    }
  }

  @Test
  void workThatTakesTooLongIsCutOffAndGoesOnAfterTheRestart() throws Exception {
    LiveDaemon live = start("0");
    live.post("/api/v1/tasks", "{\"action\":\"slow\"}");
    started.await();
    live.close();
    release.countDown();

    try (var again = start("30")) {
      String runs = again.get("/api/v1/runs").body();
      String run = runs.replaceAll("(?s).*\"run_id\":\"([^\"]+)\".*", "$1");
      String task = runs.replaceAll("(?s).*\"task_id\":\"([^\"]+)\".*", "$1");
      assertThat(again.get("/api/v1/tasks/" + task + "?wait=30").body())
          .contains("\"status\":\"completed\"");
      assertThat(again.get("/api/v1/runs/" + run).body())
          .contains("\"result\":\"Interrupted\",\"error\":\"interrupted: shutdown\"")
          .contains("\"attempt_count\":2", "\"counted_attempts\":1");
    }
  }

  private LiveDaemon start(String drainSecs) {
    var environment =
        LiveDaemon.environment(directory)
            .handler(
                "slow",
                _ -> {
                  started.countDown();
                  release.await();
                  return Outcome.success("done");
                });
    var config = LiveDaemon.config(directory).with(ConfigKey.DRAIN_TIMEOUT_SECS, drainSecs);
    return LiveDaemon.start(directory, config, environment);
  }

  private static void awaitDraining(LiveDaemon live) {
    var answer = live.get("/ready");
    for (int i = 0; i < 5_000 && answer.status() == 200; i++) {
      answer = live.get("/ready");
    }
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("{\"status\":\"draining\"}");
    // The daemon says so before its engine has heard of it: work may still be taken until then.
    String engine = live.get("/api/v1/engine").body();
    for (int i = 0; i < 5_000 && !engine.contains("\"draining\":true"); i++) {
      engine = live.get("/api/v1/engine").body();
    }
    assertThat(engine).contains("\"draining\":true");
  }
}
