package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.schedule.MisfirePolicy;
import io.actionqueue.core.task.RunPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What the misfire policies do with slots that passed during a downtime or a pause (spec 03 §12.4;
/// 03-W-30).
class MissedSlotsTest {
  @RegisterExtension final World world = World.at(1000);

  private final List<Long> executed = new ArrayList<>();
  private final List<Optional<CoalescedSlots>> coalesced = new ArrayList<>();

  private ActionQueue open() {
    return world.open(this::tick);
  }

  private Outcome tick(RunContext context) {
    executed.add(context.scheduledAt());
    coalesced.add(context.coalesced());
    return Outcome.success();
  }

  private static TaskRequest everyTenSeconds() {
    return TaskRequest.forDefaultHandler().runPolicy(new RunPolicy.Cron("*/10 * * * * *", null));
  }

  /// Submits at 1000, does the slot of 1000, and is down until `second`.
  private TaskId downUntil(long second, TaskRequest request) {
    ActionQueue queue = open();
    TaskId task = World.submit(queue, request);
    queue.runUntilIdle();
    world.kill();
    world.time.setWallSeconds(second);
    return task;
  }

  private void assertWindowGoesOn(TaskId task, long after) {
    world.kill();
    var waiting =
        world.recordedRuns(task).stream()
            .filter(run -> run.instance().state() == RunState.SCHEDULED)
            .map(run -> run.instance().scheduledAt())
            .sorted()
            .toList();
    assertThat(waiting).containsExactly(after + 10, after + 20, after + 30, after + 40, after + 50);
  }

  /// The default: every slot, in order, and nothing is recorded.
  @Test
  void catchUpAllRunsEverySlot() {
    TaskId task = downUntil(1200, everyTenSeconds());
    ActionQueue queue = open();
    queue.runUntilIdle();
    assertThat(executed).hasSize(21).isSorted().doesNotHaveDuplicates();
    assertThat(queue.schedules().passedOver(task).join()).isEmpty();
    assertWindowGoesOn(task, 1200);
  }

  /// However long a task has been at work, what is passed over costs what waits: after three
  /// thousand runs, and for a process that has loaded them from a snapshot.
  @Test
  void passingOverDoesNotLookAtWhatHasEnded() {
    TaskId task = downUntil(31_000, everyTenSeconds());
    ActionQueue queue = open();
    queue.runUntilIdle();
    assertThat(executed).hasSizeGreaterThan(3000);
    var written = queue.snapshot();
    for (int i = 0; i < 10_000 && !written.isDone(); i++) {
      queue.tick();
    }
    assertThat(written).isDone();
    world.kill();
    assertThat(world.loadReport().snapshotLoaded()).isTrue();
    for (long until : new long[] {32_005, 33_005}) {
      world.time.setWallSeconds(until);
      ActionQueue next =
          world.openWith(
              options -> options.defaultHandler(this::tick).misfire(new MisfirePolicy.Skip(25)));
      next.runUntilIdle();
      assertThat(next.schedules().passedOver(task).join()).isPresent();
      assertThat(next.engine.misfires.looked()).isPositive().isLessThan(60);
      assertThat(executed).endsWith(until - 25, until - 15, until - 5);
      world.kill();
    }
  }

  /// What is kept of what was missed is decided once, not with each run that is kept: here the
  /// schedule knows of more slots than are kept, but every other run was canceled before.
  @Test
  void catchingUpLooksOnceAtWhatIsKept() {
    int slots = 1000;
    ActionQueue queue = open();
    var policy = new MisfirePolicy.CatchUpLast(slots / 2, 0);
    TaskId task =
        World.submit(queue, TaskRequest.forDefaultHandler().repeat(slots, 10).misfire(policy));
    queue.runUntilIdle();
    var runs = queue.runs(new RunQuery(slots, 0, task, null)).join().items();
    for (int i = 1; i < runs.size(); i += 2) {
      queue.cancelRun(runs.get(i).run().instance().id());
    }
    queue.tick();
    world.kill();
    world.time.advanceSeconds(100_000);
    ActionQueue next = open();
    next.runUntilIdle();
    assertThat(executed).hasSize(slots / 2);
    assertThat(next.schedules().passedOver(task).join()).isEmpty();
    assertThat(next.engine.misfires.looked()).isBetween(slots / 2L - 10, 2L * slots);
  }

  /// SKIP: what was missed does not run; what lies within the grace does.
  @Test
  void skipRunsNothingThatWasMissed() {
    TaskId task = downUntil(1205, everyTenSeconds().misfire(new MisfirePolicy.Skip(25)));
    ActionQueue queue = open();
    queue.runUntilIdle();
    assertThat(executed).containsExactly(1000L, 1180L, 1190L, 1200L);
    assertThat(queue.schedules().passedOver(task).join())
        .contains(new PassedOverSlots(17, 1010, 1170));
    assertThat(World.statesOf(queue, task))
        .filteredOn(state -> state == RunState.CANCELED)
        .hasSize(5); // the window that had been made before the downtime
    assertWindowGoesOn(task, 1200);
  }

  /// CATCH_UP_LAST(n): the last n of those that were missed run too.
  @Test
  void catchUpLastRunsTheLastOnes() {
    TaskId task = downUntil(1200, everyTenSeconds().misfire(new MisfirePolicy.CatchUpLast(3, 0)));
    ActionQueue queue = open();
    queue.runUntilIdle();
    assertThat(executed).containsExactly(1000L, 1170L, 1180L, 1190L, 1200L);
    assertThat(queue.schedules().passedOver(task).join())
        .contains(new PassedOverSlots(16, 1010, 1160));
    assertWindowGoesOn(task, 1200);
  }

  /// CATCH_UP_LAST(n) within the window that was made already: only its first runs go.
  @Test
  void catchUpLastKeepsRunsOfTheWindow() {
    TaskId task = downUntil(1050, everyTenSeconds().misfire(new MisfirePolicy.CatchUpLast(2, 0)));
    ActionQueue queue = open();
    queue.runUntilIdle();
    assertThat(executed).containsExactly(1000L, 1030L, 1040L, 1050L);
    assertThat(queue.schedules().passedOver(task).join())
        .contains(new PassedOverSlots(2, 1010, 1020));
    assertWindowGoesOn(task, 1050);
  }

  /// COALESCE: one run stands for all that were missed, and knows for which.
  @Test
  void coalesceMergesWhatWasMissed() {
    TaskId task = downUntil(1200, everyTenSeconds().misfire(new MisfirePolicy.Coalesce(0)));
    ActionQueue queue = open();
    queue.runUntilIdle();
    assertThat(executed).containsExactly(1000L, 1190L, 1200L);
    assertThat(coalesced)
        .containsExactly(
            Optional.empty(), Optional.of(new CoalescedSlots(18, 1010, 1180)), Optional.empty());
    assertThat(queue.schedules().passedOver(task).join())
        .contains(new PassedOverSlots(18, 1010, 1180));
    assertWindowGoesOn(task, 1200);
  }

  /// COALESCE where the run that stands for the others had been made before.
  @Test
  void coalesceKeepsARunOfTheWindow() {
    downUntil(1045, everyTenSeconds().misfire(new MisfirePolicy.Coalesce(0)));
    ActionQueue queue = open();
    queue.runUntilIdle();
    assertThat(executed).containsExactly(1000L, 1040L);
    assertThat(coalesced.getLast()).contains(new CoalescedSlots(3, 1010, 1030));
  }

  /// A crash after the slots were passed over and before anything ran passes nothing over again.
  @Test
  void passedOverSlotsAreRecordedOnce() {
    TaskId task = downUntil(1200, everyTenSeconds().misfire(new MisfirePolicy.Coalesce(0)));
    var held = new ArrayList<Runnable>();
    ActionQueue queue =
        world.openWith(options -> options.handlerExecutor(held::add).defaultHandler(this::tick));
    queue.tick();
    assertThat(held).isNotEmpty();
    world.kill();
    queue = open();
    queue.runUntilIdle();
    assertThat(executed).containsExactly(1000L, 1190L, 1200L);
    assertThat(coalesced.get(1)).contains(new CoalescedSlots(18, 1010, 1180));
    assertThat(queue.schedules().passedOver(task).join())
        .contains(new PassedOverSlots(18, 1010, 1180));
  }

  /// Two downtimes add up in the record, also through a snapshot.
  @Test
  void downtimesAddUp() {
    TaskId task = downUntil(1200, everyTenSeconds().misfire(new MisfirePolicy.Skip(0)));
    ActionQueue queue =
        world.openWith(options ->
            options.snapshotEventThreshold(OptionalLong.of(1)).defaultHandler(this::tick));
    queue.runUntilIdle();
    assertThat(executed).containsExactly(1000L, 1200L);
    world.kill();
    world.time.setWallSeconds(1300);
    queue = open();
    queue.runUntilIdle();
    assertThat(executed).containsExactly(1000L, 1200L, 1300L);
    assertThat(queue.schedules().passedOver(task).join())
        .contains(new PassedOverSlots(19 + 9, 1010, 1290));
  }

  /// A pause misses slots as a downtime does.
  @Test
  void pauseMissesSlotsToo() {
    ActionQueue queue = open();
    TaskId task = World.submit(queue, everyTenSeconds().misfire(new MisfirePolicy.Skip(0)));
    queue.runUntilIdle();
    queue.pause().join();
    world.time.advanceSeconds(100);
    queue.runUntilIdle();
    queue.resume().join();
    queue.runUntilIdle();
    assertThat(executed).containsExactly(1000L, 1100L);
    assertThat(queue.schedules().passedOver(task).join())
        .contains(new PassedOverSlots(9, 1010, 1090));
  }

  /// A repetition has all its runs from the start; missed ones are canceled.
  @Test
  void repetitionFollowsThePolicyToo() {
    TaskId task =
        downUntil(
            1045,
            TaskRequest.forDefaultHandler().repeat(10, 10).misfire(new MisfirePolicy.Coalesce(0)));
    ActionQueue queue = open();
    queue.runUntilIdle();
    assertThat(executed).containsExactly(1000L, 1040L);
    assertThat(World.statesOf(queue, task)).hasSize(10);
    assertThat(queue.schedules().passedOver(task).join())
        .contains(new PassedOverSlots(3, 1010, 1030));
  }

  /// A schedule that has had all its occurrences has no later slots: the one that stands for all is
  /// the last one that has a run. Found by the simulation, seed 290.
  @Test
  void aBoundedScheduleEndsWithItsLastRun() {
    var threeTimes = new RunPolicy.Cron("*/10 * * * * *", 3L);
    TaskId task =
        downUntil(
            1200,
            TaskRequest.forDefaultHandler()
                .runPolicy(threeTimes)
                .misfire(new MisfirePolicy.Coalesce(0)));
    ActionQueue queue = open();
    queue.runUntilIdle();
    assertThat(executed).containsExactly(1000L, 1020L);
    assertThat(coalesced.getLast()).contains(new CoalescedSlots(1, 1010, 1010));
    assertThat(queue.schedules().passedOver(task).join())
        .contains(new PassedOverSlots(1, 1010, 1010));
    assertThat(queue.workflow().status(task).join()).isEqualTo(TaskStatus.COMPLETED);
  }

  /// A slot whose run somebody has canceled stands for no others. Found by the simulation, seed
  /// 20082.
  @Test
  void aCanceledRunStandsForNothing() {
    ActionQueue queue = open();
    queue.pause().join();
    TaskId task =
        World.submit(
            queue,
            TaskRequest.forDefaultHandler().repeat(3, 10).misfire(new MisfirePolicy.Coalesce(0)));
    var runs = queue.runs(new RunQuery(9, 0, task, null)).join().items();
    queue.cancelRun(runs.getLast().run().instance().id()).join();
    world.time.advanceSeconds(100);
    queue.resume().join();
    queue.runUntilIdle();
    assertThat(executed).containsExactly(1010L);
    assertThat(coalesced.getLast()).contains(new CoalescedSlots(1, 1000, 1000));
  }

  /// When every run that is left was missed and none has succeeded, the task fails, and what waits
  /// for it is canceled with it.
  @Test
  void missingTheLastSlotFailsTheTask() {
    ActionQueue queue = open();
    TaskId missed =
        World.submit(
            queue,
            TaskRequest.forDefaultHandler()
                .runPolicy(new RunPolicy.Cron("0 17 0 1 1 *", 1L))
                .misfire(new MisfirePolicy.Skip(0)));
    TaskId after = World.submit(queue, TaskRequest.forDefaultHandler().after(List.of(missed)));
    queue.runUntilIdle();
    long due = queue.schedules().next(missed, 1).join().getFirst().getEpochSecond();
    world.time.setWallSeconds(due + 10);
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, missed)).isEqualTo(RunState.CANCELED);
    assertThat(World.stateOf(queue, after)).isEqualTo(RunState.CANCELED);
  }

  /// The engine's policy holds for tasks that do not say.
  @Test
  void engineHasADefault() {
    downUntil(1200, everyTenSeconds());
    ActionQueue queue =
        world.openWith(
            options -> options.misfire(new MisfirePolicy.Skip(0)).defaultHandler(this::tick));
    queue.runUntilIdle();
    assertThat(executed).containsExactly(1000L, 1200L);
  }

  /// The preview behind `cron next`: of an expression, and of a task with its end in view.
  @Test
  void previewTellsTheNextFirings() {
    assertThat(Schedules.preview("@daily", Instant.ofEpochSecond(1_749_990_896L), 2))
        .containsExactly(
            Instant.parse("2025-06-16T00:00:00Z"), Instant.parse("2025-06-17T00:00:00Z"));
    assertThat(Schedules.preview("0 0 0 1 1 * 2030", Instant.EPOCH, 5))
        .containsExactly(Instant.parse("2030-01-01T00:00:00Z"));
    assertThatThrownBy(() -> Schedules.preview("nonsense", Instant.EPOCH, 1))
        .isInstanceOf(InvalidValue.class);
    assertThatThrownBy(() -> Schedules.preview("@daily", Instant.EPOCH, 0))
        .isInstanceOf(InvalidValue.class);
    ActionQueue queue = open();
    TaskId bounded =
        World.submit(
            queue,
            TaskRequest.forDefaultHandler().runPolicy(new RunPolicy.Cron("*/10 * * * * *", 7L)));
    TaskId endless = World.submit(queue, everyTenSeconds());
    assertThat(queue.schedules().next(bounded, 100).join())
        .extracting(Instant::getEpochSecond)
        .containsExactly(1000L, 1010L, 1020L, 1030L, 1040L, 1050L, 1060L);
    assertThat(queue.schedules().next(endless, 8).join()).hasSize(8).isSorted();
    TaskId once = World.submit(queue, TaskRequest.forDefaultHandler());
    assertThat(queue.schedules().next(once, 5).join()).containsExactly(Instant.ofEpochSecond(1000));
    queue.runUntilIdle();
    assertThat(queue.schedules().next(once, 5).join()).isEmpty();
  }
}
