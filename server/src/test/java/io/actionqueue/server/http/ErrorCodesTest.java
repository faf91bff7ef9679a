package io.actionqueue.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.client.wire.ErrorBody;
import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.core.SnakeCase;
import io.actionqueue.core.command.Rejection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Every refusal has a status.
class ErrorCodesTest {
  @Test
  void everyRejectionOfTheCoreHasACode() {
    List<Class<?>> kinds = leaves(Rejection.class);

    assertThat(kinds).hasSizeGreaterThan(50);
    for (Class<?> kind : kinds) {
      assertThat(ErrorCode.find(SnakeCase.of(kind.getSimpleName())))
          .as(kind.getSimpleName())
          .isPresent();
    }
  }

  /// Codes of values that no request can carry.
  private static final Set<String> OF_OTHER_VALUES =
      Set.of(
          "empty", // invalid_department
          "too_long",
          "ready_scheduled_at_after_created_at",
          "active_attempt_outside_running",
          "success_with_error",
          "non_success_without_error",
          "non_success_with_output",
          "outcome_target_mismatch",
          "invalid_interruption",
          "invalid_attempt_number",
          "attempt_exceeds_cap",
          "invalid_max_interruptions",
          "invalid_event_bound",
          "invalid_backoff_config",
          "backoff_base_exceeds_max",
          "empty_lease_owner",
          "empty_data_dir",
          "submission_dropped",
          "not_json",
          "zero_concurrency",
          "zero_capacity",
          "zero_max_runs",
          "lease_timeout_too_low",
          "lease_timeout_too_high",
          "zero_snapshot_event_threshold",
          "zero_snapshot_log_bytes",
          "invalid_output_limit",
          "invalid_task_depth",
          "negative_interruptions");

  /// Codes of files and directories, which end a start or a tool and no request.
  private static final Set<String> OF_DIRECTORIES =
      Set.of(
          "directory_locked",
          "not_a_store",
          "unsupported_format",
          "wal_torn_tail",
          "wal_corrupt",
          "wal_sequence_gap",
          "wal_replay_refused",
          "snapshot_mismatch",
          "snapshot_unsound",
          "repair_refused",
          "backup_unsound",
          "target_not_empty",
          "not_expressible",
          "sequence_unavailable",
          "read_failed",
          "write_failed",
          "sync_failed",
          "disk_full",
          "log_stopped",
          "log_closed",
          "unencodable_event",
          "sequence_violation");

  @Test
  void everyCodeOfThePageOnErrorsHasAStatusOrIsOfAnotherValue() throws IOException {
    var codes =
        Files.readAllLines(Path.of("..", "docs", "errors.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .flatMap(line ->
                Pattern.compile("`([a-z_0-9]+)`")
                    .matcher(line.substring(0, line.indexOf('|', 1)))
                    .results()
                    .map(match -> match.group(1)))
            .toList();

    assertThat(codes).hasSizeGreaterThan(100);
    for (String code : codes) {
      assertThat(ErrorCode.find(code).isPresent())
          .as(code)
          .isNotEqualTo(OF_OTHER_VALUES.contains(code) || OF_DIRECTORIES.contains(code));
    }
  }

  @Test
  void everyFailureOfTheEngineHasACode() {
    for (String code :
        List.of("outcome_unknown", "engine_failed", "engine_closed", "backpressure")) {
      assertThat(ErrorCode.find(code)).as(code).isPresent();
    }
  }

  @Test
  void statusesAreErrors() {
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(code.status()).as(code.code()).isBetween(400, 599);
      assertThat(ErrorCode.find(code.code())).contains(code);
    }
  }

  @Test
  void unknownCodeIsABrokenRule() {
    assertThat(Statuses.of(new ErrorBody("of_a_later_version", "m", Map.of()))).isEqualTo(422);
  }

  private static List<Class<?>> leaves(Class<?> sealed) {
    List<Class<?>> leaves = new ArrayList<>();
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      if (permitted.isSealed()) {
        leaves.addAll(leaves(permitted));
      } else {
        leaves.add(permitted);
      }
    }
    return leaves;
  }
}
