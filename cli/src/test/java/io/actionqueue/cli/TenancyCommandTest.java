package io.actionqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.Outcome;
import io.actionqueue.cli.Cli.Result;
import io.actionqueue.client.ActionQueueClient;
import io.actionqueue.client.ListFilter;
import io.actionqueue.client.LocalDaemon;
import io.actionqueue.client.wire.ActorOrder;
import io.actionqueue.client.wire.Submission;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.RunPolicy;
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

/// Tenants, roles, grants, priorities and further runs on the command line, with a daemon and
/// without one.
@Timeout(60)
final class TenancyCommandTest {
  private static final String TENANT = "10000000-0000-0000-0000-000000000000";
  private static final String ACTOR = "20000000-0000-0000-0000-000000000000";

  @TempDir private Path directory;
  private final Cli cli = new Cli();

  @BeforeEach
  void place() {
    cli.dataDirectory(directory);
    assertThat(run("submit --run-policy once --action nobody").exit()).isZero();
  }

  private Result run(String line) {
    return cli.run(line.split(" "));
  }

  private static void assertRefused(Result result, int exit, String code) {
    assertThat(result.errorCode()).isEqualTo(code);
    assertThat(result.exit()).isEqualTo(exit);
    assertThat(result.out()).isEmpty();
  }

  private Daemon daemon() {
    DaemonConfig config =
        DaemonConfig.DEFAULT
            .with(ConfigKey.DATA_DIR, directory.toString())
            .with(ConfigKey.BIND_ADDRESS, "127.0.0.1:0")
            .with(ConfigKey.METRICS_BIND, "off");
    return Daemon.start(
        config,
        DaemonEnvironment.of(directory, Map.of())
            .allowEphemeralPorts()
            .handler("ok", _ -> Outcome.success()));
  }

  private ActionQueueClient client() {
    return ActionQueueClient.connect(LocalDaemon.find(directory).orElseThrow().options());
  }

  @Test
  void tenantsAndRightsAreChangedAndShownTheSameWithoutADaemon() {
    assertThat(run("tenant list").out()).isEqualTo("No tenants.\n");
    String rights = " " + ACTOR + " --tenant " + TENANT;
    String tenants;
    String shown;
    try (var _ = daemon();
        var client = client()) {
      client
          .workers()
          .register(
              new ActorOrder(ActorId.parse(ACTOR), "worker-1", List.of("ok"), 10, null, null));
      assertThat(run("tenant create north --id " + TENANT).out())
          .isEqualTo("tenant " + TENANT + " created\n");
      assertRefused(run("tenant create north --id " + TENANT), 3, "tenant_already_exists");
      assertThat(run("tenant create south --json").json().path("tenant_id").isString()).isTrue();
      assertThat(run("tenant weight " + TENANT + " 3").out())
          .isEqualTo("tenant " + TENANT + " has weight 3\n");
      assertThat(run("tenant weight " + TENANT + " 0").exit()).isEqualTo(3);
      assertThat(run("role assign" + rights.replace(" --", " Operator --")).out())
          .contains("role          Operator", "capabilities  -");
      assertThat(run("grant add" + rights.replace(" --", " CanApprove --")).out())
          .contains("capabilities  CanApprove");
      assertThat(run("grant add" + rights.replace(" --", " CanCancel --")).exit()).isZero();
      assertThat(run("grant remove" + rights.replace(" --", " CanApprove --")).out())
          .contains("capabilities  CanCancel");
      assertRefused(
          run("grant remove" + rights.replace(" --", " CanApprove --")),
          3,
          "capability_not_granted");
      tenants = run("tenant list").out();
      shown = run("role get" + rights).out();
    }
    assertThat(tenants).contains("north", "south");
    assertThat(run("tenant list").out()).isEqualTo(tenants);
    assertThat(run("tenant get " + TENANT).out()).contains("north").doesNotContain("south");
    assertThat(run("role get" + rights).out()).isEqualTo(shown);
    assertRefused(run("tenant get 30000000-0000-0000-0000-000000000000"), 3, "tenant_not_found");
    assertRefused(run("tenant create west"), 5, "no_daemon");
    assertRefused(run("grant add" + rights.replace(" --", " CanApprove --")), 5, "no_daemon");
    assertRefused(run("tenant get x"), 3, "invalid_tenant_id");
  }

  @Test
  void runsAreAddedAndGetOtherPriorities() {
    try (var _ = daemon();
        var client = client()) {
      client.limits().pause(new Scope.Action("ok"));
      TaskId task =
          client.submit(Submission.of("ok").runPolicy(new RunPolicy.Repeat(2, 3600))).taskId();
      RunId ready = client.runs(ListFilter.slice(1, 0).task(task)).runs().getFirst().runId();
      while (client.run(ready).state() != RunState.READY) {
        Thread.onSpinWait();
      }
      assertThat(run("run priority " + ready + " 9").out())
          .isEqualTo("run " + ready + " has priority 9\n");
      assertThat(run("run priority " + ready + " x").exit()).isEqualTo(3);
      assertThat(run("run add " + task).out()).startsWith("run ").contains(" is due ");
      String id = "30000000-0000-0000-0000-000000000000";
      assertThat(
              run("run add " + task + " --at 4000000000 --id " + id + " --json")
                  .json()
                  .path("scheduled_at")
                  .longValue())
          .isEqualTo(4_000_000_000L);
      assertRefused(run("run add " + task + " --id " + id), 3, "run_already_exists");
      assertThat(run("run add " + task + " --at soon").exit()).isEqualTo(3);
      assertThat(run("task schedule " + task).out()).contains("2096-10-02");
      assertThat(run("task schedule " + task + " --json").json().path("next").size()).isEqualTo(2);
      client.cancelTask(task);
      assertRefused(run("run add " + task), 3, "task_canceled");
    }
    assertRefused(run("run add " + new TaskId(1, 1)), 5, "no_daemon");
  }
}
