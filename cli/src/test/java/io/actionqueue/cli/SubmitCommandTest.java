package io.actionqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.cli.Cli.Result;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.IdempotencyKey;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.HoldPolicy;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.SafetyLevel;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskMetadata;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.testkit.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class SubmitCommandTest {
  private static final String ID = "123e4567-e89b-12d3-a456-426614174000";
  private static final String OTHER = "00000000-0000-4000-8000-000000000002";

  @TempDir private Path home;
  private Path directory;
  private Cli cli;

  @BeforeEach
  void place() {
    directory = home.resolve("data");
    cli = new Cli().dataDirectory(directory);
  }

  private Result submit(String... more) {
    var args = new ArrayList<>(List.of("submit"));
    args.addAll(List.of(more));
    return cli.run(args.toArray(String[]::new));
  }

  private QueueState state() {
    try {
      return Store.load(SystemFiles.INSTANCE, ManualTime.atSeconds(0), directory).state();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private TaskEntry task(String id) {
    TaskEntry task = state().task(TaskId.parse(id));
    assertThat(task).isNotNull();
    return task;
  }

  @Nested
  final class Accepted {
    @Test
    @DisplayName("A-467 once: the document, alphabetical and nothing else")
    void onceGivesTheExactDocument() {
      Result result = submit("--task-id", ID, "--run-policy", "once", "--json");
      assertThat(result.exit()).isZero();
      assertThat(result.err()).isEmpty();
      assertThat(result.out())
          .isEqualTo(
              """
              {
                "command": "submit",
                "data_dir": "%s",
                "latest_sequence": 2,
                "run_policy": "once",
                "runs_created": 1,
                "task_id": "%s"
              }
              """
                  .formatted(directory, ID));
    }

    @Test
    @DisplayName("A-468 repeat:3:60 creates three runs and echoes the policy")
    void repeatCreatesAllItsRuns() {
      JsonNode json = submit("--task-id", ID, "--run-policy", "REPEAT:3:60", "--json").json();
      assertThat(json.path("runs_created").intValue()).isEqualTo(3);
      assertThat(json.path("run_policy").stringValue()).isEqualTo("repeat:3:60");
      assertThat(task(ID).runs())
          .extracting(run -> run.scheduledAt())
          .containsExactly(Cli.NOW, Cli.NOW + 60, Cli.NOW + 120);
    }

    @Test
    void cronCreatesAWindowOfFiveRuns() {
      JsonNode json = submit("--task-id", ID, "--run-policy", "cron:0 0 * * * *", "--json").json();
      assertThat(json.path("runs_created").intValue()).isEqualTo(5);
      assertThat(json.path("run_policy").stringValue()).isEqualTo("cron:0 0 * * * *");
    }

    @Test
    void textIsKeysAndValuesInTheirOrder() {
      Result result = submit("--task-id", ID, "--run-policy", "once");
      assertThat(result.out())
          .isEqualTo(
              "command=submit\ntask_id=%s\nrun_policy=once\nruns_created=1\nlatest_sequence=2\ndata_dir=%s\n"
                  .formatted(ID, directory));
    }

    @Test
    @DisplayName("A-533 the full set of flags parses into every field")
    void everyFlagReachesTheTask() throws IOException {
      Path payload = Files.writeString(home.resolve("payload"), "bytes");
      Path metadata =
          Files.writeString(
              home.resolve("metadata"),
              "{\"tags\":[\"a\",\"b\"],\"priority\":-7,\"description\":\"text\"}");
      Result result =
          submit(
              "--task-id",
              ID,
              "--run-policy",
              "repeat:2:5",
              "--payload",
              payload.toString(),
              "--content-type",
              "text/plain",
              "--constraints",
              "{\"max_attempts\":3,\"timeout_secs\":9,\"concurrency_key\":\"k\","
                  + "\"concurrency_key_hold_policy\":\"ReleaseOnRetry\","
                  + "\"safety_level\":\"Transactional\",\"required_capabilities\":[\"gpu\"]}",
              "--metadata",
              "@" + metadata,
              "--data-dir",
              directory.toString(),
              "--json");
      assertThat(result.exit()).isZero();
      var spec = task(ID).spec();
      assertThat(spec.payload().bytes()).isEqualTo(Bytes.utf8("bytes"));
      assertThat(spec.payload().contentType()).isEqualTo("text/plain");
      assertThat(spec.runPolicy()).isEqualTo(new RunPolicy.Repeat(2, 5));
      assertThat(spec.constraints())
          .isEqualTo(
              new TaskConstraints(
                  3,
                  9L,
                  "k",
                  HoldPolicy.RELEASE_ON_RETRY,
                  SafetyLevel.TRANSACTIONAL,
                  List.of("gpu")));
      assertThat(spec.metadata()).isEqualTo(new TaskMetadata(List.of("a", "b"), -7, "text"));
    }

    @Test
    void anActionNeedsNeitherIdNorPolicy() {
      Result result =
          submit("--action", "resize", "--payload-json", "{\"w\":1}", "--max-attempts", "4");
      assertThat(result.exit()).isZero();
      TaskEntry task = state().tasks().getFirst();
      assertThat(task.spec().constraints().requiredCapabilities()).containsExactly("resize");
      assertThat(task.spec().constraints().maxAttempts()).isEqualTo(4);
      assertThat(task.spec().payload().bytes()).isEqualTo(Bytes.utf8("{\"w\":1}"));
      assertThat(task.spec().payload().contentType()).isEqualTo("application/json");
    }

    @Test
    void theActionGoesBeforeOtherCapabilities() {
      submit(
          "--action",
          "train",
          "--constraints",
          "{\"max_attempts\":1,\"required_capabilities\":[\"gpu\"]}");
      assertThat(state().tasks().getFirst().spec().constraints().requiredCapabilities())
          .containsExactly("train", "gpu");
    }

    @Test
    void aProgramBecomesThePayloadOfExec() {
      Result result =
          submit("--priority", "5", "--", "sh", "-c", "echo \"$HOME\"; exit 3", "--json");
      assertThat(result.exit()).isZero();
      var spec = state().tasks().getFirst().spec();
      assertThat(spec.constraints().requiredCapabilities()).containsExactly("exec");
      assertThat(spec.metadata().priority()).isEqualTo(5);
      assertThat(spec.payload().bytes())
          .isEqualTo(
              Bytes.utf8("{\"argv\":[\"sh\",\"-c\",\"echo \\\"$HOME\\\"; exit 3\",\"--json\"]}"));
    }

    @Test
    void thePayloadMayComeFromStandardInput() {
      cli.input("from a pipe");
      submit("--action", "a", "--payload", "-");
      assertThat(state().tasks().getFirst().spec().payload().bytes())
          .isEqualTo(Bytes.utf8("from a pipe"));
    }

    @Test
    void prerequisitesAreDeclaredInTheSameBatch() {
      submit("--task-id", OTHER, "--run-policy", "once");
      submit("--task-id", ID, "--run-policy", "once", "--after", OTHER);
      assertThat(task(ID).prerequisites()).containsExactly(TaskId.parse(OTHER));
    }

    @Test
    void aKeyMakesRepetitionsOne() {
      JsonNode first = submit("--action", "a", "--key", "order-1", "--json").json();
      JsonNode second = submit("--action", "a", "--key", "order-1", "--json").json();
      String id = new IdempotencyKey("order-1").taskId(null).toString();
      assertThat(first.path("task_id").stringValue()).isEqualTo(id);
      assertThat(first.path("duplicate").booleanValue()).isFalse();
      assertThat(second.path("task_id").stringValue()).isEqualTo(id);
      assertThat(second.path("duplicate").booleanValue()).isTrue();
      assertThat(second.path("runs_created").intValue()).isEqualTo(1);
      assertThat(state().latestSequence()).isEqualTo(2);
    }

    @Test
    void aFlagMayHoldItsValueByAnEqualsSign() {
      assertThat(submit("--task-id=" + ID, "--run-policy=once").exit()).isZero();
    }
  }

  @Nested
  final class Refused {
    @Test
    @DisplayName("A-470, A-532 the bare form needs a task id")
    void withoutIdTheBareFormIsRefused() {
      Result result = submit("--run-policy", "once");
      assertThat(result.exit()).isEqualTo(3);
      assertThat(result.out()).isEmpty();
      assertThat(result.err())
          .isEqualTo(
              "{\"error_kind\":\"validation\",\"error_code\":\"input_validation_failed\","
                  + "\"message\":\"--task-id is required\"}\n");
      assertThat(directory).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "not-a-uuid | once | invalid_task_id",
          "00000000-0000-0000-0000-000000000000 | once | task_spec_invalid",
          "@ | | input_validation_failed",
          "@ | never | invalid_run_policy",
          "@ | once:1 | invalid_run_policy",
          "@ | repeat:0:1 | invalid_run_policy",
          "@ | repeat:1:0 | invalid_run_policy",
          "@ | repeat:x:1 | invalid_run_policy",
          "@ | repeat:4294967296:1 | invalid_run_policy",
          "@ | repeat:1:99999999999999999999 | invalid_run_policy",
          "@ | repeat:1:2:3 | invalid_run_policy",
          "@ | cron:nonsense | invalid_run_policy",
          "@ | cron:0 0 0 30 2 * | invalid_run_policy",
          "@ | repeat:100001:1 | too_many_runs",
          "@ | repeat:3:9223372036854775807 | run_derivation_failed"
        })
    void idAndPolicyAreChecked(String id, String policy, String code) {
      var args = new ArrayList<>(List.of("--task-id", id.equals("@") ? ID : id));
      if (policy != null) {
        args.addAll(List.of("--run-policy", policy));
      }
      refused(submit(args.toArray(String[]::new)), code);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{}",
          "nonsense",
          "[]",
          "{\"max_attempts\":0}",
          "{\"max_attempts\":-1}",
          "{\"max_attempts\":1} trailing",
          "{\"max_attempts\":1,\"max_attempts\":2}",
          "{\"max_attempts\":1,\"timeout_secs\":0}",
          "{\"max_attempts\":1,\"timeout_secs\":9223372036854775808}",
          "{\"max_attempts\":1,\"concurrency_key\":\"\"}",
          "{\"max_attempts\":1,\"required_capabilities\":[]}",
          "{\"max_attempts\":1,\"safety_level\":\"pure\"}"
        })
    void constraintsAreChecked(String json) {
      refused(bare("--constraints", json), "invalid_constraints_json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"tags\":[]}", "{\"tags\":[],\"priority\":2147483648}", "1"})
    void metadataAreChecked(String json) {
      refused(bare("--metadata", json), "invalid_metadata_json");
    }

    @Test
    void unreadableFilesHaveTheirCodes() {
      refused(bare("--constraints", "@" + home.resolve("none")), "json_source_read_failed");
      refused(bare("--metadata", "@" + home.resolve("none")), "json_source_read_failed");
      refused(bare("--payload", home.resolve("none").toString()), "payload_read_failed");
      refused(bare("--payload", home.toString()), "payload_read_failed");
    }

    @Test
    void theFirstFailureInTheOrderOfTheSpecWins() {
      Result result =
          submit(
              "--payload",
              "none",
              "--metadata",
              "{}",
              "--constraints",
              "{}",
              "--run-policy",
              "x",
              "--task-id",
              "x");
      assertThat(result.errorCode()).isEqualTo("invalid_task_id");
    }

    @ParameterizedTest
    @CsvSource({
      "--max-attempts, 0, invalid_max_attempts",
      "--max-attempts, x, input_validation_failed",
      "--timeout-secs, 0, zero_timeout",
      "--concurrency-key, '', empty_concurrency_key",
      "--priority, 1.5, input_validation_failed",
      "--after, x, invalid_task_id",
      "--payload-json, {, invalid_payload_json"
    })
    void shortFormsAreChecked(String flag, String value, String code) {
      refused(bare(flag, value), code);
    }

    @Test
    void whatExcludesEachOtherIsSaid() {
      refused(bare("--key", "k"), "input_validation_failed");
      refused(submit("--action", "a", "--key", ""), "invalid_idempotency_key");
      refused(
          submit("--action", "a", "--payload", "x", "--payload-json", "1"),
          "input_validation_failed");
      refused(submit("--action", "http", "--", "ls"), "input_validation_failed");
      refused(submit("--action", "exec", "ls"), "input_validation_failed");
    }

    @Test
    void aTaskThatExistsIsLeftAlone() {
      bare();
      var before = Tree.withoutLock(directory);
      Result again = bare("--content-type", "other");
      refused(again, "mutation_validation_failed");
      assertThat(again.message()).startsWith("task_already_exists: ").contains(ID);
      assertThat(Tree.withoutLock(directory)).isEqualTo(before);
    }

    @Test
    void aKeyThatWasUsedForSomethingElseIsRefused() {
      submit("--action", "a", "--key", "k");
      refused(submit("--action", "b", "--key", "k"), "idempotency_key_reused");
    }

    @Test
    void waitingWithoutADaemonWritesNothing() {
      Result result = submit("--action", "a", "--wait");
      assertThat(result.exit()).isEqualTo(5);
      assertThat(result.errorKind()).isEqualTo("connectivity");
      assertThat(result.errorCode()).isEqualTo("no_daemon");
      assertThat(directory).doesNotExist();
    }

    @Test
    void anUnknownPrerequisiteIsRefusedAndLeavesNoTask() {
      refused(bare("--after", OTHER), "mutation_validation_failed");
      assertThat(state().taskCount()).isZero();
    }

    private Result bare(String... more) {
      var args = new ArrayList<>(List.of("--task-id", ID, "--run-policy", "once"));
      args.addAll(List.of(more));
      return submit(args.toArray(String[]::new));
    }

    private static void refused(Result result, String code) {
      assertThat(result.errorCode()).as(result.err()).isEqualTo(code);
      assertThat(result.errorKind()).isEqualTo("validation");
      assertThat(result.exit()).isEqualTo(3);
      assertThat(result.out()).isEmpty();
      assertThat(result.err()).hasLineCount(1);
    }
  }
}
