package io.actionqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.cli.Cli.Result;
import io.actionqueue.server.Daemon;
import io.actionqueue.server.DaemonEnvironment;
import io.actionqueue.server.config.ConfigKey;
import io.actionqueue.server.config.DaemonConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Following events through a daemon in this process.
@Timeout(60)
final class EventsTailCommandTest {
  @TempDir private Path directory;
  private final Cli cli = new Cli();

  @BeforeEach
  void here() {
    cli.dataDirectory(directory);
  }

  private Daemon daemon() {
    DaemonConfig config =
        DaemonConfig.DEFAULT
            .with(ConfigKey.DATA_DIR, directory.toString())
            .with(ConfigKey.BIND_ADDRESS, "127.0.0.1:0")
            .with(ConfigKey.METRICS_BIND, "off");
    return Daemon.start(config, DaemonEnvironment.of(directory, Map.of()).allowEphemeralPorts());
  }

  @Test
  void eventsArePrintedAsTheyComeAndAfterAGapAWarning() {
    String submit = "submit --run-policy once --task-id 123e4567-e89b-12d3-a456-426614174000";
    assertThat(cli.run(submit.split(" ")).exit()).isZero();
    try (var _ = daemon()) {
      assertThat(cli.run("events", "tail", "--count", "0").out()).isEmpty();

      // Nothing was kept before the first listener came: the submission is missing.
      var tail =
          new Tail("events tail --json --count 2 --after 0 --type EnginePaused,EngineResumed");
      tail.until(() -> {
        cli.run("engine", "pause");
        cli.run("engine", "resume");
      });
      assertThat(tail.result().exit()).isZero();
      assertThat(tail.result().lines()).hasSize(2);
      var first = JsonMapper.shared().readTree(tail.result().lines().getFirst());
      assertThat(first.path("type").stringValue()).startsWith("Engine");
      assertThat(tail.result().err()).contains("events are missing before sequence");
    }
  }

  @Test
  void linesForPeopleNameWhatTheEventIsAbout() {
    try (var _ = daemon()) {
      var tail = new Tail("events tail --count 1 --type RunCreated");
      tail.until(() -> cli.run("submit", "--action", "nobody"));
      assertThat(tail.result().out())
          .contains("RunCreated")
          .contains("task ")
          .contains("run ")
          .contains("→Scheduled");
      assertThat(tail.result().err()).isEmpty();
    }
  }

  @Test
  void nobodyToListenToIsAMatterOfConnectivity() {
    Result result = cli.run("events", "tail");
    assertThat(result.exit()).isEqualTo(5);
    assertThat(result.errorCode()).isEqualTo("no_daemon");
  }

  @Test
  void badFiltersAreRefusedBeforeAnythingIsAsked() {
    assertThat(cli.run("events", "tail", "--task", "zz").errorCode()).isEqualTo("invalid_task_id");
    assertThat(cli.run("events", "tail", "--count", "-1").errorCode())
        .isEqualTo("input_validation_failed");
  }

  /// A tail beside what it is to see.
  private final class Tail {
    private final CompletableFuture<Result> end;

    Tail(String line) {
      var own = new Cli().dataDirectory(directory);
      end = CompletableFuture.supplyAsync(() -> own.run(line.split(" ")));
    }

    /// Makes events until the tail has seen enough.
    void until(Runnable events) {
      while (!end.isDone()) {
        events.run();
      }
    }

    Result result() {
      return end.join();
    }
  }
}
