package io.actionqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.cli.Cli.Result;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands on a directory that no daemon holds: one command on the log each (S-40).
final class OfflineControlTest {
  private static final String ID = "123e4567-e89b-12d3-a456-426614174000";
  private static final String UNKNOWN = "00000000-0000-4000-8000-000000000009";

  @TempDir private Path home;
  private Path directory;
  private Cli cli;

  @BeforeEach
  void oneTaskWithTwoRuns() {
    directory = home.resolve("data");
    cli = new Cli().dataDirectory(directory);
    cli.run(
        "submit",
        "--task-id",
        ID,
        "--action",
        "copy",
        "--run-policy",
        "repeat:2:60",
        "--priority",
        "7",
        "--tags",
        "x,y",
        "--concurrency-key",
        "disk");
  }

  private Result run(String line) {
    return cli.run(line.split(" "));
  }

  private long sequence() {
    return run("stats --json").json().path("summary").path("latest_sequence").longValue();
  }

  private String firstRun() {
    return run("run list --json").json().path("runs").path(0).path("run_id").stringValue();
  }

  @Test
  void listsAreAlignedTables() {
    assertThat(run("task list").lines())
        .containsExactly(
            "TASK                                  STATUS  ACTION  PRI  RUNS  POLICY       CREATED",
            ID + "  open    copy      7  0/2   repeat:2:60  now");
    Result runs = run("run list");
    assertThat(runs.lines().getFirst())
        .isEqualTo("RUN                                   STATE      ATTEMPTS  DUE     KEY   TASK");
    assertThat(runs.lines().get(2)).contains("Scheduled         0  in 60s  disk  " + ID);
  }

  @Test
  void aSliceSaysWhatItIsASliceOf() {
    Result result = run("run list --limit 1 --offset 1");
    assertThat(result.lines()).hasSize(3).last().isEqualTo("2 to 2 of 2");
    assertThat(run("run list --json --limit 1").json().path("total").intValue()).isEqualTo(2);
    assertThat(run("run list --state Running").out()).isEqualTo("No runs.\n");
    assertThat(run("task list --tag z").out()).isEqualTo("No tasks.\n");
    assertThat(run("task list --tag y --json").json().path("tasks").size()).isEqualTo(1);
  }

  @Test
  void aTaskIsShownWithItsRuns() {
    assertThat(run("task get " + ID).out())
        .contains(
            "status        open", "action        copy", "key           disk (HoldDuringRetry)")
        .contains("tags          x, y")
        .contains("Scheduled");
    assertThat(run("task get --json " + ID).json().path("task").path("status").stringValue())
        .isEqualTo("open");
  }

  @Test
  void aRunIsShownWithItsPastAndWhatItWaitsFor() {
    String run = firstRun();
    Result result = run("run get " + run);
    assertThat(result.out())
        .contains("state                    Scheduled")
        .contains("waits: no_capable_actor  no daemon works on this directory")
        .contains("2023-11-14T22:13:20Z  Scheduled");
    assertThat(run("run get --json " + run).json().path("run").path("blocked_by").size())
        .isEqualTo(1);
  }

  @Test
  void explainNamesEveryReason() {
    run("engine pause");
    String second = run("run list --json").json().path("runs").path(1).path("run_id").stringValue();
    Result result = run("run explain --json " + second);
    assertThat(result.json().path("blocked_by").findValuesAsString("code"))
        .containsExactly("not_due", "engine_paused", "no_capable_actor");
    assertThat(result.json().path("blocked_by").path(0).path("until").longValue())
        .isEqualTo(Cli.NOW + 60);
    assertThat(run("run explain " + second).out())
        .startsWith("Scheduled. The run waits: due at ")
        .contains("2023-11-14T22:14:20Z (in 60s)");
  }

  @Test
  void cancellingATaskTwiceIsHarmless() {
    Result first = run("task cancel --json " + ID);
    assertThat(first.json().path("status").stringValue()).isEqualTo("canceled");
    assertThat(first.json().path("runs_canceled").intValue()).isEqualTo(2);
    long sequence = sequence();
    Result second = run("task cancel " + ID);
    assertThat(second.out()).contains("was canceled before").contains("0 canceled now, 2 ended");
    assertThat(sequence()).isEqualTo(sequence);
    assertThat(run("task list").out()).contains("canceled");
  }

