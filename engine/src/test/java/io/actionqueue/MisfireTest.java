package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Missed slots are caught up, all of them (S-9), and promotion is exact to the second.
class MisfireTest {
  @RegisterExtension final World world = World.at(1000);

  private TaskId submitRepeat(long count, long interval) {
    ActionQueue queue = world.open(_ -> Outcome.success());
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler().repeat(count, interval));
    world.close();
    return task;
  }

  /// slots are known at submission.
  @Test
  void repeatCreatesAllSlotsAtOnce() {
    TaskId task = submitRepeat(5, 1);
    assertThat(world.recordedRuns(task))
        .extracting(run -> run.instance().scheduledAt())
        .containsExactly(1000L, 1001L, 1002L, 1003L, 1004L);
    assertThat(world.recordedStates(task)).containsOnly(RunState.SCHEDULED);
  }

  /// a later process promotes all five at its first tick.
  @Test
  void overdueSlotsArePromotedTogether() {
    TaskId task = submitRepeat(5, 1);
    world.time.setWallSeconds(1010);
    ActionQueue queue =
        world.openWith(
            options -> options.dispatchConcurrency(8).defaultHandler(_ -> Outcome.success()));
    assertThat(World.statesOf(queue, task)).containsOnly(RunState.SCHEDULED);
    assertThat(queue.tick().promotedScheduled()).isEqualTo(5);
    assertThat(World.statesOf(queue, task)).doesNotContain(RunState.SCHEDULED);
    queue.runUntilIdle();
    assertThat(World.statesOf(queue, task)).hasSize(5).containsOnly(RunState.COMPLETED);
  }

  /// due now or earlier is promoted, later is not.
  @Test
  void onlyDueSlotsArePromoted() {
    TaskId task = submitRepeat(5, 10);
    world.time.setWallSeconds(1025);
    ActionQueue queue = world.open(_ -> Outcome.success());
    assertThat(queue.tick().promotedScheduled()).isEqualTo(3);
    assertThat(World.statesOf(queue, task))
        .filteredOn(state -> state == RunState.SCHEDULED)
        .hasSize(2);
    BlockReason reason =
        queue
            .runs(new RunQuery(10, 3, task, null))
            .join()
            .items()
            .getFirst()
            .blockedBy()
            .getFirst();
    assertThat(reason.code()).isEqualTo("not_due");
    assertThat(reason.until()).contains(1030L);
  }

  /// no coalescing and no skipping, however late.
  @Test
  void nothingIsSkippedHoweverLate() {
    TaskId task = submitRepeat(5, 1);
    world.time.setWallSeconds(1100);
    ActionQueue queue = world.open(_ -> Outcome.success());
    assertThat(queue.tick().promotedScheduled()).isEqualTo(5);
    queue.runUntilIdle();
    assertThat(World.statesOf(queue, task)).hasSize(5).containsOnly(RunState.COMPLETED);
  }

  /// promotions survive the end of the process before anything started.
  @Test
  void promotedRunsStayReadyAfterAKill() {
    ActionQueue queue =
        world.openWith(options -> options.handler("elsewhere", _ -> Outcome.success()));
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler().repeat(3, 100));
    world.time.advanceSeconds(1000);
    assertThat(queue.tick().promotedScheduled()).isEqualTo(3);
    var before = world.recordedRuns(task).stream().map(run -> run.instance().id()).toList();
    world.kill();
    assertThat(world.recordedStates(task)).hasSize(3).containsOnly(RunState.READY);
    assertThat(world.recordedRuns(task)).extracting(run -> run.instance().id()).isEqualTo(before);
  }

  /// far future, half-way, exactly.
  @Test
  void farFutureRunWaitsForItsSecond() {
    TaskId task = submitRepeat(2, 1_000_000_000);
    world.time.setWallSeconds(500_001_000);
    ActionQueue queue = world.open(_ -> Outcome.success());
    queue.runUntilIdle();
    assertThat(World.statesOf(queue, task)).containsExactly(RunState.COMPLETED, RunState.SCHEDULED);
    world.time.setWallSeconds(1_000_000_999);
    assertThat(queue.tick().promotedScheduled()).isZero();
    world.time.setWallSeconds(1_000_001_000);
    assertThat(queue.tick().promotedScheduled()).isEqualTo(1);
  }

  /// Spec 03 §2.2: within one tick promotions are in the order of due time and id.
  @Test
  void promotionsAreOrdered() {
    ActionQueue queue =
        world.openWith(options -> options.handler("elsewhere", _ -> Outcome.success()));
    for (int i = 0; i < 20; i++) {
      World.submit(queue, TaskRequest.forDefaultHandler());
    }
    queue.tick();
    world.close();
    var ids =
        world.recorded().runs().stream()
            .sorted((a, b) -> Long.compareUnsigned(a.readySequence(), b.readySequence()))
            .map(run -> run.id())
            .toList();
    assertThat(ids).hasSize(20).isSorted();
    assertThat(world.recorded().image().runs())
        .extracting(StateImage.Run::lease)
        .containsOnlyNulls();
  }
}
