package io.actionqueue;

import static io.actionqueue.Crew.actor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.actor.ActorRegistration;
import io.actionqueue.core.id.DepartmentId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Who is registered, who lives, and what becomes of what the dead held (spec 03 §10.1 to §10.3).
class WorkforceTest {
  @RegisterExtension final World world = World.at(1000);

  private ActionQueue open() {
    return world.openWith(options -> options.dispatchConcurrency(1));
  }

  private static List<Integer> members(ActionQueue queue, String department) {
    return queue
        .workers()
        .list(WorkerQuery.ALL.of(new DepartmentId(department)).active())
        .join()
        .items()
        .stream()
        .map(view -> (int) view.actor().actorId().low())
        .toList();
  }

  /// registered, known by its name, and known after it left.
  @Test
  void workerIsActiveFromRegistrationToDeregistration() {
    ActionQueue queue = open();
    var registration =
        new ActorRegistration(actor(1), "test-actor", List.of("compute", "review"), null, 10, null);
    WorkerView view = Crew.register(queue, registration);
    assertThat(view.isActive()).isTrue();
    assertThat(view.actor().identity()).isEqualTo("test-actor");
    assertThat(view.actor().capabilities()).containsExactly("compute", "review");

    WorkerView gone = queue.workers().deregister(actor(1)).join();
    assertThat(gone.isActive()).isFalse();
    assertThat(gone.actor().deregisteredAt()).isEqualTo(1000);
    assertThat(queue.workers().worker(actor(2)).join()).isEmpty();
    Crew.assertRefused("actor_not_active", queue.workers().deregister(actor(1)));
    Crew.assertRefused("actor_not_active", queue.workers().heartbeat(actor(1)));
    Crew.assertRefused("unknown_actor", queue.workers().heartbeat(actor(2)));
    Crew.assertRefused("unknown_actor", queue.workers().claim(ClaimRequest.by(actor(2))));
  }

  /// dead from the thirtieth second on, not before; a heartbeat does not revive.
  @Test
  void silentWorkerDiesWhenItsTimeoutIsOver() {
    ActionQueue queue = open();
    Crew.register(queue, Crew.registration(1, "work"));
    world.time.advanceSeconds(29);
    queue.tick();
    assertThat(Crew.isActive(queue, 1)).isTrue();
    world.time.advanceSeconds(1);
    Crew.assertRefused("actor_not_active", queue.workers().heartbeat(actor(1)));
    queue.tick();
    assertThat(Crew.isActive(queue, 1)).isFalse();
    assertThat(queue.metrics().workersLost()).isEqualTo(1);
  }

  /// A-122, with its stronger form: each heartbeat counts from itself.
  @Test
  void heartbeatKeepsAWorkerAlive() {
    ActionQueue queue = open();
    Crew.register(queue, Crew.registration(1, "work"));
    world.time.advanceSeconds(25);
    long before = queue.stats().join().latestSequence();
    assertThat(queue.workers().heartbeat(actor(1)).join().heardAt()).isEqualTo(1025);
    assertThat(queue.stats().join().latestSequence()).isEqualTo(before);
    world.time.advanceSeconds(4);
    queue.tick();
    assertThat(Crew.isActive(queue, 1)).isTrue();
    world.time.advanceSeconds(25);
    queue.tick();
    assertThat(Crew.isActive(queue, 1)).isTrue();
    world.time.advanceSeconds(2);
    queue.tick();
    assertThat(Crew.isActive(queue, 1)).isFalse();
  }

  /// A-124, also while the engine is paused.
  @Test
  void onlyTheSilentOneDies() {
    ActionQueue queue = open();
    Crew.register(queue, Crew.registration(1, "work"));
    Crew.register(queue, Crew.registration(2, "work"));
    queue.pause().join();
    world.time.advanceSeconds(25);
    queue.workers().heartbeat(actor(1)).join();
    world.time.advanceSeconds(10);
    queue.tick();
    assertThat(Crew.isActive(queue, 1)).isTrue();
    assertThat(Crew.isActive(queue, 2)).isFalse();
  }

