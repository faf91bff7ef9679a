package io.actionqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.cli.Cli.Result;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The shape of invocations (spec 04 §10.1) and the help (§12, defect 10).
final class ParsingTest {
  private final Cli cli = new Cli();

  private Result run(String line) {
    return cli.run(line.isEmpty() ? new String[0] : line.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | usage_missing_command | 2",
        "task | usage_missing_command | 2",
        "runs | usage_missing_command | 2",
        "nonsense | usage_invalid_command | 2",
        "--bogus | usage_invalid_command | 2",
        "--json stats | usage_invalid_command | 2",
        "task nonsense | usage_invalid_command | 2",
        "stats --data-dir | usage_parse_error | 2",
        "submit --task-id | usage_parse_error | 2",
        "stats --bogus | usage_parse_error | 2",
        "stats -x | usage_parse_error | 2",
        "stats --jso | usage_parse_error | 2",
        "stats extra | input_validation_failed | 3",
        "task get | input_validation_failed | 3",
        "task get a b | input_validation_failed | 3",
        "task get x | invalid_task_id | 3",
        "task get 00000000-0000-0000-0000-000000000000 | invalid_task_id | 3",
        "run explain 00000000-0000-0000-0000-000000000000 | invalid_run_id | 3",
        "run get {x} | invalid_run_id | 3",
        "task list --limit 0 | invalid_pagination | 3",
        "task list --limit 1001 | invalid_pagination | 3",
        "run list --offset -1 | invalid_pagination | 3",
        "run list --state Unknown | input_validation_failed | 3",
        "run list --task x | invalid_task_id | 3",
        "stats --server ftp://x | input_validation_failed | 3",
        "cron next | input_validation_failed | 3",
        "cron next nonsense | invalid_cron_expression | 3",
      })
  void aWrongShapeHasItsCodeAndExit(String line, String code, int exit) {
    Result result = run(line);
    assertThat(result.errorCode()).as(result.err()).isEqualTo(code);
    assertThat(result.exit()).isEqualTo(exit);
    assertThat(result.errorKind()).isEqualTo(exit == 2 ? "usage" : "validation");
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).hasLineCount(1).matches("\\{\"error_kind\":.*,\"error_code\":.*}\\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "-h",
        "submit --help",
        "submit -h --bogus",
        "task --help",
        "tasks get --help",
        "stats --data-dir x --help extra",
        "submit --payload=x --help"
      })
  void helpIsPrintedOnStandardOutput(String line) {
    Result result = run(line);
    assertThat(result.exit()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("Usage: actionqueue");
    assertThat(result.lines()).allMatch(text -> text.length() <= 100);
  }

  @Test
  void whatIsWrongBeforeTheHelpComesFirst() {
    assertThat(run("submit --bogus --help").errorCode()).isEqualTo("usage_parse_error");
  }

  @Test
  void helpAsAValueIsAValue(@TempDir Path directory) {
    Result result =
        cli.run("submit", "--data-dir", directory.toString(), "--action", "--help", "--json");
    assertThat(result.exit()).isZero();
    assertThat(result.json().path("command").stringValue()).isEqualTo("submit");
  }

  @Test
  void theVersionIsOneLine() {
    Result result = run("--version");
    assertThat(result.exit()).isZero();
    assertThat(result.out()).startsWith("actionqueue ").hasLineCount(1);
  }

  @Test
  void pluralsAreAccepted(@TempDir Path directory) {
    cli.dataDirectory(directory);
    assertThat(run("tasks list").exit()).isZero();
    assertThat(run("runs list").exit()).isZero();
  }

  @Test
  void mistypedCommandsGetASuggestion() {
    assertThat(run("stat").message()).contains("did you mean state or stats?");
    assertThat(run("submit --prioriti 3").message()).endsWith("did you mean --priority?");
  }

  @Test
  void theCompletionScriptKnowsEveryCommand() {
    Result result = run("completion");
    assertThat(result.exit()).isZero();
    assertThat(result.out()).contains("complete -F", "submit", "explain", "--concurrency-key");
  }

  @Test
  void everyCommandExplainsItself() {
    for (String command : List.of("submit", "stats", "state", "wal verify", "engine pause")) {
      String help = run(command + " --help").out();
      assertThat(help)
          .startsWith(Character.toString(help.charAt(0)).toUpperCase())
          .contains("Options:");
    }
  }
}
