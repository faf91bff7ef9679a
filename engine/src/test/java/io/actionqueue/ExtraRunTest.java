package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.actionqueue.core.command.RoleAssign;
import io.actionqueue.core.command.TenantCreate;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.platform.Role;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.schedule.MisfirePolicy;
import io.actionqueue.core.task.RunPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs that somebody orders beside those of the policy (spec 02 §4.3, spec 04 §13.2).
class ExtraRunTest {
  @RegisterExtension final World world = World.at(1000);

  private ActionQueue open() {
    return world.open(_ -> Outcome.success());
  }

  private static TaskRequest request() {
    return TaskRequest.forDefaultHandler();
  }

  private static RunView add(ActionQueue queue, TaskId task, @Nullable Long second) {
    Instant at = second == null ? null : Instant.ofEpochSecond(second);
    return queue.addRun(task, at, null).join();
  }

  @Test
  void aRunIsAddedNowOrAtATimeAndRuns() {
    ActionQueue queue = open();
    TaskId task = World.submit(queue, request().repeat(2, 1000));
    queue.runUntilIdle();
    RunView now = add(queue, task, null);
    RunView past = add(queue, task, 5L);
    RunView later = add(queue, task, 1500L);
    assertThat(now.run().instance().scheduledAt()).isEqualTo(1000);
    assertThat(past.run().instance().scheduledAt()).isEqualTo(1000);
    queue.runUntilIdle();
    assertThat(World.statesOf(queue, task))
        .containsExactly(
            RunState.COMPLETED,
            RunState.COMPLETED,
            RunState.COMPLETED,
            RunState.SCHEDULED,
            RunState.SCHEDULED);
    world.time.advanceSeconds(600);
    queue.runUntilIdle();
    RunId id = later.run().instance().id();
    assertThat(queue.run(id).join().orElseThrow().run().instance().state())
        .isEqualTo(RunState.COMPLETED);
    world.kill();
    queue = open();
    assertThat(World.statesOf(queue, task)).hasSize(5);
    world.time.advanceSeconds(600);
    queue.runUntilIdle();
    assertThat(queue.workflow().status(task).join()).isEqualTo(TaskStatus.COMPLETED);
  }

  /// What somebody asked for is no slot of the schedule: however late it is, no misfire policy
  /// passes it over, and it stands for no others. Found by the simulation, seed 79.
  @ParameterizedTest
  @MethodSource("misfires")
  void noMisfirePolicyPassesItOver(MisfirePolicy policy, List<Long> slotsThatRun) {
    var executed = new ArrayList<Long>();
    var coalesced = new ArrayList<Long>();
    Handler handler =
        context -> {
          executed.add(context.scheduledAt());
          context.coalesced().ifPresent(_ -> coalesced.add(context.scheduledAt()));
          return Outcome.success();
        };
    ActionQueue queue = world.open(handler);
    queue.pause().join();
    TaskId task = World.submit(queue, request().repeat(5, 100).misfire(policy));
    RunId early = add(queue, task, 1050L).run().instance().id();
    RunId same = add(queue, task, 1200L).run().instance().id(); // when a slot is due, too
    world.kill();
    world.time.setWallSeconds(1250);
    queue = world.open(handler);
    queue.resume().join();
    queue.runUntilIdle();
    assertThat(stateOf(queue, early)).isEqualTo(RunState.COMPLETED);
    assertThat(stateOf(queue, same)).isEqualTo(RunState.COMPLETED);
    assertThat(executed).containsExactlyInAnyOrderElementsOf(slotsThatRun);
    assertThat(coalesced)
        .isEqualTo(policy instanceof MisfirePolicy.Coalesce ? List.of(1200L) : List.of());
    world.time.setWallSeconds(1500);
    queue.runUntilIdle();
    assertThat(World.statesOf(queue, task)).hasSize(7).allMatch(RunState::isTerminal);
  }

