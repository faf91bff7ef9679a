package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.schedule.Backoff;
import io.actionqueue.core.state.StateImage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What attempts leave behind: results, retries, caps (spec 03 §5.5, §5.6, §6.3).
class AttemptLineageTest {
  @RegisterExtension final World world = World.at(1000);

  private final List<RunContext> seen = new ArrayList<>();

  /// A handler that answers one after the other.
  private Handler answering(Outcome... outcomes) {
    Iterator<Outcome> next = List.of(outcomes).iterator();
    return context -> {
      seen.add(context);
      return next.next();
    };
  }

  private StateImage.Run runToEnd(long maxAttempts, Outcome... outcomes) {
    ActionQueue queue = world.open(answering(outcomes));
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler().maxAttempts(maxAttempts));
    queue.runUntilIdle();
    world.close();
    return world.recordedRuns(task).getFirst();
  }

  private static <T> List<T> each(StateImage.Run run, Function<StateImage.Attempt, T> part) {
    return run.attempts().stream().map(part).toList();
  }

  /// two failures, then success with output.
  @Test
  void failuresKeepTheirErrorsAndSuccessItsOutput() {
    StateImage.Run run =
        runToEnd(
            3,
            Outcome.retry("attempt 0 failed"),
            Outcome.retry("attempt 1 failed"),
            Outcome.success("final-output"));
    assertThat(run.instance().state()).isEqualTo(RunState.COMPLETED);
    assertThat(each(run, StateImage.Attempt::attemptId)).hasSize(3).doesNotHaveDuplicates();
    assertThat(each(run, StateImage.Attempt::result))
        .containsExactly(AttemptResult.FAILURE, AttemptResult.FAILURE, AttemptResult.SUCCESS);
    assertThat(each(run, StateImage.Attempt::error))
        .containsExactly("attempt 0 failed", "attempt 1 failed", null);
    assertThat(each(run, StateImage.Attempt::output))
        .containsExactly(null, null, Bytes.utf8("final-output"));
    assertThat(seen).extracting(RunContext::attempt).containsExactly(1L, 2L, 3L);
    assertThat(seen).extracting(RunContext::runId).containsOnly(run.instance().id());
    assertThat(seen)
        .extracting(RunContext::attemptId)
        .isEqualTo(each(run, StateImage.Attempt::attemptId));
  }

  /// retries up to the cap, then Failed.
  @Test
  void retryableFailuresEndAtTheCap() {
    StateImage.Run run = runToEnd(3, Outcome.retry("a"), Outcome.retry("b"), Outcome.retry("c"));
    assertThat(run.instance().state()).isEqualTo(RunState.FAILED);
    assertThat(run.instance().attemptCount()).isEqualTo(3);
    assertThat(seen)
        .extracting(context -> context.spec().constraints().maxAttempts())
        .containsOnly(3L);
  }

  /// a cap of one leaves no retry.
  @Test
  void singleAttemptIsNotRetried() {
    StateImage.Run run = runToEnd(1, Outcome.retry("no"));
    assertThat(run.instance().state()).isEqualTo(RunState.FAILED);
    assertThat(run.attempts()).hasSize(1);
  }

  /// 03-RT-20: a terminal failure is not retried although under the cap.
  @Test
  void terminalFailureIsNotRetried() {
    StateImage.Run run = runToEnd(3, Outcome.fail("for good"));
    assertThat(run.instance().state()).isEqualTo(RunState.FAILED);
    assertThat(each(run, StateImage.Attempt::error)).containsExactly("for good");
  }

  /// success without output; empty output is no output.
  @Test
  void emptyOutputIsNoOutput() {
    StateImage.Run run = runToEnd(1, Outcome.success(Bytes.EMPTY));
    assertThat(each(run, StateImage.Attempt::output)).containsExactly((Bytes) null);
  }

  /// 03-W-5, 03-RT-24, A-325: a handler that throws yields one retryable failure with class and
  /// message (S-5), and the engine goes on.
  @Test
  void throwingHandlerIsARetryableFailure() {
    var calls = new ArrayList<Long>();
    ActionQueue queue =
        world.open(context -> {
          calls.add(context.attempt());
          if (context.attempt() == 1) {
            throw new IllegalStateException("boom");
          }
          return Outcome.success();
        });
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler().maxAttempts(2));
    queue.runUntilIdle();
    RunView run = World.onlyRun(queue, task);
    assertThat(run.run().instance().state()).isEqualTo(RunState.COMPLETED);
    assertThat(run.run().attempts().getFirst().error())
        .isEqualTo("java.lang.IllegalStateException: boom");
    assertThat(calls).containsExactly(1L, 2L);
    assertThat(queue.status().inFlight()).isZero();
  }

  @Test
  void errorsAndNullAnswersAreFailuresToo() {
    var answers = new ArrayList<>(List.of("error", "null"));
    ActionQueue queue =
        world.open(_ -> {
          if (answers.removeFirst().equals("error")) {
            throw new StackOverflowError();
          }
          return nothing();
        });
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler().maxAttempts(2));
    queue.runUntilIdle();
    RunView run = World.onlyRun(queue, task);
    assertThat(run.run().instance().state()).isEqualTo(RunState.FAILED);
    assertThat(each(run.run(), StateImage.Attempt::error))
        .containsExactly("java.lang.StackOverflowError", "handler returned null");
  }

  @SuppressWarnings("NullAway") // what a careless handler does
  private static Outcome nothing() {
    return null;
  }

  /// S-34: a handler cannot pass a failure off as an interruption.
  @Test
  void reservedPrefixOfAHandlerIsMarked() {
    StateImage.Run run = runToEnd(1, Outcome.fail("interrupted: crash"));
    assertThat(each(run, StateImage.Attempt::error)).containsExactly("handler: interrupted: crash");
  }

  /// 03-RT-11: no retry before the back-off is over, fractions rounded up, and the
  /// first tick from then on promotes.
  @Test
  void retryWaitsForItsBackoff() {
    ActionQueue queue =
        world.openWith(options ->
            options
                .backoff(new Backoff.Fixed(29_500))
                .defaultHandler(answering(Outcome.retry("x"), Outcome.success())));
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler().maxAttempts(2));
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.RETRY_WAIT);
    BlockReason reason = World.onlyRun(queue, task).blockedBy().getFirst();
    assertThat(reason.code()).isEqualTo("backoff");
    assertThat(reason.until()).contains(1030L);

    world.time.advanceSeconds(29);
    assertThat(queue.tick().promotedRetryWait()).isZero();
    world.time.advanceSeconds(1);
    assertThat(queue.tick().promotedRetryWait()).isEqualTo(1);
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
  }

  /// exponential back-off grows with the counted attempts and survives a restart.
  @Test
  void exponentialBackoffSurvivesRestart() {
    var backoff = new Backoff.Exponential(10_000, 3_600_000);
    ActionQueue queue =
        world.openWith(
            options -> options.backoff(backoff).defaultHandler(_ -> Outcome.retry("again")));
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler().maxAttempts(9));
    queue.runUntilIdle();
    assertThat(until(queue, task)).isEqualTo(1010);
    world.time.advanceSeconds(10);
    queue.runUntilIdle();
    assertThat(until(queue, task)).isEqualTo(1030);
    world.close();
    queue =
        world.openWith(
            options -> options.backoff(backoff).defaultHandler(_ -> Outcome.retry("again")));
    assertThat(until(queue, task)).isEqualTo(1030);
    world.time.advanceSeconds(20);
    queue.runUntilIdle();
    assertThat(until(queue, task)).isEqualTo(1070);
  }

  private static long until(ActionQueue queue, TaskId task) {
    return World.onlyRun(queue, task).blockedBy().getFirst().until().orElseThrow();
  }

  /// 03-W-34: a handler may choose its own delay.
  @Test
  void handlerChoosesTheDelay() {
    ActionQueue queue = world.open(answering(Outcome.retryAfter("busy", 77), Outcome.success()));
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler().maxAttempts(2));
    queue.runUntilIdle();
    assertThat(until(queue, task)).isEqualTo(1077);
  }

  /// 03-RT-21: a suspension does not use up the cap.
  @Test
  void suspendedAttemptDoesNotCount() {
    ActionQueue queue =
        world.open(answering(Outcome.suspend(Bytes.utf8("half")), Outcome.success()));
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler().maxAttempts(1));
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.SUSPENDED);
    assertThat(seen).hasSize(1);

    RunView resumed = queue.resumeRun(World.runOf(queue, task)).join();
    assertThat(resumed.run().instance().state()).isEqualTo(RunState.READY);
    queue.runUntilIdle();
    RunView run = World.onlyRun(queue, task);
    assertThat(run.run().instance().state()).isEqualTo(RunState.COMPLETED);
    assertThat(run.run().attempts().getFirst().output()).isEqualTo(Bytes.utf8("half"));
    assertThat(run.countedAttempts()).isEqualTo(1);
    assertThat(seen).extracting(RunContext::attempt).containsExactly(1L, 2L);
    assertThat(seen).extracting(RunContext::countedAttempt).containsExactly(1L, 1L);
  }
}
