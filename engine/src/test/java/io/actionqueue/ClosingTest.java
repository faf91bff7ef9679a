package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Graceful ends (spec 03 §6.7, S-34, S-35).
class ClosingTest {
  @RegisterExtension final World world = World.at(1000);

  @Test
  void nothingRunningClosesDrained() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    World.submit(queue, TaskRequest.forDefaultHandler());
    assertThat(queue.close(Duration.ofSeconds(5))).isEqualTo(new CloseReport(true, List.of()));
    assertThat(queue.close(Duration.ofSeconds(5))).isEqualTo(new CloseReport(true, List.of()));
    assertThat(world.recorded().runsIn(RunState.SCHEDULED)).isEqualTo(1);
  }

  /// An attempt whose handler does not return is recorded as interrupted by the shutdown, does not
  /// count, and the run goes on at the next opening.
  @Test
  void unreturnedAttemptIsRecordedAsInterrupted() {
    ActionQueue queue =
        world.openWith(
            options -> options.handlerExecutor(_ -> {}).defaultHandler(_ -> Outcome.success()));
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler());
    queue.tick();
    CloseReport report = queue.close(Duration.ZERO);
    assertThat(report.drained()).isFalse();
    StateImage.Run run = world.recordedRuns(task).getFirst();
    assertThat(report.interrupted()).containsExactly(run.instance().id());
    assertThat(run.instance().state()).isEqualTo(RunState.READY);
    assertThat(run.attempts().getFirst().error()).isEqualTo("interrupted: shutdown");
    assertThat(world.recorded().run(run.instance().id()))
        .satisfies(entry -> {
          assertThat(entry.interruptions()).isZero();
          assertThat(entry.countedAttempts()).isZero();
        });
    queue = world.open(_ -> Outcome.success());
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
  }

  /// A handler that heeds the shutdown by throwing has not used an attempt up.
  @Test
  void heedingTheShutdownCostsNoAttempt() throws InterruptedException {
    var started = new CountDownLatch(1);
    ActionQueue queue =
        world.openWith(options ->
            options
                .handlerExecutor(Thread::startVirtualThread)
                .defaultHandler(context -> {
                  var asked = new CountDownLatch(1);
                  context.cancellation().onRequest(asked::countDown);
                  started.countDown();
                  asked.await();
                  context.cancellation().throwIfRequested();
                  return Outcome.success();
                }));
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler());
    queue.tick();
    started.await();
    queue.close(Duration.ZERO);
    StateImage.Run run = world.recordedRuns(task).getFirst();
    assertThat(run.instance().state()).isEqualTo(RunState.READY);
    assertThat(run.attempts().getFirst().error()).isEqualTo("interrupted: shutdown");
  }

  @Test
  void closedEngineRefusesEverything() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    queue.close();
    assertThatThrownBy(() -> queue.submit(TaskRequest.forDefaultHandler()).join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(ActionQueueException.Closed.class);
    assertThatThrownBy(() -> queue.stats().join())
        .hasCauseInstanceOf(ActionQueueException.Closed.class);
    assertThatThrownBy(queue::tick).isInstanceOf(ActionQueueException.Closed.class);
    assertThat(queue.status().phase()).isEqualTo(EngineStatus.Phase.CLOSED);
  }

  /// The directory is free again as soon as `close` returns, and locked before.
  @Test
  void directoryIsLockedWhileOpen() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    assertThatThrownBy(() -> world.open(_ -> Outcome.success()))
        .isInstanceOfSatisfying(
            ActionQueueException.OpenFailed.class,
            refused -> assertThat(refused.code()).isEqualTo("directory_locked"));
    queue.close();
    world.open(_ -> Outcome.success());
  }

  @Test
  void lateReturnAfterCloseIsDropped() {
    var held = new ArrayList<Runnable>();
    ActionQueue queue =
        world.openWith(
            options -> options.handlerExecutor(held::add).defaultHandler(_ -> Outcome.success()));
    World.submit(queue, TaskRequest.forDefaultHandler());
    queue.tick();
    queue.close();
    long sequence = world.recorded().latestSequence();
    held.forEach(Runnable::run);
    assertThat(world.recorded().latestSequence()).isEqualTo(sequence);
  }
}
