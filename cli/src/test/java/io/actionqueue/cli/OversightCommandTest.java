package io.actionqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.Outcome;
import io.actionqueue.cli.Cli.Result;
import io.actionqueue.client.ActionQueueClient;
import io.actionqueue.client.ListFilter;
import io.actionqueue.client.LocalDaemon;
import io.actionqueue.client.wire.Submission;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.server.Daemon;
import io.actionqueue.server.DaemonEnvironment;
import io.actionqueue.server.config.ConfigKey;
import io.actionqueue.server.config.DaemonConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Limits, pauses, dead letters, approvals and ledgers on the command line, with a daemon and
/// without one.
@Timeout(60)
final class OversightCommandTest {
  private static final String TENANT = "10000000-0000-0000-0000-000000000000";

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
            .handler("break", _ -> Outcome.fail("broken in a way that takes long to tell"))
            .handler(
                "deploy",
                context ->
                    context.decision("go-live").isPresent()
                        ? Outcome.success()
                        : Outcome.awaitDecision("go-live")));
  }

  /// A run of an action, once it is in a state.
  private RunId runOf(String action, RunState state) {
    try (var client =
        ActionQueueClient.connect(LocalDaemon.find(directory).orElseThrow().options())) {
      var task = client.submit(Submission.of(action)).taskId();
      RunId run = client.runs(ListFilter.slice(1, 0).task(task)).runs().getFirst().runId();
      for (RunState now = client.run(run).state(); now != state; ) {
        now = client.awaitRun(run, now, Duration.ofSeconds(10)).state();
      }
      return run;
    }
  }

  private void createTenant(Daemon daemon) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(daemon.url() + "/api/v2/tenants"))
              .header(
                  "Authorization",
                  "Bearer " + Files.readString(directory.resolve(LocalDaemon.TOKEN_FILE)).strip())
              .header("Content-Type", "application/json")
              .POST(
                  BodyPublishers.ofString("{\"tenant_id\":\"" + TENANT + "\",\"name\":\"north\"}"))
              .build();
      assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(201);
    }
  }

  /// Pauses and gates are told by the records too.
  @Test
  void reasonsToWaitAreToldWithoutADaemon() {
    RunId held;
    RunId gated;
    try (var _ = daemon()) {
      gated = runOf("deploy", RunState.SUSPENDED);
      assertThat(run("pause set --action break").exit()).isZero();
      held = runOf("break", RunState.READY);
    }
    assertThat(run("run explain " + held).out()).contains("action break is paused");
    assertThat(run("run explain " + gated).out())
        .contains("waits at gate 'go-live' until somebody decides");
  }

  @Test
  void limitsAreSetShownTheSameWithoutADaemonAndRemoved() {
    assertThat(run("limit list").out()).isEqualTo("No limits.\n");
    String shown;
    String document;
    try (var _ = daemon()) {
      assertThat(run("limit set --action mail --permits 3 --rate 100/5m --burst 7").out())
          .contains("action mail", "3", "100/5m", "7");
      assertThat(run("limit set --key printer --rate 1/500ms").exit()).isZero();
      shown = run("limit list").out();
      document = run("limits list --json").out();
      assertThat(cli.run("limit", "set", "--action", "", "--permits", "1").out())
          .contains("the default action");
      assertThat(cli.run("limit", "remove", "--action", "").out())
          .isEqualTo("the default action cleared\n");
      assertThat(run("limit remove --action other").errorCode()).isEqualTo("no_limit");
      assertThat(run("limit set --tenant " + TENANT + " --permits 1").errorCode())
          .isEqualTo("tenant_not_found");
    }
    assertThat(shown).contains("action mail", "key printer", "1/500ms");
    assertThat(run("limit list").out()).isEqualTo(shown);
    assertThat(run("limit list --json").out()).isEqualTo(document);
  }

  @Test
  void pausesAreSetListedAndRemoved() {
    assertThat(run("pause list").out()).isEqualTo("Nothing is paused.\n");
    try (var _ = daemon()) {
      assertThat(run("pause set --action mail").out()).isEqualTo("action mail paused\n");
      assertThat(run("pause set --action mail").out()).isEqualTo("action mail already paused\n");
      assertThat(run("pause set --key k --json").json().path("status").stringValue())
          .isEqualTo("paused");
      assertThat(run("pause remove --key k").out()).isEqualTo("key k resumed\n");
    }
    assertThat(run("pauses list").out()).isEqualTo("action mail\n");
    assertThat(run("pause list --json").json().path("pauses")).hasSize(1);
  }

  @Test
  void deadLettersAreListedAndDoneAgain() {
    String all;
    String shown;
    RunId run;
    try (var _ = daemon()) {
      run = runOf("break", RunState.FAILED);
      shown = run("dead-letter list").out();
      assertThat(shown).contains(run.toString(), "broken in a way that takes long to tell");
      assertThat(run("pause set --action break").exit()).isZero();
      Result mixed = run("dead-letter redrive " + run + " " + TENANT);
      assertThat(mixed.exit()).isEqualTo(3);
      assertThat(mixed.errorCode()).isEqualTo("redrive_refused");
      assertThat(mixed.out()).contains("NEW TASK", run.toString(), "unknown_run");
      assertThat(run("dead-letter redrive --all").out()).isEqualTo("Nothing to do again.\n");
      JsonNode again = run("dead-letters list --json").json().path("dead_letters").path(0);
      assertThat(again.path("redriven_as")).hasSize(1);
      RunId second = runOfPaused();
      all = run("dead-letter redrive --all").out();
      assertThat(all).contains(second.toString()).doesNotContain(run.toString());
    }
    assertThat(run("dead-letter list").out()).contains(run.toString());
    assertThat(run("dead-letter redrive " + run).errorCode()).isEqualTo("no_daemon");
  }

  private RunId runOfPaused() {
    assertThat(run("pause remove --action break").exit()).isZero();
    RunId second = runOf("break", RunState.FAILED);
    assertThat(run("pause set --action break").exit()).isZero();
    return second;
  }

  @Test
  void approvalsAreListedAndDecided() {
    try (var _ = daemon()) {
      assertThat(run("approval list").out()).isEqualTo("Nothing waits for a decision.\n");
      RunId run = runOf("deploy", RunState.SUSPENDED);
      assertThat(run("approval list").out()).contains(run.toString(), "go-live");
      assertThat(run("approval approve " + run + " other").errorCode()).isEqualTo("unknown_gate");
      assertThat(
              cli.run("approval", "approve", run.toString(), "go-live", "--comment", "all good")
                  .out())
          .isEqualTo("run " + run + " approved at gate go-live\n");
      assertThat(run("approval reject " + run + " go-live").errorCode())
          .isEqualTo("gate_already_decided");
      assertThat(run("approval list --run " + run).out()).contains("approved", "all good");
      RunId other = runOf("deploy", RunState.SUSPENDED);
      assertThat(
              run("approval reject --json " + other + " go-live")
                  .json()
                  .path("decision")
                  .path("verdict")
                  .stringValue())
          .isEqualTo("rejected");
    }
    assertThat(run("approvals list").out()).isEqualTo("Nothing waits for a decision.\n");
  }

  @Test
  void ledgerIsAppendedListedAndShown() throws Exception {
    assertThat(run("ledger list").out()).isEqualTo("No entries.\n");
    String listed;
    String id = "30000000-0000-0000-0000-000000000003";
    try (var daemon = daemon()) {
      createTenant(daemon);
      assertThat(
              cli.run(
                      "ledger",
                      "append",
                      "--tenant",
                      TENANT,
                      "--key",
                      "audit",
                      "--text",
                      "seen",
                      "--id",
                      id,
                      "--occurred-at",
                      "2026-01-02T03:04:05Z")
                  .out())
          .isEqualTo("entry " + id + " appended\n");
      assertThat(
              cli.input("piped")
                  .run(
                      "ledger",
                      "append",
                      "--tenant",
                      TENANT,
                      "--key",
                      "other",
                      "--payload",
                      "-",
                      "--json")
                  .json()
                  .path("entry_id")
                  .isString())
          .isTrue();
      assertThat(run("ledger append --tenant " + TENANT + " --key audit --id " + id).errorCode())
          .isEqualTo("duplicate_ledger_entry");
      listed = run("ledger list").out();
    }
    assertThat(listed).contains("audit", "seen", "piped");
    assertThat(run("ledger list").out()).isEqualTo(listed);
    assertThat(run("ledger list --key audit --tenant " + TENANT).out()).doesNotContain("piped");
    assertThat(run("ledger get " + id).out()).contains("seen", "2026-01-02T03:04:05Z");
    assertThat(run("ledger get " + TENANT).errorCode()).isEqualTo("ledger_entry_not_found");
  }

  @Test
  void tasksAndRunsAreListedByTenantAndTimeTheSameWithoutADaemon() {
    List<String> lines =
        List.of(
            "task list --json --from 2023-11-14T22:13:20Z --until 1700000001",
            "task list --json --until 2023-11-14T22:13:20Z",
            "task list --json --tenant " + TENANT,
            "run list --json --from 1700000000",
            "run list --json --until 1700000000",
            "run list --json --tenant " + TENANT);
    List<Integer> totals =
        lines.stream().map(line -> run(line).json().path("total").intValue()).toList();
    assertThat(totals).containsExactly(1, 0, 0, 1, 0, 0);
    try (var _ = daemon()) {
      assertThat(lines.stream().map(line -> run(line).json().path("total").intValue()))
          .containsExactlyElementsOf(totals);
    }
    assertThat(run("task list --from yesterday").errorCode()).isEqualTo("input_validation_failed");
    assertThat(run("run list --tenant x").errorCode()).isEqualTo("invalid_tenant_id");
  }

  @Test
  void whatAnEngineHasToCarryOutNeedsADaemon() {
    for (String line :
        List.of(
            "limit set --action a --permits 1",
            "limit remove --action a",
            "pause set --action a",
            "pause remove --action a",
            "approval approve " + TENANT + " g",
            "ledger append --tenant " + TENANT + " --key k",
            "dead-letter redrive --all")) {
      Result result = run(line);
      assertThat(result.exit()).as(line).isEqualTo(5);
      assertThat(result.errorCode()).isEqualTo("no_daemon");
    }
  }

  @Test
  void badArgumentsAreRefusedBeforeAnythingIsAsked() {
    for (String line :
        List.of(
            "limit set --action a",
            "limit set --permits 1",
            "limit set --action a --key b --permits 1",
            "limit set --action a --permits x",
            "limit set --action a --rate 10",
            "limit set --action a --rate 10/fortnight",
            "limit set --action a --permits 1 --burst 2",
            "pause set",
            "dead-letter redrive",
            "dead-letter redrive --all " + TENANT,
            "ledger append --key k",
            "ledger append --tenant " + TENANT,
            "ledger append --tenant " + TENANT + " --key k --text a --payload b",
            "ledger append --tenant " + TENANT + " --key k --occurred-at yesterday")) {
      Result result = run(line);
      assertThat(result.exit()).as(line).isEqualTo(3);
      assertThat(result.errorCode()).as(line).isEqualTo("input_validation_failed");
    }
    assertThat(run("limit set --action a --permits 0").errorCode()).isEqualTo("invalid_limit");
    assertThat(run("limit set --action a --rate 0/s").errorCode()).isEqualTo("invalid_rate");
    assertThat(run("limit set --tenant x --permits 1").errorCode()).isEqualTo("invalid_tenant_id");
    assertThat(run("approval approve x g").errorCode()).isEqualTo("invalid_run_id");
    assertThat(run("approval list --limit 0").errorCode()).isEqualTo("invalid_pagination");
    assertThat(run("ledger get x").errorCode()).isEqualTo("invalid_ledger_entry_id");
    assertThat(run("ledger list --tenant x").errorCode()).isEqualTo("invalid_tenant_id");
  }

  @Test
  void tablesFitNarrowTerminalsAndAreNeverCutElsewhere() {
    String name = "a-very-long-action-name-for-a-narrow-terminal";
    assertThat(run("submit --run-policy once --action " + name).exit()).isZero();
    cli.environment("COLUMNS", "90");
    assertThat(run("task list").out()).contains(name);
    cli.onTerminal().environment("NO_COLOR", "1");
    String narrow = run("task list").out();
    assertThat(narrow).contains("a-very-", "…").doesNotContain(name);
    assertThat(narrow.lines()).allMatch(line -> line.codePointCount(0, line.length()) <= 90);
    assertThat(run("task list --json").out()).contains(name);
  }
}