  @Test
  void cancellingARunLeavesTheOthers() {
    String run = firstRun();
    assertThat(run("run cancel " + run).out()).isEqualTo("run " + run + " canceled\n");
    assertThat(run("run cancel " + run).out()).isEqualTo("run " + run + " already canceled\n");
    assertThat(run("stats").out()).contains("runs_canceled=1", "runs_scheduled=1");
  }

  @Test
  void pauseAndResumeAreRecordedOnce() {
    assertThat(run("engine resume").out()).isEqualTo("engine already resumed\n");
    long before = sequence();
    assertThat(run("engine pause").out()).isEqualTo("engine paused\n");
    assertThat(run("engine pause --json").json().path("status").stringValue())
        .isEqualTo("already_paused");
    assertThat(sequence()).isEqualTo(before + 1);
    assertThat(run("engine status").out()).contains("paused     yes", "no daemon works");
    assertThat(run("engine resume").out()).isEqualTo("engine resumed\n");
  }

  @Test
  void onlyWhatExecutesCanBeSetAside() {
    Result result = run("run suspend " + firstRun());
    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.errorCode()).isEqualTo("run_suspend_requires_running");
    assertThat(run("run resume " + firstRun()).errorCode())
        .isEqualTo("run_resume_requires_suspended");
  }

  @Test
  void unknownIdsAreRefusedAndNothingChanges() {
    var before = Tree.of(directory);
    for (String command : new String[] {"task get", "task cancel"}) {
      Result result = run(command + " " + UNKNOWN);
      assertThat(result.exit()).isEqualTo(3);
      assertThat(result.errorCode()).isEqualTo("task_not_found");
      assertThat(result.message()).contains(UNKNOWN);
    }
    for (String command :
        new String[] {"run get", "run cancel", "run explain", "run suspend", "run resume"}) {
      assertThat(run(command + " " + UNKNOWN).errorCode()).isEqualTo("run_not_found");
    }
    assertThat(Tree.of(directory)).isEqualTo(before);
  }

  @Test
  void aDirectoryThatSomebodyElseOwnsIsReadButNotChanged() throws IOException {
    Path lock = directory.resolve("actionqueue.lock");
    // Another process would do; here the lock of this process's other channel is in the way.
    try (var owner =
            io.actionqueue.storage.file.DirectoryLock.acquire(
                io.actionqueue.storage.file.SystemFiles.INSTANCE, directory, "today");
        FileChannel _ = FileChannel.open(lock, StandardOpenOption.READ)) {
      var before = Tree.of(directory);
      Result result = run("submit --action a");
      assertThat(result.exit()).isEqualTo(4);
      assertThat(result.errorKind()).isEqualTo("runtime");
      assertThat(result.errorCode()).isEqualTo("directory_locked");
      assertThat(result.message()).contains("is in use by process");
      assertThat(run("engine pause").errorCode()).isEqualTo("directory_locked");
      assertThat(run("stats").exit()).isZero();
      assertThat(Tree.of(directory)).isEqualTo(before);
      assertThat(owner).isNotNull();
    }
  }

  @Test
  void whatADeadDaemonLeftBehindIsPassedOver() throws IOException {
    String stale =
        "{\"url\":\"http://%s\",\"pid\":%d,\"version\":\"1\",\"started_at\":1}"
            .formatted(DaemonProcess.freeAddress(), ProcessHandle.current().pid());
    for (String content : new String[] {stale, "half a docum"}) {
      Files.writeString(directory.resolve("daemon.json"), content);
      Result result = run("stats");
      assertThat(result.exit()).as(result.err()).isZero();
      assertThat(result.out()).contains("total_tasks=1");
      assertThat(result.err()).contains("warning", "the directory itself is used").hasLineCount(1);
      assertThat(run("engine pause").exit()).isZero();
    }
  }

  @Test
  void coloursAreForTerminalsThatWantThem() {
    assertThat(run("run list").out()).doesNotContain("\u001b");
    cli.onTerminal();
    assertThat(run("run list").out()).contains("\u001b[1mRUN\u001b[0m");
    assertThat(run("run list --json").out()).doesNotContain("\u001b");
    cli.environment("NO_COLOR", "1");
    assertThat(run("run list").out()).doesNotContain("\u001b");
    assertThat(run("--help").out()).doesNotContain("\u001b");
  }

  @Test
  void whatOthersSubmittedCannotMoveTheCursor() {
    cli.run("submit", "--action", "a\u001b[2J", "--payload-json", "\"\\u0000\"");
    assertThat(run("task list").out()).contains("a\\x1b[2J").doesNotContain("\u001b");
  }
}
