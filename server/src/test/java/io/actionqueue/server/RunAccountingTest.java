package io.actionqueue.server;

import static io.actionqueue.core.run.RunState.COMPLETED;
import static io.actionqueue.core.run.RunState.FAILED;
import static io.actionqueue.core.run.RunState.LEASED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.RETRY_WAIT;
import static io.actionqueue.core.run.RunState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.ActionQueue;
import io.actionqueue.ActionQueueOptions;
import io.actionqueue.IdleSummary;
import io.actionqueue.Outcome;
import io.actionqueue.core.command.SubmitTask;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.schedule.Derivation;
import io.actionqueue.core.schedule.RunDerivation;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import io.actionqueue.server.testing.RecordedRouter;
import io.actionqueue.server.testing.Recording;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.testkit.ManualTime;
import io.actionqueue.testkit.SeededRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How many runs and attempts there are, and what readers are shown of them, at the level of the
/// authority: commands one by one, nothing dispatched (catalogue §1, §3, §5; helpers of §0.3).
class RunAccountingTest {
  private static final TaskId TASK = new TaskId(0x1111_1111_1111_1111L, 0x1111_1111_1111_1111L);
  private static final RunId RUN = new RunId(2, 1);
  private static final String OWNER = "p8-004-owner";

  @TempDir Path directory;

  private static AttemptId attempt(long number) {
    return new AttemptId(0, number);
  }

  private static TaskSpec spec(RunPolicy policy, long maxAttempts) {
    return TaskSpec.of(TASK, TaskPayload.EMPTY)
        .withRunPolicy(policy)
        .withConstraints(TaskConstraints.DEFAULT.withMaxAttempts(maxAttempts));
  }

  /// SUBMIT-ONCE and SUBMIT-REPEAT: the task with all its runs.
  private static Recording submit(TaskSpec spec) {
    var random = SeededRandom.of(7);
    var derivation = RunDerivation.of(() -> RunId.random(random));
    var derived = (Derivation.Derived) derivation.derive(TASK, spec.runPolicy(), 0, 1, 1);
    return new Recording().accept(new SubmitTask(spec, derived.runs(), List.of(), 1));
  }

  /// The runs of the only task, in order of creation.
  private static List<RunId> runs(QueueState state) {
    return state.runs().stream().map(run -> run.id()).toList();
  }

  private QueueState restarted(Recording recording) throws IOException {
    recording.writeTo(directory);
    return Store.load(SystemFiles.INSTANCE, ManualTime.atSeconds(1), directory).state();
  }

  /// Before a restart and after it.
  private void check(Recording recording, Consumer<RecordedRouter> check) throws IOException {
    check.accept(new RecordedRouter(recording.state()));
    QueueState after = restarted(recording);
    check.accept(new RecordedRouter(after));
    assertThat(runs(after)).isEqualTo(runs(recording.state()));
    assertThat(after.digest()).isEqualTo(recording.state().digest());
  }

  private static void stats(RecordedRouter router, int tasks, int runs, String... states) {
    assertThat(router.get("/api/v1/stats").body())
        .startsWith("{\"total_tasks\":" + tasks + ",\"total_runs\":" + runs + ",")
        .contains(states);
  }

  private static void metrics(RecordedRouter router, String... samples) {
    for (String sample : samples) {
      assertThat(router.get("/metrics").body()).contains("\nactionqueue_" + sample + "\n");
    }
  }

