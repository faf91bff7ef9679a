package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.command.AttemptStart;
import io.actionqueue.core.command.Command;
import io.actionqueue.core.command.Decision;
import io.actionqueue.core.command.DependencyDeclare;
import io.actionqueue.core.command.LeaseAcquire;
import io.actionqueue.core.command.RunCreate;
import io.actionqueue.core.command.RunStateTransition;
import io.actionqueue.core.command.TaskCancel;
import io.actionqueue.core.command.TaskCreate;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import io.actionqueue.engine.lane.Lane;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.recovery.StoreOptions;
import io.actionqueue.storage.wal.LogOptions;
import io.actionqueue.storage.wal.LogThreading;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Directories as the original, a crash between its records, or a remote worker leaves them (02
/// §7.2), written command by command.
class OldLogTest {
  private static final RunId RUN = new RunId(7, 7);

  @RegisterExtension final World world = World.at(2000);

  private void write(Command... commands) {
    var log = LogOptions.builder().threading(LogThreading.CALLER).build();
    var options = StoreOptions.builder(World.DIR, world.disk, world.time).log(log).build();
    try (Store store = Store.open(options)) {
      Lane lane = Lane.over(store.state(), store.log(), _ -> {});
      for (Command command : commands) {
        assertThat(lane.execute(command)).isInstanceOf(Decision.Accepted.class);
      }
      lane.sync();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static TaskSpec spec(int number) {
    return TaskSpec.of(World.task(number), TaskPayload.EMPTY);
  }

  private static RunInstance run(RunId id, TaskId task, long at) {
    return RunInstance.scheduled(id, task, at, 1000);
  }

  private static Command move(RunState from, RunState to) {
    return new RunStateTransition(RUN, from, to, 1000);
  }

  private void writeLeased(String owner, long expiry) {
    write(
        new TaskCreate(spec(1), 1000),
        new RunCreate(run(RUN, World.task(1), 1000)),
        move(RunState.SCHEDULED, RunState.READY),
        move(RunState.READY, RunState.LEASED),
        new LeaseAcquire(RUN, owner, expiry, 1000));
  }

  /// 03-W-15, 03-RT-4: a submission that was cut off gets the runs that its policy implies, on the
  /// task's own schedule.
  @Test
  void missingRunsAreCreated() {
    write(
        new TaskCreate(spec(1), 1000),
        new TaskCreate(spec(2).withRunPolicy(new RunPolicy.Repeat(4, 10)), 1000),
        new RunCreate(run(new RunId(7, 1), World.task(2), 1000)),
        new RunCreate(run(new RunId(7, 2), World.task(2), 1010)));
    ActionQueue queue = world.open(_ -> Outcome.success());
    assertThat(World.onlyRun(queue, World.task(1)).run().instance().scheduledAt()).isEqualTo(1000);
    queue.runUntilIdle();
    world.close();
    assertThat(world.recordedRuns(World.task(2)))
        .extracting(run -> run.instance().scheduledAt())
        .containsExactly(1000L, 1010L, 1020L, 1030L);
    assertThat(world.recorded().runsIn(RunState.COMPLETED)).isEqualTo(5);
  }

  /// 02-S-35, R-2: a local lease is lost with its process; no attempt is counted.
  @Test
  void leasedRunOfAFormerProcessBecomesReady() {
    writeLeased("runtime", 5000);
    ActionQueue queue = world.open(_ -> Outcome.success());
    assertThat(World.stateOf(queue, World.task(1))).isEqualTo(RunState.READY);
    assertThat(World.onlyRun(queue, World.task(1)).run().attempts()).isEmpty();
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, World.task(1))).isEqualTo(RunState.COMPLETED);
  }

  /// 02-INV-56, spec 03 §4.3: a remote worker's lease is left alone until its time is over.
  @Test
  void remoteLeaseHoldsUntilItExpires() {
    writeLeased("worker-9", 2010);
    ActionQueue queue = world.open(_ -> Outcome.success());
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, World.task(1))).isEqualTo(RunState.LEASED);
    world.time.advanceSeconds(9);
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, World.task(1))).isEqualTo(RunState.LEASED);
    world.time.advanceSeconds(1);
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, World.task(1))).isEqualTo(RunState.COMPLETED);
  }

  /// The same for a run that the worker executes: the attempt ends as a lost lease.
  @Test
  void remoteAttemptEndsWhenItsLeaseExpires() {
    writeLeased("worker-9", 2010);
    write(
        move(RunState.LEASED, RunState.RUNNING), new AttemptStart(RUN, new AttemptId(1, 1), 1000));
    ActionQueue queue = world.open(_ -> Outcome.success());
    assertThat(World.stateOf(queue, World.task(1))).isEqualTo(RunState.RUNNING);
    world.time.advanceSeconds(10);
    queue.runUntilIdle();
    var run = World.onlyRun(queue, World.task(1)).run();
    assertThat(run.instance().state()).isEqualTo(RunState.COMPLETED);
    assertThat(run.attempts().getFirst().error()).startsWith("interrupted: ");
    assertThat(run.attempts()).hasSize(2);
  }

  /// a record whose prerequisite has failed while nobody passed it on, as the original
  /// leaves it: what waits for the failure fails in a chain.
  @Test
  void recordedOutcomesArePassedOn() {
    write(
        new TaskCreate(spec(1), 1000),
        new RunCreate(run(RUN, World.task(1), 1000)),
        move(RunState.SCHEDULED, RunState.CANCELED),
        new TaskCreate(spec(2), 1000),
        new RunCreate(run(new RunId(7, 2), World.task(2), 1000)),
        new DependencyDeclare(World.task(2), List.of(World.task(1)), 1000),
        new TaskCreate(spec(3), 1000),
        new RunCreate(run(new RunId(7, 3), World.task(3), 1000)),
        new DependencyDeclare(World.task(3), List.of(World.task(2)), 1000));
    assertThat(world.recorded().runsIn(RunState.SCHEDULED)).isEqualTo(2);
    ActionQueue queue = world.open(_ -> Outcome.success());
    assertThat(queue.runUntilIdle().totalDispatched()).isZero();
    assertThat(World.stateOf(queue, World.task(2))).isEqualTo(RunState.CANCELED);
    assertThat(World.stateOf(queue, World.task(3))).isEqualTo(RunState.CANCELED);
  }

  /// 03-W-16: runs of a canceled task are canceled, not executed.
  @Test
  void runsOfACanceledTaskAreCanceled() {
    write(
        new TaskCreate(spec(1), 1000),
        new RunCreate(run(RUN, World.task(1), 1000)),
        new TaskCancel(World.task(1), 1001));
    ActionQueue queue = world.open(_ -> Outcome.success());
    assertThat(queue.runUntilIdle().totalDispatched()).isZero();
    assertThat(World.stateOf(queue, World.task(1))).isEqualTo(RunState.CANCELED);
  }
}
