package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Cancel, suspend and resume from outside (spec 03 §7.4, S-36).
class CancellationTest {
  @RegisterExtension final World world = World.at(1000);

  private final List<Runnable> held = new ArrayList<>();

  private ActionQueue openHolding(Outcome answer) {
    return world.openWith(
        options -> options.handlerExecutor(held::add).defaultHandler(_ -> answer));
  }

  private void runHeld() {
    List.copyOf(held).forEach(Runnable::run);
    held.clear();
  }

  private static String refusalOf(CompletableFuture<?> future) {
    try {
      future.join();
      return "none";
    } catch (java.util.concurrent.CompletionException e) {
      return ((ActionQueueException) e.getCause()).code();
    }
  }

  /// A-036, 03-RT-37: runs that wait are canceled and never start.
  @Test
  void waitingRunsAreCanceled() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler().repeat(3, 100));
    queue.runUntilIdle();
    CancelTaskReport report = queue.cancelTask(task).join();
    assertThat(report).isEqualTo(new CancelTaskReport(task, false, 2, 1, 3));
    world.time.advanceSeconds(1000);
    assertThat(queue.runUntilIdle().totalDispatched()).isZero();
    assertThat(World.statesOf(queue, task))
        .containsExactly(RunState.COMPLETED, RunState.CANCELED, RunState.CANCELED);
    assertThat(queue.task(task).join().orElseThrow().canceledAt()).isEqualTo(1000);
  }

  /// 03-RT-36: canceling again changes nothing and says so.
  @Test
  void cancelingTwiceWritesNothing() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler());
    queue.cancelTask(task).join();
    long sequence = queue.stats().join().latestSequence();
    assertThat(queue.cancelTask(task).join()).isEqualTo(new CancelTaskReport(task, true, 0, 1, 1));
    RunId run = World.runOf(queue, task);
    assertThat(queue.cancelRun(run).join()).isEqualTo(CancelRunResult.ALREADY_CANCELED);
    assertThat(queue.stats().join().latestSequence()).isEqualTo(sequence);
  }

  /// S-36, 03-W-6, 03-RT-38: canceling an executing run ends its attempt on record and asks the
  /// handler; its late answer changes nothing and does not stop the engine.
  @Test
  void executingRunIsCanceledOnRecordAtOnce() {
    ActionQueue queue = openHolding(Outcome.success("too late"));
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler());
    queue.tick();
    RunId run = World.runOf(queue, task);
    assertThat(queue.cancelRun(run).join()).isEqualTo(CancelRunResult.CANCELED);
    StateImage.Run view = queue.run(run).join().orElseThrow().run();
    assertThat(view.instance().state()).isEqualTo(RunState.CANCELED);
    assertThat(view.lease()).isNull();
    assertThat(view.attempts()).singleElement();
    assertThat(view.attempts().getFirst().error()).isEqualTo("interrupted: canceled");
    assertThat(view.attempts().getFirst().result()).isEqualTo(AttemptResult.FAILURE);

    long sequence = queue.stats().join().latestSequence();
    runHeld();
    queue.tick();
    assertThat(queue.metrics().lateResults()).isEqualTo(1);
    assertThat(queue.stats().join().latestSequence()).isEqualTo(sequence);
    assertThat(queue.stats().join().interruptedAttempts()).isEqualTo(1);
    assertThat(queue.status().inFlight()).isZero();
    assertThat(queue.cancelRun(run).join()).isEqualTo(CancelRunResult.ALREADY_CANCELED);
  }

  @Test
  void handlerOfACanceledRunLearnsWhy() {
    var reasons = new ArrayList<CancelReason>();
    ActionQueue queue =
        world.openWith(options ->
            options
                .handlerExecutor(held::add)
                .defaultHandler(context -> {
                  reasons.addAll(context.cancellation().reason().stream().toList());
                  return Outcome.success();
                }));
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler());
    queue.tick();
    queue.cancelTask(task).join();
    runHeld();
    assertThat(reasons).containsExactly(CancelReason.CANCELED);
  }

  @Test
  void endedRunsAreNotCanceled() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler());
    queue.runUntilIdle();
    RunId run = World.runOf(queue, task);
    assertThat(queue.cancelRun(run).join()).isEqualTo(CancelRunResult.ALREADY_TERMINAL);
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
  }

  @Test
  void unknownIdsAreRefusedWithTheirCodes() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    TaskId task = World.task(7);
    var run = new RunId(1, 2);
    assertThat(refusalOf(queue.cancelTask(task))).isEqualTo("unknown_task");
    assertThat(refusalOf(queue.awaitTask(task))).isEqualTo("unknown_task");
    assertThat(refusalOf(queue.cancelRun(run))).isEqualTo("unknown_run");
    assertThat(refusalOf(queue.suspendRun(run, null))).isEqualTo("unknown_run");
    assertThat(refusalOf(queue.resumeRun(run))).isEqualTo("unknown_run");
    assertThat(refusalOf(queue.explain(run))).isEqualTo("unknown_run");
    assertThat(queue.task(task).join()).isEmpty();
    assertThat(queue.run(run).join()).isEmpty();
    assertThat(queue.stats().join().latestSequence()).isZero();
  }

  /// Suspension is cooperative: the handler is asked, and its own answer counts.
  @Test
  void suspendAsksTheHandler() {
    var reasons = new ArrayList<CancelReason>();
    ActionQueue queue =
        world.openWith(options ->
            options
                .handlerExecutor(held::add)
                .defaultHandler(context -> {
                  reasons.addAll(context.cancellation().reason().stream().toList());
                  return context.cancellation().isRequested()
                      ? Outcome.suspend()
                      : Outcome.success();
                }));
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler());
    queue.tick();
    RunId run = World.runOf(queue, task);
    RunView view = queue.suspendRun(run, "later").join();
    assertThat(view.run().instance().state()).isEqualTo(RunState.RUNNING);
    runHeld();
    queue.tick();
    assertThat(reasons).containsExactly(CancelReason.SUSPEND_REQUESTED);
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.SUSPENDED);
    assertThat(queue.explain(run).join().blockedBy())
        .extracting(BlockReason::code)
        .containsExactly("suspended");
    queue.resumeRun(run).join();
    queue.tick();
    runHeld();
    queue.tick();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
  }

  @Test
  void suspendAndResumeAreRefusedInTheWrongState() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler());
    RunId run = World.runOf(queue, task);
    assertThat(refusalOf(queue.suspendRun(run, null))).isEqualTo("run_suspend_requires_running");
    assertThat(refusalOf(queue.resumeRun(run))).isEqualTo("run_resume_requires_suspended");
  }

  @Test
  void awaitTaskCompletesWithTheEnd() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler().repeat(2, 10));
    CompletableFuture<TaskView> end = queue.awaitTask(task);
    CompletableFuture<TaskView> givenUp = queue.awaitTask(task);
    assertThat(givenUp.cancel(false)).isTrue();
    queue.runUntilIdle();
    assertThat(end).isNotDone();
    world.time.advanceSeconds(10);
    queue.runUntilIdle();
    assertThat(end).isCompleted();
    assertThat(end.join().runsByState()).containsEntry(RunState.COMPLETED, 2);
    assertThat(queue.awaitTask(task)).isCompleted();
  }

  @Test
  void waitersAreToldWhenTheEngineCloses() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler().repeat(2, 10));
    CompletableFuture<TaskView> end = queue.awaitTask(task);
    world.close();
    assertThatThrownBy(end::join).hasCauseInstanceOf(ActionQueueException.Closed.class);
  }
}
