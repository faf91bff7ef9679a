package io.actionqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.cli.Cli.Result;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.core.policy.RetryPolicy;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.OnUncertain;
import io.actionqueue.core.schedule.MisfirePolicy;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.server.Daemon;
import io.actionqueue.server.DaemonEnvironment;
import io.actionqueue.server.config.ConfigKey;
import io.actionqueue.server.config.DaemonConfig;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.testkit.ManualTime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Options of a task beside its constraints, as `submit` takes them.
@Timeout(60)
final class SubmitPolicyTest {
  private static final String ID = "123e4567-e89b-12d3-a456-426614174000";

  private static final String[] ALL =
      """
      --concurrency-key cpu --further-key disk --further-key license --key-permits 3
      --retry exponential:1s:5m:full --retry-for 2h --start-within 1d --deadline 2033-05-18T03:33:20Z
      --progress-within 1500ms --await-children fail-parent --misfire catch-up-last:3
      --misfire-grace 90s --max-interruptions 0 --on-uncertain suspend --resume-on-replenish
      """
          .trim()
          .split("\\s+");

  private static final TaskPolicy EXPECTED =
      TaskPolicy.NONE
          .withFurtherKeys(List.of("disk", "license"))
          .withKeyPermits(3)
          .withRetry(
              new RetryPolicy(
                  RetryPolicy.Strategy.EXPONENTIAL,
                  1000,
                  300_000,
                  RetryPolicy.Jitter.FULL,
                  7_200_000L))
          .withStartWithin(86_400_000L)
          .withDeadline(2_000_000_000_000L)
          .withProgressWithin(1500L)
          .withAwaitChildren(AwaitChildren.FAIL_PARENT)
          .withMisfire(new MisfirePolicy.CatchUpLast(3, 90))
          .withInterruptions(0, OnUncertain.SUSPEND)
          .withOnReplenish(TaskPolicy.OnReplenish.RESUME);

  @TempDir private Path home;
  private Path directory;
  private Cli cli;

  @BeforeEach
  void place() {
    directory = home.resolve("data");
    cli = new Cli().dataDirectory(directory);
  }

  private Result submit(String... more) {
    var args = new ArrayList<>(List.of("submit", "--action", "nobody"));
    args.addAll(List.of(more));
    return cli.run(args.toArray(String[]::new));
  }

  private Result task(String... more) {
    var args = new ArrayList<>(List.of(more));
    args.addAll(List.of("--task-id", ID));
    return submit(args.toArray(String[]::new));
  }

  private TaskEntry recorded() {
    try {
      var state = Store.load(SystemFiles.INSTANCE, ManualTime.atSeconds(0), directory).state();
      return Objects.requireNonNull(state.task(TaskId.parse(ID)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private TaskPolicy policy(String... more) {
    assertThat(task(more).exit()).isZero();
    return recorded().policy();
  }

  @Test
  void everyOptionIsRecorded() {
    assertThat(policy(ALL)).isEqualTo(EXPECTED);
    assertThat(recorded().spec().constraints().concurrencyKey()).isEqualTo("cpu");
    assertThat(cli.run("task", "get", ID).out()).contains("cpu + disk + license (");
  }

  @Test
  void aDaemonGetsThemToo() {
    DaemonConfig config =
        DaemonConfig.DEFAULT
            .with(ConfigKey.DATA_DIR, directory.toString())
            .with(ConfigKey.BIND_ADDRESS, "127.0.0.1:0")
            .with(ConfigKey.METRICS_BIND, "off");
    try (Daemon _ =
        Daemon.start(config, DaemonEnvironment.of(home, Map.of()).allowEphemeralPorts())) {
      Result result = task(ALL);
      assertThat(result.exit()).as(result.err()).isZero();
      assertThat(cli.run("task", "get", ID).out()).contains("cpu + disk + license (");
    }
    assertThat(recorded().policy()).isEqualTo(EXPECTED);
  }

  @Test
  void withoutOptionsNoneAreRecorded() {
    assertThat(policy().isNone()).isTrue();
  }

  @Test
  void whatIsLeftOutOfARetryIsNotBounded() {
    assertThat(policy("--retry", "fixed:30s").retry())
        .isEqualTo(RetryPolicy.of(RetryPolicy.Strategy.FIXED, 30_000, 30_000));
  }

  @Test
  void aDelayThatGrowsHasNoCeilingUnlessItIsSaid() {
    assertThat(policy("--retry", "linear:1m").retry())
        .isEqualTo(RetryPolicy.of(RetryPolicy.Strategy.LINEAR, 60_000, RetryPolicy.MAX_MILLIS));
  }

  @ParameterizedTest
  @CsvSource({
    "--retry, odd:1s, input_validation_failed",
    "--retry, fixed, input_validation_failed",
    "--retry, fixed:1, input_validation_failed",
    "--retry, exponential:1s:5m:full:more, input_validation_failed",
    "--retry, exponential:5m:1s, invalid_retry_policy",
    "--retry-for, 1h, input_validation_failed",
    "--start-within, 0s, invalid_start_deadline",
    "--start-within, soon, input_validation_failed",
    "--deadline, 0, invalid_task_deadline",
    "--deadline, tomorrow, input_validation_failed",
    "--progress-within, 0ms, invalid_progress_limit",
    "--key-permits, 0, invalid_key_permits",
    "--key-permits, x, input_validation_failed",
    "--further-key, disk, invalid_concurrency_keys",
    "--further-key, '', empty_concurrency_key",
    "--await-children, no-way, input_validation_failed",
    "--misfire, odd, input_validation_failed",
    "--misfire, catch-up-last:0, invalid_catch_up_count",
    "--misfire, catch-up-last:x, input_validation_failed",
    "--misfire-grace, 5s, input_validation_failed",
    "--max-interruptions, -1, input_validation_failed",
    "--on-uncertain, perhaps, input_validation_failed"
  })
  void optionsAreChecked(String flag, String value, String code) {
    refused(submit(flag, value), code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--further-key a --further-key a", "--further-key k"})
  void keysMustDiffer(String further) {
    refused(submit(("--concurrency-key k " + further).split(" ")), "invalid_concurrency_keys");
  }

  private void refused(Result result, String code) {
    assertThat(result.errorCode()).as(result.err()).isEqualTo(code);
    assertThat(result.exit()).isEqualTo(3);
    assertThat(directory).doesNotExist();
  }

  @Test
  void otherOptionsUnderTheSameKeyAreAnotherTask() {
    assertThat(submit("--key", "order", "--start-within", "1h").exit()).isZero();
    assertThat(submit("--key", "order", "--start-within", "60m").exit()).isZero();
    Result other = submit("--key", "order", "--start-within", "2h");
    assertThat(other.errorCode()).isEqualTo("idempotency_key_reused");
  }
}