  /// who left is not timed any more, and who registers again is timed afresh.
  @Test
  void deregisteredWorkerIsNotTimed() {
    ActionQueue queue = open();
    Crew.register(queue, Crew.registration(1, "work"));
    queue.workers().deregister(actor(1)).join();
    world.time.advanceSeconds(20);
    Crew.register(queue, Crew.registration(1, "work"));
    world.time.advanceSeconds(29);
    queue.tick();
    assertThat(Crew.isActive(queue, 1)).isTrue();
    assertThat(queue.metrics().workersLost()).isZero();
  }

  /// A step of the wall clock kills nobody.
  @Test
  void wallClockDoesNotKill() {
    ActionQueue queue = open();
    Crew.register(queue, Crew.registration(1, "work"));
    world.time.setWallSeconds(900_000);
    queue.tick();
    assertThat(Crew.isActive(queue, 1)).isTrue();
  }

  /// 03-W-23: after a restart, with or without a snapshot and however long it took, every worker
  /// has a whole timeout to be heard of; who left stays gone.
  @Test
  void downtimeKillsNobody() {
    ActionQueue queue =
        world.openWith(options -> options.snapshotEventThreshold(java.util.OptionalLong.of(1)));
    Crew.register(queue, Crew.registration(1, "work"));
    Crew.register(queue, Crew.registration(2, "work"));
    Crew.register(queue, Crew.registration(3, "work"));
    queue.workers().deregister(actor(3)).join();
    world.time.advanceSeconds(25);
    queue.workers().heartbeat(actor(1)).join();
    queue.tick();
    world.kill();
    world.time.advanceSeconds(1_000_000);

    queue = open();
    queue.tick();
    assertThat(world.loadReport().snapshotEventsApplied()).isPositive();
    assertThat(Crew.isActive(queue, 1)).isTrue();
    assertThat(Crew.isActive(queue, 2)).isTrue();
    assertThat(Crew.isActive(queue, 3)).isFalse();
    world.time.advanceSeconds(29);
    queue.workers().heartbeat(actor(1)).join();
    world.time.advanceSeconds(1);
    queue.tick();
    assertThat(Crew.isActive(queue, 1)).isTrue();
    assertThat(Crew.isActive(queue, 2)).isFalse();
  }

  /// S-50 and the names that a worker may have.
  @Test
  void identitiesAreReservedAndUnique() {
    ActionQueue queue = open();
    assertThatThrownBy(
            () -> new ActorRegistration(actor(1), "runtime", List.of("a"), null, 10, null))
        .isInstanceOfSatisfying(
            InvalidValue.class, e -> assertThat(e.code()).isEqualTo("reserved_identity"));
    Crew.register(queue, Crew.registration(1, "work"));
    var again = new ActorRegistration(actor(2), "worker-1", List.of("work"), null, 10, null);
    Crew.assertRefused("identity_taken", queue.workers().register(again));
    queue.workers().deregister(actor(1)).join();
    assertThat(Crew.register(queue, again).isActive()).isTrue();
    Crew.assertRefused(
        "unknown_tenant", queue.workers().register(Crew.ofTenant(3, Crew.tenant(9), "work")));
  }

  /// the members of departments.
  @Test
  void departmentsListTheirActiveMembers() {
    ActionQueue queue = open();
    for (int i = 0; i < 5; i++) {
      assertThat(Crew.register(queue, Crew.ofDepartment(i, "engineering", "work")).isActive())
          .isTrue();
    }
    Crew.register(queue, Crew.ofDepartment(7, "ops", "work"));
    assertThat(members(queue, "engineering")).containsExactly(0, 1, 2, 3, 4);
    assertThat(members(queue, "ops")).containsExactly(7);
    assertThat(members(queue, "sales")).isEmpty();

    Crew.register(queue, Crew.ofDepartment(4, "ops", "work"));
    queue.workers().deregister(actor(0)).join();
    assertThat(members(queue, "engineering")).containsExactly(1, 2, 3);
    assertThat(members(queue, "ops")).containsExactlyInAnyOrder(4, 7);
    Crew.register(queue, Crew.registration(7, "work"));
    assertThat(members(queue, "ops")).containsExactly(4);
    world.kill();
    assertThat(members(open(), "engineering")).containsExactly(1, 2, 3);
  }

