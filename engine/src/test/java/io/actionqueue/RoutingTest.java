package io.actionqueue;

import static io.actionqueue.Crew.claim;
import static io.actionqueue.Crew.claimable;
import static io.actionqueue.Crew.register;
import static io.actionqueue.Crew.registration;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.DepartmentId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.HoldPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Which worker gets which run (spec 03 §10.4, D7, S-48).
class RoutingTest {
  @RegisterExtension final World world = World.at(1000);

  private ActionQueue open() {
    return world.openWith(options -> options.dispatchConcurrency(1));
  }

  private static List<String> codes(ActionQueue queue, TaskId task) {
    return World.onlyRun(queue, task).blockedBy().stream().map(BlockReason::code).toList();
  }

  private static List<TaskId> tasks(List<Claim> claims) {
    return claims.stream().map(claim -> claim.spec().id()).toList();
  }

  /// 03-W-24: every required capability is needed, whatever else is held.
  @Test
  void workerNeedsEveryRequiredCapability() {
    ActionQueue queue = open();
    register(queue, registration(1, "compute"));
    register(queue, registration(2, "compute", "review"));
    register(queue, registration(3, "review"));
    TaskId both = World.submit(queue, TaskRequest.of("compute").requires("review"));
    TaskId one = World.submit(queue, TaskRequest.of("compute"));
    queue.tick();
    assertThat(claimable(queue, 1)).containsExactly(one);
    assertThat(claimable(queue, 2)).containsExactlyInAnyOrder(both, one);
    assertThat(claimable(queue, 3)).isEmpty();
    assertThat(tasks(claim(queue, 3, 9))).isEmpty();
    assertThat(tasks(claim(queue, 1, 9))).containsExactly(one);
    assertThat(tasks(claim(queue, 2, 9))).containsExactly(both);
  }

  /// RT-18, found by the simulation, seed 37: what waits for a slot of the handlers here is there
  /// for workers elsewhere.
  @Test
  void aRunThatWaitsForASlotHereGoesToAWorkerElsewhere() {
    var held = new ArrayList<Runnable>();
    ActionQueue queue =
        world.openWith(options ->
            options
                .handlerExecutor(held::add)
                .handler("mail", _ -> Outcome.success(), 1)
                .handler("call", _ -> Outcome.success()));
    register(queue, registration(1, "mail"));
    TaskId here = World.submit(queue, TaskRequest.of("mail").priority(1));
    TaskId waiting = World.submit(queue, TaskRequest.of("mail"));
    queue.tick();
    assertThat(World.stateOf(queue, here)).isEqualTo(RunState.RUNNING);
    assertThat(World.stateOf(queue, waiting)).isEqualTo(RunState.READY);
    assertThat(tasks(claim(queue, 1, 9))).containsExactly(waiting);
  }

  /// RT-18, found by the simulation, seed 9: a run that somebody gave another priority is still
  /// looked at here after a worker has come that can do what is done here.
  @Test
  void aRunWithAnotherPriorityIsNotForgottenWhenAWorkerComes() {
    var held = new ArrayList<Runnable>();
    ActionQueue queue =
        world.openWith(options ->
            options
                .dispatchConcurrency(1)
                .handlerExecutor(held::add)
                .handler("mail", _ -> Outcome.success())
                .handler("call", _ -> Outcome.success()));
    World.submit(queue, TaskRequest.of("call").priority(1));
    TaskId waiting = World.submit(queue, TaskRequest.of("call"));
    queue.tick();
    queue.limits().reprioritise(World.runOf(queue, waiting), -1).join();
    register(queue, registration(1, "mail"));
    held.removeFirst().run();
    queue.tick();
    assertThat(World.stateOf(queue, waiting)).isEqualTo(RunState.RUNNING);
  }

