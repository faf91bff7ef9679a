package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.run.RunState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EngineLifecycleTest {
  @RegisterExtension final World world = World.at(1000);

  /// a task with a payload runs once, its output is kept, also over a restart.
  @Test
  void onceTaskRunsAndKeepsItsOutput() {
    ActionQueue queue = world.open(_ -> Outcome.success("done"));
    var request = TaskRequest.forDefaultHandler().payload("test-payload").contentType("text/plain");
    var task = World.submit(queue, request);

    assertThat(queue.stats().join().totalTasks()).isEqualTo(1);
    assertThat(queue.stats().join().totalRuns()).isEqualTo(1);
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.SCHEDULED);

    IdleSummary summary = queue.runUntilIdle();
    assertThat(summary.totalDispatched()).isEqualTo(1);
    assertThat(summary.totalCompleted()).isEqualTo(1);
    world.close();

    var run = world.recordedRuns(task).getFirst();
    assertThat(run.instance().state()).isEqualTo(RunState.COMPLETED);
    assertThat(run.attempts()).singleElement();
    assertThat(run.attempts().getFirst().output()).isEqualTo(Bytes.utf8("done"));
  }

  /// Spec 03 §6.3: the ten records of a Once life (S-30).
  @Test
  void onceLifeIsTenEvents() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    World.submit(queue, TaskRequest.forDefaultHandler());
    queue.runUntilIdle();
    assertThat(queue.stats().join().latestSequence()).isEqualTo(10);
  }

  /// A-328, 03-RT-26: while paused nothing is promoted or started, and a pause survives a restart.
  @Test
  void pauseHoldsPromotionAndStartsAcrossRestarts() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    assertThat(queue.tick().enginePaused()).isFalse();
    assertThat(queue.pause().join().paused()).isTrue();
    assertThat(queue.pause().join().paused()).isTrue();
    var task = World.submit(queue, TaskRequest.forDefaultHandler());

    TickResult held = queue.tick();
    assertThat(held.enginePaused()).isTrue();
    assertThat(held.dispatched()).isZero();
    assertThat(held.promotedScheduled()).isZero();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.SCHEDULED);
    assertThat(queue.explain(World.runOf(queue, task)).join().blockedBy())
        .extracting(BlockReason::code)
        .containsExactly("engine_paused");

    world.close();
    ActionQueue again = world.open(_ -> Outcome.success());
    assertThat(again.status().paused()).isTrue();
    assertThat(again.status().pausedAt()).isEqualTo(1000);
    assertThat(again.runUntilIdle().totalDispatched()).isZero();
    assertThat(again.resume().join().paused()).isFalse();
    assertThat(again.resume().join().paused()).isFalse();
    again.runUntilIdle();
    assertThat(World.stateOf(again, task)).isEqualTo(RunState.COMPLETED);
  }

  /// 03-RT-26: results are processed while the engine is paused.
  @Test
  void resultsAreTakenWhilePaused() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    var task = World.submit(queue, TaskRequest.forDefaultHandler());
    assertThat(queue.tick().dispatched()).isEqualTo(1);
    queue.pause().join();
    TickResult tick = queue.tick();
    assertThat(tick.completed()).isEqualTo(1);
    assertThat(tick.enginePaused()).isTrue();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
  }

  /// 03-RT-27: a tick that only finished a run and found nothing to start ends the call.
  @Test
  void idleEndsWithTheFirstTickThatDoesNothing() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    assertThat(queue.runUntilIdle()).isEqualTo(new IdleSummary(1, 0, 0));
    World.submit(queue, TaskRequest.forDefaultHandler());
    assertThat(queue.runUntilIdle()).isEqualTo(new IdleSummary(2, 1, 1));
  }

  @Test
  void statusTellsActionsSlotsAndDurability() {
    ActionQueue queue =
        world.openWith(options ->
            options
                .handler("b", _ -> Outcome.success())
                .handler("a", _ -> Outcome.success())
                .defaultHandler(_ -> Outcome.success()));
    EngineStatus status = queue.status();
    assertThat(status.phase()).isEqualTo(EngineStatus.Phase.RUNNING);
    assertThat(status.actions()).containsExactly("a", "b");
    assertThat(status.concurrency()).isEqualTo(4);
    assertThat(status.durability()).isEqualTo("SYNC");
    world.close();
    assertThat(queue.status().phase()).isEqualTo(EngineStatus.Phase.CLOSED);
  }
}