  /// Spec 03 §10.3: the death of a worker ends its attempts, at once and only its own.
  @Test
  void deathTakesBackExactlyItsOwnLeases() {
    ActionQueue queue = open();
    Crew.register(queue, Crew.registration(1, "work"));
    Crew.register(queue, Crew.registration(2, "work"));
    TaskId first = World.submit(queue, TaskRequest.of("work").priority(3));
    TaskId second = World.submit(queue, TaskRequest.of("work").priority(2));
    TaskId third = World.submit(queue, TaskRequest.of("work").priority(1));
    queue.tick();
    assertThat(Crew.claim(queue, 1, 2))
        .extracting(c -> c.spec().id())
        .containsExactly(first, second);
    assertThat(Crew.claim(queue, 2, 2)).extracting(c -> c.spec().id()).containsExactly(third);
    assertThat(queue.workers().worker(actor(1)).join().orElseThrow().leases()).isEqualTo(2);
    world.time.advanceSeconds(29);
    queue.workers().heartbeat(actor(2)).join();
    world.time.advanceSeconds(1);
    queue.tick();

    for (TaskId task : List.of(first, second)) {
      StateImage.Run run = World.onlyRun(queue, task).run();
      assertThat(run.instance().state()).isEqualTo(RunState.READY);
      assertThat(run.lease()).isNull();
      assertThat(run.attempts())
          .extracting(StateImage.Attempt::error)
          .containsExactly("interrupted: lease lost");
      assertThat(World.onlyRun(queue, task).countedAttempts()).isZero();
    }
    assertThat(World.stateOf(queue, third)).isEqualTo(RunState.RUNNING);
    assertThat(queue.metrics().leasesLost()).isEqualTo(2);
    assertThat(Crew.claim(queue, 2, 5)).hasSize(2);
  }

  /// The same when a worker leaves, or comes back under another name.
  @Test
  void leavingGivesBackWhatAWorkerHolds() {
    ActionQueue queue = open();
    Crew.register(queue, Crew.registration(1, "work"));
    TaskId task = World.submit(queue, TaskRequest.of("work"));
    queue.tick();
    Crew.claim(queue, 1, 1);
    queue.workers().deregister(actor(1)).join();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.READY);

    Crew.register(queue, Crew.registration(1, "work"));
    Crew.claim(queue, 1, 1);
    Crew.register(queue, Crew.registration(1, "work", "more"));
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.RUNNING);
    var renamed = new ActorRegistration(actor(1), "other", List.of("work"), null, 10, null);
    Crew.register(queue, renamed);
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.READY);
  }

  /// A process that ends between a worker's end and the end of its leases: simulated by a log that
  /// holds only the first of the two.
  @Test
  void leasesOfTheDeadAreTakenBackAtTheNextStart() {
    ActionQueue queue = open();
    Crew.register(queue, Crew.registration(1, "work"));
    TaskId task = World.submit(queue, TaskRequest.of("work"));
    queue.tick();
    Crew.claim(queue, 1, 1);
    world.kill();
    world.write(new io.actionqueue.core.command.ActorDeregister(actor(1), 1001));
    assertThat(world.recordedStates(task)).containsExactly(RunState.RUNNING);
    queue = open();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.READY);
  }

  /// The same where a worker came back for another tenant: what it held of the one before is taken
  /// back, whatever it holds of its own stays.
  @Test
  void leasesOfAnotherTenantAreTakenBackAtTheNextStart() {
    ActionQueue queue = open();
    queue.platform().createTenant(Crew.tenant(1), "acme").join();
    Crew.register(queue, Crew.registration(1, "work"));
    Crew.register(queue, Crew.registration(2, "work"));
    TaskId first = World.submit(queue, TaskRequest.of("work"));
    queue.tick();
    Crew.claim(queue, 1, 1);
    TaskId second = World.submit(queue, TaskRequest.of("work"));
    queue.tick();
    Crew.claim(queue, 2, 1);
    world.kill();
    var moved = Crew.ofTenant(1, Crew.tenant(1), "work");
    world.write(new io.actionqueue.core.command.ActorRegister(moved, 1001));
    assertThat(world.recordedStates(first)).containsExactly(RunState.RUNNING);
    queue = open();
    assertThat(World.stateOf(queue, first)).isEqualTo(RunState.READY);
    assertThat(World.stateOf(queue, second)).isEqualTo(RunState.RUNNING);
    assertThat(World.onlyRun(queue, first).countedAttempts()).isZero();
  }
}