  static Stream<Arguments> misfires() {
    return Stream.of(
        arguments(new MisfirePolicy.CatchUpAll(), List.of(1000L, 1050L, 1100L, 1200L, 1200L)),
        arguments(new MisfirePolicy.CatchUpLast(1, 0), List.of(1050L, 1200L, 1200L)),
        arguments(new MisfirePolicy.Skip(0), List.of(1050L, 1200L)),
        arguments(new MisfirePolicy.Coalesce(0), List.of(1050L, 1200L, 1200L)));
  }

  /// The run that stands for the slots that were missed is that of a slot, also where one that was
  /// added is due at the same time.
  @Test
  void itStandsForNoOthers() {
    var coalesced = new ArrayList<RunId>();
    Handler handler =
        context -> {
          context.coalesced().ifPresent(_ -> coalesced.add(context.runId()));
          return Outcome.success();
        };
    ActionQueue queue = world.open(handler);
    queue.pause().join();
    TaskId task =
        World.submit(queue, request().repeat(3, 100).misfire(new MisfirePolicy.Coalesce(0)));
    RunId added = add(queue, task, 1200L).run().instance().id();
    world.time.advanceSeconds(250);
    queue.resume().join();
    queue.runUntilIdle();
    assertThat(coalesced).hasSize(1).doesNotContain(added);
    assertThat(World.statesOf(queue, task))
        .containsExactly(
            RunState.CANCELED, RunState.CANCELED, RunState.COMPLETED, RunState.COMPLETED);
  }

  /// Where the last slot of a schedule is long over, an added run is due with it, but has its time
  /// to start from now on, also after a restart.
  @Test
  void itsTimeToStartBeginsWhenItIsAdded() {
    ActionQueue queue = open();
    queue.pause().join();
    TaskId task =
        World.submit(
            queue,
            request()
                .runPolicy(new RunPolicy.Cron("*/10 * * * * *", null))
                .startWithin(Duration.ofSeconds(30)));
    queue.tick();
    world.time.advanceSeconds(55);
    RunId added = add(queue, task, null).run().instance().id();
    assertThat(queue.run(added).join().orElseThrow().run().instance().scheduledAt())
        .isEqualTo(1040);
    world.time.advanceSeconds(25);
    queue.tick();
    assertThat(stateOf(queue, added)).isEqualTo(RunState.SCHEDULED);
    world.kill();
    queue = open();
    queue.tick();
    assertThat(stateOf(queue, added)).isEqualTo(RunState.SCHEDULED);
    world.time.advanceSeconds(5);
    queue.tick();
    assertThat(stateOf(queue, added)).isEqualTo(RunState.CANCELED);
  }

  private static RunState stateOf(ActionQueue queue, RunId run) {
    return queue.run(run).join().orElseThrow().run().instance().state();
  }

  /// An id makes it repeatable.
  @Test
  void anIdIsTakenOnce() {
    ActionQueue queue = open();
    TaskId task = World.submit(queue, request().repeat(2, 1000));
    var id = new RunId(7, 7);
    assertThat(queue.addRun(task, null, id).join().run().instance().id()).isEqualTo(id);
    Crew.assertRefused("run_already_exists", queue.addRun(task, null, id));
  }

  @Test
  void whatHasEndedOrIsUnknownTakesNone() {
    ActionQueue queue = open();
    TaskId done = World.submit(queue, request());
    TaskId canceled = World.submit(queue, request().repeat(2, 1000));
    queue.runUntilIdle();
    queue.cancelTask(canceled).join();
    Crew.assertRefused("task_over", queue.addRun(done, null, null));
    Crew.assertRefused("task_canceled", queue.addRun(canceled, null, null));
    Crew.assertRefused("unknown_task", queue.addRun(World.task(99), null, null));
    assertThat(World.statesOf(queue, done)).hasSize(1);
  }