  private static List<String> found(RecordedRouter router, RunId run, String key) {
    return Pattern.compile("\"" + key + "\":\"?([^\",}\\]]+)")
        .matcher(router.get("/api/v1/runs/" + run).body())
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static void shown(RecordedRouter router, RunId run, RunState state, String reason) {
    assertThat(router.get("/api/v1/runs/" + run).body())
        .contains("\"state\":\"" + state.wireName() + "\"")
        .contains("\"block_reason\":" + (reason.equals("null") ? reason : '"' + reason + '"'));
  }

  /// a once task's life is eight events of commands, and an engine finds nothing to do.
  @Test
  void onceIsEightEventsAndNothingMore() throws IOException {
    Recording recording = submit(spec(RunPolicy.ONCE, 1));
    recording.complete(runs(recording.state()).getFirst(), attempt(1), null);
    assertThat(recording.state().latestSequence()).isEqualTo(8);

    assertThat(restarted(recording).latestSequence()).isEqualTo(8);
    var options =
        ActionQueueOptions.at(directory)
            .manualMode()
            .defaultHandler(_ -> Outcome.fail("must not be called"));
    try (var queue = ActionQueue.open(options)) {
      assertThat(queue.runUntilIdle()).extracting(IdleSummary::totalDispatched).isEqualTo(0L);
    }
    var after = Store.load(SystemFiles.INSTANCE, ManualTime.atSeconds(1), directory).state();
    assertThat(after.latestSequence()).isEqualTo(8);
  }

  /// a repeated task has exactly its runs, before, after, and after a restart.
  @ParameterizedTest
  @CsvSource({"3, 60", "6, 30"})
  void repeatIsExactlyItsRuns(int count, long interval) throws IOException {
    Recording recording = submit(spec(new RunPolicy.Repeat(count, interval), 1));
    List<RunId> runs = runs(recording.state());
    assertThat(runs).hasSize(count).doesNotHaveDuplicates();
    assertThat(recording.state().runs())
        .extracting(run -> run.scheduledAt())
        .containsExactlyElementsOf(
            LongStream.range(0, count).mapToObj(i -> 1 + i * interval).toList());

    recording.at(1 + count * interval);
    for (int i = 0; i < count; i++) {
      recording.complete(runs.get(i), attempt(i + 1), null);
    }
    assertThat(runs(recording.state())).isEqualTo(runs);
    check(
        recording,
        router -> {
          stats(router, 1, count, "\"completed\":" + count);
          metrics(
              router,
              "runs_total{state=\"completed\"} " + count,
              "attempts_total{result=\"success\"} " + count,
              "runs_ready 0");
          for (int i = 0; i < count; i++) {
            shown(router, runs.get(i), COMPLETED, "terminal");
            assertThat(found(router, runs.get(i), "attempt_count")).containsExactly("1");
            assertThat(found(router, runs.get(i), "result")).containsExactly("Success");
            assertThat(found(router, runs.get(i), "attempt_id"))
                .containsExactly(attempt(i + 1).toString());
          }
        });
  }

  /// the outcomes decide how many attempts there are.
  @ParameterizedTest
  @CsvSource({
    "1, R, Failed, Failure",
    "3, RRR, Failed, Failure Failure Failure",
    "3, TTT, Failed, Timeout Timeout Timeout",
    "3, S, Completed, Success",
    "3, X, Failed, Failure",
    "3, TRS, Completed, Timeout Failure Success",
  })
  void outcomesDecide(long max, String outcomes, String end, String results) throws IOException {
    Recording recording = submit(spec(RunPolicy.ONCE, max));
    RunId run = runs(recording.state()).getFirst();
    carryOut(recording, run, max, outcomes);
    List<String> expected = List.of(results.split(" "));
    check(
        recording,
        router -> {
          RunState state = end.equals("Failed") ? FAILED : COMPLETED;
          shown(router, run, state, "terminal");
          stats(router, 1, 1, "\"" + end.toLowerCase(java.util.Locale.ROOT) + "\":1");
          assertThat(found(router, run, "result")).isEqualTo(expected);
          assertThat(found(router, run, "attempt_count")).containsExactly("" + expected.size());
          List<String> ids = found(router, run, "attempt_id");
          assertThat(ids).hasSize(expected.size()).doesNotHaveDuplicates();
          for (String result : List.of("Success", "Failure", "Timeout")) {
            long count = expected.stream().filter(result::equals).count();
            String label = result.toLowerCase(java.util.Locale.ROOT);
            metrics(router, "attempts_total{result=\"" + label + "\"} " + count);
          }
        });
  }

  /// OUTCOMES: S success, R retryable, X terminal, T timeout.
  private static void carryOut(Recording recording, RunId run, long max, String outcomes) {
    recording.move(run, READY);
    for (int k = 1; k <= outcomes.length(); k++) {
      recording.move(run, LEASED, RUNNING).start(run, attempt(k));
      char kind = outcomes.charAt(k - 1);
      recording.finish(
          run,
          attempt(k),
          switch (kind) {
            case 'S' -> AttemptOutcome.success();
            case 'T' -> AttemptOutcome.timeout(5);
            default -> AttemptOutcome.failure("synthetic");
          });
      if (kind == 'S' || kind == 'X' || k >= max) {
        recording.move(run, kind == 'S' ? COMPLETED : FAILED);
        return;
      }
      recording.move(run, RETRY_WAIT, READY);
    }
  }

  /// ids of attempts are distinct, within a run and between runs.
  @Test
  void attemptIdsAreDistinct() {
    var random = SeededRandom.of(3);
    var ids = LongStream.range(0, 4).mapToObj(_ -> AttemptId.random(random)).toList();
    assertThat(ids).doesNotHaveDuplicates();
    Recording one = submit(spec(RunPolicy.ONCE, 2));
    carryOut(one, runs(one.state()).getFirst(), 2, "TS");
    var router = new RecordedRouter(one.state());
    assertThat(found(router, runs(one.state()).getFirst(), "attempt_id"))
        .containsExactly(attempt(1).toString(), attempt(2).toString());
  }

  private static Recording once(long max) {
    return new Recording().task(spec(RunPolicy.ONCE, max)).run(RUN, TASK, 1);
  }

  /// a lease is shown with its owner and end.
  @Test
  void leaseIsShown() throws IOException {
    Recording recording =
        once(1).at(10_000).move(RUN, READY, LEASED).lease(RUN, "p6-004-le-a-owner", 10_030);
    check(
        recording,
        router -> {
          shown(router, RUN, LEASED, "leased");
          assertThat(router.get("/api/v1/runs/" + RUN).body())
              .contains("\"owner\":\"p6-004-le-a-owner\"", "\"expiry\":10030");
          stats(router, 1, 1, "\"leased\":1");
          metrics(router, "runs_total{state=\"leased\"} 1");
        });
  }

  /// a completion that is absent is not made up: the second attempt completes the run.
  @Test
  void failureBeforeTheCrashIsKept() throws IOException {
    Recording recording = once(2).move(RUN, READY, LEASED, RUNNING).start(RUN, attempt(0xb001));
    recording.finish(RUN, attempt(0xb001), AttemptOutcome.failure("x")).move(RUN, RETRY_WAIT);
    var router = new RecordedRouter(restarted(recording));
    shown(router, RUN, RETRY_WAIT, "retry_wait");
    metrics(router, "runs_total{state=\"retry_wait\"} 1", "attempts_total{result=\"failure\"} 1");
  }

  /// A-060, second half: the life goes on where it was.
  @Test
  void secondAttemptCompletes() throws IOException {
    Recording recording = once(2);
    carryOut(recording, RUN, 2, "RS");
    check(
        recording,
        router -> {
          shown(router, RUN, COMPLETED, "terminal");
          assertThat(found(router, RUN, "result")).containsExactly("Failure", "Success");
          metrics(
              router,
              "runs_total{state=\"completed\"} 1",
              "attempts_total{result=\"success\"} 1",
              "attempts_total{result=\"failure\"} 1");
        });
  }

  /// a lease outlives a crash on record; releasing it makes the run Ready, never terminal.
  @Test
  void leaseOutlivesTheCrashOnRecord() throws IOException {
    Recording recording = once(1).at(16_000).move(RUN, READY, LEASED).lease(RUN, OWNER, 17_000);
    var lease = restarted(recording).run(RUN).lease();
    assertThat(lease.owner()).isEqualTo(OWNER);
    assertThat(lease.updatedAt()).isGreaterThanOrEqualTo(lease.acquiredAt());
    recording.release(RUN, OWNER, 17_000);
    var router = new RecordedRouter(recording.state());
    shown(router, RUN, READY, "null");
    assertThat(recording.state().run(RUN).lease()).isNull();
    assertThat(recording.state().run(RUN).attempts()).isEmpty();
    metrics(router, "runs_total{state=\"ready\"} 1");
  }

  /// what was running is shown running, and its attempt can still be finished.
  @Test
  void runningAtTheCrash() throws IOException {
    Recording recording = once(2).move(RUN, READY, LEASED, RUNNING).start(RUN, attempt(0xe001));
    var router = new RecordedRouter(restarted(recording));
    shown(router, RUN, RUNNING, "running");
    assertThat(found(router, RUN, "attempt_id")).containsExactly(attempt(0xe001).toString());

    recording.finish(RUN, attempt(0xe001), AttemptOutcome.failure("x"));
    recording.move(RUN, RETRY_WAIT, READY, LEASED, RUNNING).start(RUN, attempt(0xe002));
    recording.finish(RUN, attempt(0xe002), AttemptOutcome.success()).move(RUN, COMPLETED);
    router = new RecordedRouter(recording.state());
    assertThat(found(router, RUN, "attempt_id"))
        .containsExactly(attempt(0xe001).toString(), attempt(0xe002).toString());
    assertThat(router.get("/api/v1/stats").body())
        .contains("\"attempts_total\":2", "\"completed\":1");
  }

  /// a lease that runs out between two attempts.
  @Test
  void leaseRunsOutBetweenAttempts() throws IOException {
    Recording recording = once(2).move(RUN, READY, LEASED, RUNNING).start(RUN, attempt(0xd001));
    recording.finish(RUN, attempt(0xd001), AttemptOutcome.timeout(3)).move(RUN, RETRY_WAIT, READY);
    recording.move(RUN, LEASED).lease(RUN, OWNER, 29_000);
    var router = new RecordedRouter(restarted(recording));
    shown(router, RUN, LEASED, "leased");
    metrics(router, "runs_total{state=\"leased\"} 1", "attempts_total{result=\"timeout\"} 1");

    recording.at(29_500).expire(RUN, OWNER, 29_000);
    shown(new RecordedRouter(recording.state()), RUN, READY, "null");
    recording.move(RUN, LEASED).lease(RUN, OWNER, 31_000).move(RUN, RUNNING);
    recording.start(RUN, attempt(0xd002)).finish(RUN, attempt(0xd002), AttemptOutcome.success());
    recording.release(RUN, OWNER, 31_000).move(RUN, COMPLETED);
    router = new RecordedRouter(recording.state());
    assertThat(found(router, RUN, "attempt_id"))
        .containsExactly(attempt(0xd001).toString(), attempt(0xd002).toString());
    metrics(
        router,
        "runs_total{state=\"completed\"} 1",
        "attempts_total{result=\"success\"} 1",
        "attempts_total{result=\"timeout\"} 1");
  }
}
