package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Time limits: classification after the fact, and what is done about a handler that takes too long
/// (spec 03 §5.3, S-6, S-37). Handlers move the simulated clock themselves.
class TimeoutTest {
  @RegisterExtension final World world = World.at(1000);

  private Handler taking(long seconds, Outcome outcome) {
    return _ -> {
      world.time.advanceSeconds(seconds);
      return outcome;
    };
  }

  private StateImage.Attempt onlyAttempt(Handler handler, long limit, long cap) {
    ActionQueue queue = world.open(handler);
    TaskId task =
        World.submit(queue, TaskRequest.forDefaultHandler().timeoutSecs(limit).maxAttempts(cap));
    queue.tick();
    queue.tick();
    world.close();
    return world.recordedRuns(task).getFirst().attempts().getFirst();
  }

  /// exactly at the limit an answer counts as it is.
  @Test
  void answerAtTheLimitIsInTime() {
    assertThat(onlyAttempt(taking(5, Outcome.success()), 5, 1).result())
        .isEqualTo(AttemptResult.SUCCESS);
  }

  /// 03-RT-22: a late success is a timeout, its output is dropped.
  @Test
  void lateSuccessIsATimeout() {
    StateImage.Attempt attempt = onlyAttempt(taking(10, Outcome.success("late")), 9, 4);
    assertThat(attempt.result()).isEqualTo(AttemptResult.TIMEOUT);
    assertThat(attempt.error()).isEqualTo("attempt timed out after 9s");
    assertThat(attempt.output()).isNull();
    assertThat(world.recorded().runsIn(RunState.FAILED)).isZero();
  }

  /// the value that came with the verdict is counted before it is dropped; one in time, one
  /// without output and a suspension are not.
  @Test
  void outputThatCameTooLateIsCounted() {
    ActionQueue queue = world.open(taking(9, Outcome.success("42")));
    World.submit(queue, TaskRequest.forDefaultHandler().timeoutSecs(3));
    queue.runUntilIdle();
    assertThat(queue.metrics().lateOutputs()).isEqualTo(1);
    World.submit(queue, TaskRequest.forDefaultHandler().timeoutSecs(9));
    queue.runUntilIdle();
    assertThat(queue.metrics().lateOutputs()).isEqualTo(1);
    world.close();
    queue = world.open(taking(9, Outcome.success()));
    World.submit(queue, TaskRequest.forDefaultHandler().timeoutSecs(3));
    queue.runUntilIdle();
    assertThat(queue.metrics().lateOutputs()).isZero();
  }

  /// a late failure of either kind is a timeout, which the cap ends.
  @Test
  void lateFailureIsATimeoutAndRetriedUpToTheCap() {
    ActionQueue queue = world.open(taking(10, Outcome.fail("too late to be terminal")));
    TaskId task =
        World.submit(queue, TaskRequest.forDefaultHandler().timeoutSecs(3).maxAttempts(2));
    queue.runUntilIdle();
    StateImage.Run run = World.onlyRun(queue, task).run();
    assertThat(run.instance().state()).isEqualTo(RunState.FAILED);
    assertThat(run.attempts())
        .extracting(StateImage.Attempt::result)
        .containsExactly(AttemptResult.TIMEOUT, AttemptResult.TIMEOUT);
  }

  /// A-611, 03-RT-21: a suspension wins over the limit.
  @Test
  void lateSuspensionIsASuspension() {
    assertThat(onlyAttempt(taking(10, Outcome.suspend()), 3, 1).result())
        .isEqualTo(AttemptResult.SUSPENDED);
  }