  /// It waits for what the task's other runs wait for, and dependents wait for it.
  @Test
  void prerequisitesHoldItAndDependentsWaitForIt() {
    ActionQueue queue = open();
    queue.pause().join();
    TaskId first = World.submit(queue, request());
    TaskId task = World.submit(queue, request().after(List.of(first)));
    TaskId last = World.submit(queue, request().after(List.of(task)));
    add(queue, task, 1500L);
    RunId now = add(queue, task, null).run().instance().id();
    assertThat(queue.explain(now).join().blockedBy())
        .extracting(BlockReason::code)
        .contains("dependency");
    queue.resume().join();
    queue.runUntilIdle();
    assertThat(World.statesOf(queue, task))
        .containsExactly(RunState.COMPLETED, RunState.COMPLETED, RunState.SCHEDULED);
    assertThat(World.stateOf(queue, last)).isEqualTo(RunState.SCHEDULED);
    world.time.advanceSeconds(600);
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, last)).isEqualTo(RunState.COMPLETED);
  }

  private static List<Long> slots(ActionQueue queue, TaskId task) {
    return queue.runs(new RunQuery(99, 0, task, null)).join().items().stream()
        .map(run -> run.run().instance().scheduledAt())
        .toList();
  }

  /// An added run shifts no slot.
  @Test
  void aCronTaskKeepsItsSlots() {
    ActionQueue queue = open();
    TaskId task = World.submit(queue, request().runPolicy(new RunPolicy.Cron("0 0 * * * *", null)));
    queue.runUntilIdle();
    long last = slots(queue, task).getLast();
    Crew.assertRefused(
        "run_beyond_schedule", queue.addRun(task, Instant.ofEpochSecond(last + 1), null));
    add(queue, task, null);
    add(queue, task, 4000L);
    queue.runUntilIdle();
    for (int hour = 0; hour < 9; hour++) {
      world.time.advanceSeconds(3600);
      queue.runUntilIdle();
    }
    assertThat(slots(queue, task))
        .startsWith(1000L, 3600L, 4000L, 7200L, 10800L, 14400L, 18000L, 21600L, 25200L, 28800L);
  }

  /// Where the schedule has made all its runs, one more is one more.
  @Test
  void aBoundedScheduleThatIsFullTakesMore() {
    ActionQueue queue = open();
    TaskId task = World.submit(queue, request().runPolicy(new RunPolicy.Cron("0 0 * * * *", 1L)));
    add(queue, task, 9000L);
    world.time.advanceSeconds(3000);
    queue.runUntilIdle();
    assertThat(queue.workflow().status(task).join()).isEqualTo(TaskStatus.ACTIVE);
    world.time.advanceSeconds(6000);
    queue.runUntilIdle();
    assertThat(slots(queue, task)).containsExactly(3600L, 9000L);
    assertThat(queue.workflow().status(task).join()).isEqualTo(TaskStatus.COMPLETED);
    Crew.assertRefused("task_over", queue.addRun(task, null, null));
  }

  @Test
  void withinATenantItNeedsCanOperate() {
    world.write(
        new TenantCreate(Crew.tenant(1), "acme", 1),
        new RoleAssign(Crew.actor(1), Role.AUDITOR, Crew.tenant(1), 1));
    ActionQueue queue = open();
    TaskId task = World.submit(queue, request().repeat(2, 1000).tenant(Crew.tenant(1)));
    TaskId foreign = World.submit(queue, request().repeat(2, 1000));
    Session session = queue.as(Principal.of(Crew.actor(1), Crew.tenant(1)));
    Crew.assertRefused("missing_capability", session.addRun(task, null, null));
    queue.platform().grant(Crew.actor(1), Capability.CAN_OPERATE, Crew.tenant(1)).join();
    assertThat(session.addRun(task, null, null).join().run().instance().taskId()).isEqualTo(task);
    Crew.assertRefused("unknown_task", session.addRun(foreign, null, null));
  }
}
