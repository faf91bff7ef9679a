package io.actionqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.cli.Cli.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Commands beside a real daemon: started, asked, killed, started again, stopped.
@Timeout(180)
final class DaemonCommandCrashTest {
  private static final String UNKNOWN = "00000000-0000-4000-8000-000000000009";

  @TempDir private Path home;
  private Path directory;
  private Cli cli;

  @BeforeEach
  void place() {
    directory = home.resolve("data");
    cli = new Cli().dataDirectory(directory);
  }

  private DaemonProcess start(String... more) {
    return DaemonProcess.start(directory, DaemonProcess.freeAddress(), more);
  }

  private Result run(String line) {
    return cli.run(line.split(" "));
  }

  @Test
  @DisplayName("A-466 the first document, then SIGTERM and exit 0")
  void theDaemonSaysWhatItServesAndEndsWithZeroOnSigterm() {
    String address = DaemonProcess.freeAddress();
    try (var daemon = DaemonProcess.start(directory, address)) {
      assertThat(daemon.firstDocument())
          .isEqualTo(
              """
              {
                "bind_address": "%s",
                "command": "daemon",
                "control_enabled": true,
                "data_dir": "%s",
                "metrics_bind": null,
                "ready": true,
                "ready_reason": "ready"
              }
              """
                  .formatted(address, directory));
      assertThat(directory.resolve("daemon.json")).exists();
      assertThat(daemon.stop()).isZero();
      assertThat(daemon.errors()).isEmpty();
      assertThat(directory.resolve("daemon.json")).doesNotExist();
    }
  }

  @Test
  void commandsGoThroughTheDaemonAndPrintTheSameWithoutIt() {
    List<String> questions =
        List.of("stats --json", "task list --json", "run list --json", "task list", "stats");
    try (var daemon = start("--allow-exec", "sh,echo")) {
      Result done = cli.run("submit", "--wait", "--json", "--", "echo", "hello");
      assertThat(done.exit()).as(done.err()).isZero();
      assertThat(done.json().path("status").stringValue()).isEqualTo("completed");
      assertThat(done.json().path("runs").path(0).path("output_text").stringValue())
          .contains("hello");
      Result failed = cli.run("submit", "--wait", "--", "sh", "-c", "echo no >&2; exit 7");
      assertThat(failed.exit()).isEqualTo(4);
      assertThat(failed.errorCode()).isEqualTo("task_failed");
      assertThat(failed.message()).contains("exit code 7");
      List<String> answers = questions.stream().map(question -> run(question).out()).toList();
      assertThat(daemon.stop()).isZero();
      assertThat(questions.stream().map(question -> run(question).out()).toList())
          .isEqualTo(answers);
    }
  }

  @Test
  void refusalsOfADaemonHaveTheSameCodes() {
    try (var _ = start()) {
      assertThat(run("task get " + UNKNOWN).errorCode()).isEqualTo("task_not_found");
      assertThat(run("run explain " + UNKNOWN).errorCode()).isEqualTo("run_not_found");
      assertThat(run("task cancel " + UNKNOWN).exit()).isEqualTo(3);
      String submit = "submit --task-id " + UNKNOWN + " --run-policy once";
      assertThat(run(submit).exit()).isZero();
      Result again = run(submit);
      assertThat(again.errorCode()).isEqualTo("mutation_validation_failed");
      assertThat(again.message()).startsWith("task_already_exists: ");
      assertThat(run("engine pause").out()).isEqualTo("engine paused\n");
      assertThat(run("engine status").out())
          .contains("paused      yes")
          .contains("phase       running");
      assertThat(run("task cancel " + UNKNOWN).out()).contains("1 canceled now");
      cli.environment("ACTIONQUEUE_TOKEN", "wrong");
      Result stranger = run("stats");
      assertThat(stranger.exit()).isEqualTo(5);
      assertThat(stranger.errorCode()).isEqualTo("unauthenticated");
    }
  }

  @Test
  void whatWasAcknowledgedBeforeAKillIsDoneAfterTheRestart() {
    String slow;
    try (var daemon = start("--allow-exec", "sh")) {
      slow = submitted("submit --json -- sh -c", "sleep 3; echo slept");
      awaitRun(slow, "Running");
      daemon.killHard();
    }
    assertThat(directory.resolve("daemon.json")).exists();
    Result offline = run("run list --task " + slow);
    assertThat(offline.out()).contains("Running");
    assertThat(offline.err()).isEmpty();
    String meanwhile = submitted("submit --json -- sh -c", "echo meanwhile");
    try (var daemon = start("--allow-exec", "sh")) {
      awaitRun(slow, "Completed");
      awaitRun(meanwhile, "Completed");
      JsonNode run = run("run list --json --task " + slow).json().path("runs").path(0);
      assertThat(run.path("attempt_count").intValue()).isEqualTo(2);
      assertThat(run("run get " + run.path("run_id").stringValue()).out())
          .contains("Interrupted", "interrupted: crash", "(1 counted)");
      assertThat(daemon.stop()).isZero();
    }
    assertThat(run("wal verify").exit()).isZero();
  }

  @Test
  void aSecondDaemonOnTheDirectoryIsRefused() {
    try (var _ = start()) {
      Result second =
          run(
              "daemon --metrics-bind off --bind "
                  + DaemonProcess.freeAddress()
                  + " --data-dir "
                  + directory);
      assertThat(second.exit()).isEqualTo(4);
      assertThat(second.errorCode()).isEqualTo("daemon_bootstrap_failed");
      assertThat(second.message()).contains("in use by process");
    }
  }

  @Test
  void failureToListenIsOneLine() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var daemon = DaemonProcess.failing(directory, "127.0.0.1:" + taken.getLocalPort())) {
      assertThat(daemon.awaitEnd()).isEqualTo(4);
      assertThat(daemon.errors().lines())
          .singleElement()
          .asString()
          .startsWith("{\"error_kind\":\"runtime\",\"error_code\":\"daemon_bootstrap_failed\",")
          .contains("127.0.0.1 port " + taken.getLocalPort() + ": Address already in use");
      assertThat(directory.resolve("wal")).doesNotExist();
    }
  }

  @Test
  void everyChangeIsLoggedWithItsCallerAndOutcome() {
    try (var daemon = start()) {
      String task = submitted("submit --json --task-id " + UNKNOWN + " --run-policy", "once");
      assertThat(run("submit --task-id " + UNKNOWN + " --run-policy once").exit()).isEqualTo(3);
      assertThat(run("task get " + task).exit()).isZero();
      assertThat(daemon.stop()).isZero();
      assertThat(daemon.errors().lines())
          .satisfiesExactly(
              made ->
                  assertThat(made)
                      .endsWith(
                          "audit - POST /api/v1/tasks by local: 201 /api/v1/tasks/"
                              + task
                              + " [r2]"),
              refused -> assertThat(refused).contains("POST /api/v1/tasks by local: 409 [r"));
    }
  }

  private String submitted(String line, String script) {
    var args = new ArrayList<>(List.of(line.split(" ")));
    args.add(script);
    Result result = cli.run(args.toArray(String[]::new));
    assertThat(result.exit()).as(result.err()).isZero();
    return result.json().path("task_id").stringValue();
  }

  /// Asks until a run of the task is in the state; the class's time limit ends it.
  private void awaitRun(String task, String state) {
    String question = "run list --task " + task + " --state " + state;
    while (!run(question).out().contains(state)) {
      Thread.onSpinWait();
    }
  }
}