  /// RT-18, found by the simulation: a waiter of a key that nobody looks for just now does not keep
  /// the key from the others.
  @Test
  void aRunWhoseWorkersAreAwayDoesNotKeepItsKeyFromOthers() {
    var held = new ArrayList<Runnable>();
    ActionQueue queue =
        world.openWith(
            options -> options.handlerExecutor(held::add).handler("mail", _ -> Outcome.success()));
    register(queue, registration(1, "far"));
    var mail = TaskRequest.of("mail").concurrencyKey("k", HoldPolicy.HOLD_DURING_RETRY);
    World.submit(queue, mail.copy());
    queue.tick();
    var far = TaskRequest.of("far").concurrencyKey("k", HoldPolicy.HOLD_DURING_RETRY);
    World.submit(queue, far.priority(9));
    TaskId behind = World.submit(queue, mail.copy());
    queue.tick();
    assertThat(claim(queue, 1, 9)).isEmpty(); // it waits for the key from now on
    held.removeFirst().run();
    queue.tick();
    assertThat(World.stateOf(queue, behind)).isEqualTo(RunState.RUNNING);
  }

  /// RT-18, found by the simulation: what a key was promised to is canceled while all slots here
  /// are taken; a worker elsewhere need not wait for a slot that it does not need.
  @Test
  void aPromiseToACanceledRunGoesOnAtOnce() {
    var held = new ArrayList<Runnable>();
    ActionQueue queue =
        world.openWith(options ->
            options
                .dispatchConcurrency(1)
                .handlerExecutor(held::add)
                .handler("mail", _ -> Outcome.success()));
    register(queue, registration(1, "far"));
    var far = TaskRequest.of("far").concurrencyKey("k", HoldPolicy.RELEASE_ON_RETRY);
    World.submit(queue, far.copy());
    queue.tick();
    Claim holder = claim(queue, 1, 9).getFirst();
    var mail = TaskRequest.of("mail").concurrencyKey("k", HoldPolicy.RELEASE_ON_RETRY);
    TaskId promised = World.submit(queue, mail);
    queue.tick();
    World.submit(queue, TaskRequest.of("mail"));
    TaskId behind = World.submit(queue, far.copy());
    queue.tick();
    assertThat(claim(queue, 1, 9)).isEmpty();
    queue.workers().report(holder.ref(), WorkerReport.of(Outcome.success())).join();
    queue.tick();
    assertThat(claim(queue, 1, 9)).isEmpty(); // the key waits for `promised`, and that for a slot
    queue.cancelTask(promised).join();
    assertThat(tasks(claim(queue, 1, 9))).containsExactly(behind);
    assertThat(held).hasSize(1);
  }