  /// without a limit nothing is late.
  @Test
  void withoutLimitNothingIsLate() {
    ActionQueue queue = world.open(taking(1_000_000, Outcome.success()));
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler());
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
    assertThat(queue.metrics().nonCooperativeTimeouts()).isZero();
  }

  /// a handler that never looks is counted as such.
  @Test
  void handlerThatNeverLooksIsNotCooperative() {
    ActionQueue queue = world.open(taking(2, Outcome.success()));
    World.submit(queue, TaskRequest.forDefaultHandler().timeoutSecs(1));
    queue.runUntilIdle();
    assertThat(queue.metrics().nonCooperativeTimeouts()).isEqualTo(1);
    assertThat(queue.metrics().cooperativeTimeouts()).isZero();
    assertThat(queue.metrics().lateCooperativeTimeouts()).isZero();
  }

  /// Runs handlers on threads of their own and lets the test play the engine.
  private final class Deaf {
    final CountDownLatch release = new CountDownLatch(1);
    final LinkedBlockingQueue<RunContext> started = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
    final ActionQueue queue;

    Deaf() {
      queue =
          world.openWith(options ->
              options
                  .handlerExecutor(Thread::startVirtualThread)
                  .interruptGrace(Duration.ofSeconds(5))
                  .abandonGrace(Duration.ofSeconds(30))
                  .defaultHandler(this::handle));
    }

    private Outcome handle(RunContext context) {
      started.add(context);
      if (context.attempt() > 1) {
        return Outcome.success();
      }
      while (true) {
        try {
          release.await();
          return Outcome.success("late");
        } catch (InterruptedException _) {
          seen.add("interrupted");
        }
      }
    }

    /// Ticks until the handler's begin has reached the engine: the deadline counts from there.
    RunContext start() throws InterruptedException {
      queue.tick();
      return started.take();
    }
  }

  /// S-6: asked at the deadline, interrupted after the grace; S-37: abandoned after a second one,
  /// while slot, key and next attempt wait for the thread to end.
  @Test
  void deafHandlerIsAskedInterruptedAndAbandoned() throws InterruptedException {
    var deaf = new Deaf();
    TaskId task =
        World.submit(deaf.queue, TaskRequest.forDefaultHandler().timeoutSecs(10).maxAttempts(2));
    RunContext context = deaf.start();
    deaf.queue.tick();

    world.time.advanceSeconds(9);
    deaf.queue.tick();
    assertThat(context.cancellation().reason()).isEmpty();
    world.time.advanceSeconds(1);
    deaf.queue.tick();
    assertThat(context.cancellation().reason()).contains(CancelReason.TIMEOUT);

    world.time.advanceSeconds(5);
    deaf.queue.tick();
    assertThat(deaf.seen.take()).isEqualTo("interrupted");
    assertThat(World.stateOf(deaf.queue, task)).isEqualTo(RunState.RUNNING);

    world.time.advanceSeconds(30);
    deaf.queue.tick();
    assertThat(World.stateOf(deaf.queue, task)).isEqualTo(RunState.READY);
    assertThat(deaf.queue.metrics().abandonedAttempts()).isEqualTo(1);
    assertThat(World.onlyRun(deaf.queue, task).blockedBy())
        .containsExactly(
            new BlockReason(
                "previous_attempt_running",
                "the handler of an abandoned attempt has not returned",
                null));
    assertThat(deaf.queue.status().inFlight()).isEqualTo(1);

    deaf.release.countDown();
    deaf.queue.runUntilIdle();
    StateImage.Run run = World.onlyRun(deaf.queue, task).run();
    assertThat(run.instance().state()).isEqualTo(RunState.COMPLETED);
    assertThat(run.attempts())
        .extracting(StateImage.Attempt::result)
        .containsExactly(AttemptResult.TIMEOUT, AttemptResult.SUCCESS);
    assertThat(deaf.queue.metrics().lateResults()).isEqualTo(1);
    assertThat(deaf.queue.status().inFlight()).isZero();
  }

  /// a handler that heeds the request in time is cooperative, its answer still a timeout.
  @Test
  void heedingHandlerIsCooperative() throws InterruptedException {
    var asked = new CountDownLatch(1);
    var started = new LinkedBlockingQueue<RunContext>();
    ActionQueue queue =
        world.openWith(options ->
            options
                .handlerExecutor(Thread::startVirtualThread)
                .defaultHandler(context -> {
                  context.cancellation().onRequest(asked::countDown);
                  started.add(context);
                  asked.await();
                  return context.cancellation().isRequested()
                      ? Outcome.success()
                      : Outcome.fail("not asked");
                }));
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler().timeoutSecs(10));
    queue.tick();
    started.take();
    queue.tick();
    world.time.advanceSeconds(11);
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.FAILED);
    assertThat(queue.metrics().cooperativeTimeouts()).isEqualTo(1);
  }

  /// 03-RT-15, spec 03 §4.2: the lease of a long attempt is renewed before it runs out.
  @Test
  void leaseIsRenewedWhileTheHandlerExecutes() {
    var held = new ArrayList<Runnable>();
    ActionQueue queue =
        world.openWith(options ->
            options
                .leaseTimeoutSecs(30)
                .handlerExecutor(held::add)
                .defaultHandler(_ -> Outcome.success()));
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler());
    queue.tick();
    assertThat(expiry(queue, task)).isEqualTo(1030);
    world.time.advanceSeconds(19);
    queue.tick();
    assertThat(expiry(queue, task)).isEqualTo(1030);
    world.time.advanceSeconds(1);
    queue.tick();
    assertThat(expiry(queue, task)).isEqualTo(1050);
    assertThat(queue.metrics().leaseRenewals()).isEqualTo(1);
    List.copyOf(held).forEach(Runnable::run);
    queue.tick();
    StateImage.Run run = World.onlyRun(queue, task).run();
    assertThat(run.lease()).isNull();
    assertThat(run.instance().state()).isEqualTo(RunState.COMPLETED);
  }

  /// A wall clock that steps back neither shortens a lease nor stops the engine.
  @Test
  void clockStepsBackWithoutHarm() {
    var held = new ArrayList<Runnable>();
    ActionQueue queue =
        world.openWith(options ->
            options
                .leaseTimeoutSecs(30)
                .handlerExecutor(held::add)
                .defaultHandler(_ -> Outcome.success()));
    TaskId first = World.submit(queue, TaskRequest.forDefaultHandler());
    queue.tick();
    world.time.setWallSeconds(100);
    TaskId second = World.submit(queue, TaskRequest.forDefaultHandler());
    queue.tick();
    world.time.setWallSeconds(1025);
    queue.tick();
    List.copyOf(held).forEach(Runnable::run);
    queue.tick();
    assertThat(World.stateOf(queue, first)).isEqualTo(RunState.COMPLETED);
    assertThat(World.stateOf(queue, second)).isEqualTo(RunState.COMPLETED);
    assertThat(queue.metrics().itemErrors()).isZero();
  }

  private static long expiry(ActionQueue queue, TaskId task) {
    StateImage.Lease lease = World.onlyRun(queue, task).run().lease();
    return lease == null ? -1 : lease.expiry();
  }
}
