package io.actionqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.cli.Cli.Result;
import io.actionqueue.client.ActionQueueClient;
import io.actionqueue.client.LocalDaemon;
import io.actionqueue.client.wire.ActorOrder;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.server.Daemon;
import io.actionqueue.server.DaemonEnvironment;
import io.actionqueue.server.config.ConfigKey;
import io.actionqueue.server.config.DaemonConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Budgets, actors and custom events on the command line, with a daemon and without one.
@Timeout(60)
final class BudgetCommandTest {
  private static final String TASK = "123e4567-e89b-12d3-a456-426614174000";

  @TempDir private Path directory;
  private final Cli cli = new Cli();

  @BeforeEach
  void submit() {
    cli.dataDirectory(directory);
    assertThat(run("submit --task-id " + TASK + " --run-policy once").exit()).isZero();
  }

  private Result run(String line) {
    return cli.run(line.split(" "));
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
  void budgetIsSetThroughTheDaemonAndShownTheSameWithoutIt() {
    assertThat(run("budget show " + TASK).out())
        .isEqualTo("No budgets: the task is not bounded.\n");
    String shown;
    String document;
    try (var _ = daemon()) {
      assertThat(run("budget set " + TASK + " token 100").exit()).isZero();
      assertThat(run("budget set " + TASK + " token 100").errorCode())
          .isEqualTo("budget_already_allocated");
      assertThat(
              run("budget set " + TASK + " token 200 --replace --json")
                  .json()
                  .path("budget")
                  .path("limit")
                  .longValue())
          .isEqualTo(200);
      assertThat(run("budget replenish " + TASK + " token 300").out())
          .contains("DIMENSION", "token", "300", "open");
      assertThat(run("budget replenish " + TASK + " time_secs 1").errorCode())
          .isEqualTo("budget_not_allocated");
      shown = run("budget show " + TASK).out();
      document = run("budget show --json " + TASK).out();
    }
    assertThat(shown).contains("token", "300");
    assertThat(run("budget show " + TASK).out()).isEqualTo(shown);
    assertThat(run("budgets show --json " + TASK).out()).isEqualTo(document);
  }

  @Test
  void whatAnEngineHasToFollowUpNeedsADaemon() {
    for (String line :
        List.of(
            "budget set " + TASK + " token 1",
            "budget replenish " + TASK + " token 1",
            "events fire key")) {
      Result result = run(line);
      assertThat(result.exit()).as(line).isEqualTo(5);
      assertThat(result.errorCode()).isEqualTo("no_daemon");
    }
  }

  @Test
  void badArgumentsAreRefusedBeforeAnythingIsAsked() {
    assertThat(run("budget set " + TASK + " tea 1").message()).contains("token, cost_cents");
    assertThat(run("budget set " + TASK + " token 0").message()).contains("at least 1");
    assertThat(run("budget set zz token 1").errorCode()).isEqualTo("invalid_task_id");
    assertThat(run("budget show 99999999-9999-9999-9999-999999999999").errorCode())
        .isEqualTo("task_not_found");
    assertThat(cli.run("events", "fire", "").errorCode()).isEqualTo("input_validation_failed");
  }

  @Test
  void actorsAreListedAndEventsFired() {
    assertThat(run("actor list").out()).isEqualTo("No actors.\n");
    ActorId actor = ActorId.parse("11111111-1111-1111-1111-111111111111");
    try (var _ = daemon();
        var client =
            ActionQueueClient.connect(LocalDaemon.find(directory).orElseThrow().options())) {
      client.workers().register(new ActorOrder(actor, "w-1", List.of("resize"), 60, null, null));
      assertThat(run("actor list").out()).contains(actor.toString(), "w-1", "active", "resize");
      assertThat(run("events fire nobody-listens").out()).isEqualTo("0 subscriptions triggered\n");
      assertThat(run("events fire --json k").json().path("triggered").intValue()).isZero();
    }
    assertThat(
            run("actors list --json").json().path("actors").path(0).path("identity").stringValue())
        .isEqualTo("w-1");
  }
}
