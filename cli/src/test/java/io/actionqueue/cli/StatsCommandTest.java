package io.actionqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.cli.Cli.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class StatsCommandTest {
  @TempDir private Path home;
  private Path directory;
  private Cli cli;

  @BeforeEach
  void twoTasks() {
    directory = home.resolve("data");
    cli = new Cli().dataDirectory(directory);
    cli.run("submit", "--action", "a");
    cli.run("submit", "--action", "a", "--run-policy", "repeat:3:60");
  }

  @Test
  @DisplayName("A-469 stats --format json")
  void formatJsonGivesTheDocument() {
    Result result = cli.run("stats", "--format", "json");
    assertThat(result.exit()).isZero();
    assertThat(result.err()).isEmpty();
    JsonNode json = result.json();
    assertThat(json.path("command").stringValue()).isEqualTo("stats");
    JsonNode summary = json.path("summary");
    assertThat(summary.path("total_tasks").intValue()).isEqualTo(2);
    assertThat(summary.path("total_runs").intValue()).isEqualTo(4);
    assertThat(summary.path("latest_sequence").intValue()).isEqualTo(6);
    assertThat(summary.path("runs_by_state").isObject()).isTrue();
  }

  @Test
  void theDocumentIsExact() {
    assertThat(cli.run("stats", "--json").out())
        .isEqualTo(
            """
            {
              "command": "stats",
              "data_dir": "%s",
              "summary": {
                "attempts_total": 0,
                "latest_sequence": 6,
                "runs_by_state": {
                  "canceled": 0,
                  "completed": 0,
                  "failed": 0,
                  "leased": 0,
                  "ready": 0,
                  "retry_wait": 0,
                  "running": 0,
                  "scheduled": 4,
                  "suspended": 0
                },
                "total_runs": 4,
                "total_tasks": 2
              }
            }
            """
                .formatted(directory));
  }

  @Test
  @DisplayName("A-534 --json is --format json; the last of the two wins")
  void theLastFormatWins() {
    assertThat(cli.run("stats", "--json").out()).startsWith("{");
    assertThat(cli.run("stats", "--json", "--format", "text").out()).startsWith("command=");
    assertThat(cli.run("stats", "--format", "text", "--json").out()).startsWith("{");
  }

  @Test
  @DisplayName("A-535 an unknown format")
  void anUnknownFormatIsRefused() {
    Result result = cli.run("stats", "--format", "yaml");
    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.errorCode()).isEqualTo("input_validation_failed");
    assertThat(result.message()).contains("--format must be 'text' or 'json'");
  }

  @Test
  void textLinesAreCleanAndInTheirOrder() {
    assertThat(cli.run("stats").lines())
        .containsExactly(
            "command=stats",
            "data_dir=" + directory,
            "total_tasks=2",
            "total_runs=4",
            "latest_sequence=6",
            "runs_scheduled=4",
            "runs_ready=0",
            "runs_leased=0",
            "runs_running=0",
            "runs_retry_wait=0",
            "runs_completed=0",
            "runs_failed=0",
            "runs_canceled=0",
            "runs_suspended=0",
            "attempts_total=0");
  }

  @Test
  void countingChangesNothingAndAMissingDirectoryStaysMissing() {
    var before = Tree.of(directory);
    cli.run("stats");
    assertThat(Tree.of(directory)).isEqualTo(before);
    Path missing = home.resolve("missing");
    Result result = cli.run("stats", "--data-dir", missing.toString());
    assertThat(result.exit()).isEqualTo(4);
    assertThat(result.errorKind()).isEqualTo("runtime");
    assertThat(result.errorCode()).isEqualTo("storage_bootstrap_failed");
    assertThat(missing).doesNotExist();
  }
}