  /// what requires nothing is for everybody.
  @Test
  void emptyRequirementSuitsEveryWorker() {
    ActionQueue queue = open();
    register(queue, registration(1, "a"));
    register(queue, registration(2, "b"));
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler());
    queue.tick();
    assertThat(claimable(queue, 1)).containsExactly(task);
    assertThat(claimable(queue, 2)).containsExactly(task);
  }

  /// A task of a department waits for that department's workers.
  @Test
  void departmentGetsItsOwnTasks() {
    ActionQueue queue = open();
    register(queue, Crew.ofDepartment(1, "engineering", "build"));
    register(queue, Crew.ofDepartment(2, "ops", "build"));
    TaskId task = World.submit(queue, TaskRequest.of("build").department(new DepartmentId("ops")));
    queue.tick();
    assertThat(claim(queue, 1, 1)).isEmpty();
    assertThat(tasks(claim(queue, 2, 1))).containsExactly(task);
  }

  /// S-57: nobody there, somebody there; a worker that comes finds what waited, also after a
  /// restart.
  @Test
  void runWaitsForACapableWorker() {
    ActionQueue queue = open();
    TaskId task = World.submit(queue, TaskRequest.of("render").requires("gpu"));
    queue.tick();
    assertThat(codes(queue, task)).containsExactly("no_capable_actor");
    register(queue, registration(1, "render"));
    assertThat(codes(queue, task)).containsExactly("no_capable_actor");
    register(queue, registration(2, "render", "gpu"));
    assertThat(codes(queue, task)).containsExactly("no_free_slot");
    queue.workers().deregister(Crew.actor(2)).join();
    assertThat(codes(queue, task)).containsExactly("no_capable_actor");
    world.kill();
    queue = open();
    register(queue, registration(2, "render", "gpu"));
    assertThat(tasks(claim(queue, 2, 1))).containsExactly(task);
    assertThat(codes(queue, task)).isEmpty();
  }

  /// RT-13 for workers: priority, then due time, over all routes.
  @Test
  void claimsFollowTheOrderOfSelection() {
    ActionQueue queue = open();
    register(queue, registration(1, "a", "b"));
    TaskId late = World.submit(queue, TaskRequest.of("a").priority(-1));
    TaskId first = World.submit(queue, TaskRequest.of("b"));
    TaskId urgent = World.submit(queue, TaskRequest.of("a").priority(7));
    TaskId mixed = World.submit(queue, TaskRequest.of("b").requires("a").priority(3));
    queue.tick();
    List<TaskId> order = List.of(urgent, mixed, first, late);
    assertThat(claimable(queue, 1)).isEqualTo(order);
    var got = new ArrayList<TaskId>();
    for (int i = 0; i < 4; i++) {
      got.addAll(tasks(claim(queue, 1, 1)));
    }
    assertThat(got).isEqualTo(order);
  }

  /// D7: handlers of this process are one more worker; what they have no slot for, others may take.
  @Test
  void localAndRemoteWorkersShareAnAction() {
    var started = new ArrayList<String>();
    ActionQueue queue =
        world.openWith(options ->
            options
                .dispatchConcurrency(1)
                .handlerExecutor(_ -> {})
                .handler(
                    "work",
                    context -> {
                      started.add(context.payload().toUtf8());
                      return Outcome.success();
                    }));
    for (int i = 0; i < 4; i++) {
      World.submit(queue, TaskRequest.of("work").id(World.task(i)).priority(-i));
    }
    TaskId other = World.submit(queue, TaskRequest.of("other").priority(-9));
    queue.tick();
    assertThat(World.stateOf(queue, World.task(0))).isEqualTo(RunState.RUNNING);
    assertThat(codes(queue, World.task(1))).containsExactly("no_free_slot");
    register(queue, registration(1, "work"));
    register(queue, registration(2, "work"));
    assertThat(tasks(claim(queue, 1, 1))).containsExactly(World.task(1));
    assertThat(tasks(claim(queue, 2, 1))).containsExactly(World.task(2));
    queue.workers().deregister(Crew.actor(1)).join();
    queue.workers().deregister(Crew.actor(2)).join();
    register(queue, registration(3, "other"));
    assertThat(tasks(claim(queue, 3, 9))).containsExactly(other);
    assertThat(World.stateOf(queue, World.task(1))).isEqualTo(RunState.READY);
  }

  /// The local worker takes the best of what is its own and what it shares.
  @Test
  void localWorkerKeepsTheOrderAcrossSharedRoutes() {
    var started = new ArrayList<TaskId>();
    Handler note =
        context -> {
          started.add(context.taskId());
          return Outcome.success();
        };
    ActionQueue queue =
        world.openWith(options ->
            options
                .dispatchConcurrency(1)
                .label("gpu")
                .handler("shared", note)
                .handler("own", note));
    register(queue, registration(1, "shared"));
    TaskId d = World.submit(queue, TaskRequest.of("own").priority(1));
    TaskId b = World.submit(queue, TaskRequest.of("own").requires("gpu").priority(3));
    TaskId a = World.submit(queue, TaskRequest.of("shared").priority(4));
    TaskId c = World.submit(queue, TaskRequest.of("shared").priority(2));
    queue.runUntilIdle();
    assertThat(started).containsExactly(a, b, c, d);
  }

  /// RT-16 across processes: a key is taken whoever executes.
  @Test
  void keysHoldForRemoteWorkers() {
    ActionQueue queue = open();
    register(queue, registration(1, "work"));
    var held = TaskRequest.of("work").concurrencyKey("k", HoldPolicy.RELEASE_ON_RETRY);
    TaskId first = World.submit(queue, held.priority(1));
    TaskId second = World.submit(queue, held.priority(0));
    queue.tick();
    List<Claim> claims = claim(queue, 1, 9);
    assertThat(tasks(claims)).containsExactly(first);
    assertThat(codes(queue, second)).contains("concurrency_key");
    assertThat(claim(queue, 1, 9)).isEmpty();
    queue.workers().report(claims.getFirst().ref(), WorkerReport.of(Outcome.success())).join();
    assertThat(tasks(claim(queue, 1, 9))).containsExactly(second);
  }

  /// RT-26: a pause holds claims too; who waits is served when it ends.
  @Test
  void pauseHoldsClaims() {
    ActionQueue queue = open();
    register(queue, registration(1, "work"));
    TaskId task = World.submit(queue, TaskRequest.of("work"));
    queue.tick();
    queue.pause().join();
    assertThat(claimable(queue, 1)).isEmpty();
    CompletableFuture<List<Claim>> waiting = poll(queue, 1, 20);
    queue.tick();
    assertThat(waiting).isNotDone();
    queue.resume().join();
    queue.tick();
    assertThat(tasks(waiting.join())).containsExactly(task);
  }

  private static CompletableFuture<List<Claim>> poll(ActionQueue queue, int number, int seconds) {
    return queue
        .workers()
        .claim(ClaimRequest.by(Crew.actor(number)).waitUpTo(Duration.ofSeconds(seconds)));
  }

  /// A claim that waits is answered when something comes for it, in turn, or when its time is over.
  @Test
  void waitingClaimsAreServedInTurn() {
    ActionQueue queue = open();
    register(queue, registration(1, "work"));
    register(queue, registration(2, "work"));
    register(queue, registration(3, "else"));
    CompletableFuture<List<Claim>> first = poll(queue, 1, 20);
    CompletableFuture<List<Claim>> second = poll(queue, 2, 20);
    CompletableFuture<List<Claim>> third = poll(queue, 3, 20);
    assertThat(first).isNotDone();
    TaskId a = World.submit(queue, TaskRequest.of("work").priority(1));
    TaskId b = World.submit(queue, TaskRequest.of("work"));
    queue.tick();
    assertThat(tasks(first.join())).containsExactly(a);
    assertThat(tasks(second.join())).containsExactly(b);
    assertThat(third).isNotDone();
    world.time.advanceSeconds(20);
    queue.tick();
    assertThat(third.join()).isEmpty();
  }

  /// Who gives up waiting gets nothing, and takes nothing from others.
  @Test
  void abandonedClaimTakesNothing() {
    ActionQueue queue = open();
    register(queue, registration(1, "work"));
    assertThat(poll(queue, 1, 20).cancel(true)).isTrue();
    CompletableFuture<List<Claim>> alive = poll(queue, 1, 20);
    TaskId task = World.submit(queue, TaskRequest.of("work"));
    queue.tick();
    assertThat(tasks(alive.join())).containsExactly(task);
  }

  /// Waiting claims end when their worker leaves, and when the engine closes.
  @Test
  void waitingClaimsEndWithWorkerAndEngine() {
    ActionQueue queue = open();
    register(queue, registration(1, "work"));
    register(queue, registration(2, "work"));
    CompletableFuture<List<Claim>> first = poll(queue, 1, 20);
    CompletableFuture<List<Claim>> second = poll(queue, 2, 20);
    queue.workers().deregister(Crew.actor(1)).join();
    assertThat(first.join()).isEmpty();
    assertThat(second).isNotDone();
    queue.close();
    assertThat(second.join()).isEmpty();
  }
}
