package io.actionqueue;

import static io.actionqueue.Crew.claim;
import static io.actionqueue.Crew.register;
import static io.actionqueue.Crew.registration;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.HoldPolicy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a limit lets go while all slots here are taken keeps its permit from workers elsewhere, but
/// only as long as nothing else stands in its way (RT-18).
///
/// There is one slot here, and one permit for runs of `mail`. Worker 1 can do what needs a `gpu`,
/// and `far`.
class PromiseTest {
  @RegisterExtension final World world = World.at(1000);

  private final ArrayDeque<Runnable> held = new ArrayDeque<>();

  private ActionQueue open() {
    ActionQueue queue =
        world.openWith(options ->
            options
                .dispatchConcurrency(1)
                .handlerExecutor(held::add)
                .label("here")
                .handler("mail", _ -> Outcome.success())
                .handler("call", _ -> Outcome.success()));
    register(queue, registration(1, "mail", "gpu", "far"));
    queue.limits().set(new Scope.Action("mail"), Limit.ofPermits(1)).join();
    return queue;
  }

  private static TaskRequest mailHere() {
    return TaskRequest.of("mail").requires("here").priority(9);
  }

  private static TaskRequest mailElsewhere() {
    return TaskRequest.of("mail").requires("gpu");
  }

  private static TaskRequest withKey(TaskRequest request) {
    return request.concurrencyKey("k", HoldPolicy.RELEASE_ON_RETRY);
  }

  private static TaskRequest withKeys(TaskRequest request, String... keys) {
    return request.concurrencyKeys(List.of(keys), HoldPolicy.RELEASE_ON_RETRY);
  }

  private static List<TaskId> claimed(ActionQueue queue) {
    return claim(queue, 1, 9).stream().map(each -> each.spec().id()).toList();
  }

  private static void succeed(ActionQueue queue, Claim claim) {
    queue.workers().report(claim.ref(), WorkerReport.of(Outcome.success())).join();
  }

  /// Lets a run of `mail` for here wait for the permit, which the worker has, and another one
  /// behind it, while the slot is taken.
  private TaskId behind(ActionQueue queue, TaskRequest first) {
    World.submit(queue, first);
    queue.tick();
    World.submit(queue, TaskRequest.of("call"));
    TaskId behind = World.submit(queue, mailElsewhere());
    queue.tick();
    assertThat(claimed(queue)).isEmpty();
    assertThat(held).hasSize(1);
    return behind;
  }

  /// Found by the simulation, seeds 74438 and 77600.
  @Test
  void whoWouldFindItsKeyTakenDoesNotKeepThePermitFromAWorkerElsewhere() {
    ActionQueue queue = open();
    World.submit(queue, mailElsewhere());
    queue.tick();
    Claim mail = claim(queue, 1, 1).getFirst();
    World.submit(queue, withKey(TaskRequest.of("far")));
    queue.tick();
    assertThat(claimed(queue)).hasSize(1);
    TaskId behind = behind(queue, withKey(mailHere()));
    succeed(queue, mail);
    queue.tick();
    assertThat(claimed(queue)).containsExactly(behind);
    assertThat(held).hasSize(1);
  }

  @Test
  void whoseKeyIsTakenMeanwhileDoesNotKeepThePermitEither() {
    ActionQueue queue = open();
    World.submit(queue, mailElsewhere());
    queue.tick();
    Claim mail = claim(queue, 1, 1).getFirst();
    TaskId behind = behind(queue, withKey(mailHere()));
    succeed(queue, mail);
    queue.tick();
    assertThat(claimed(queue)).isEmpty(); // the permit is for whoever comes first
    TaskId far = World.submit(queue, withKey(TaskRequest.of("far")));
    queue.tick();
    assertThat(claimed(queue)).containsExactly(far, behind);
  }

  @Test
  void whoIsPausedMeanwhileDoesNotKeepThePermitEither() {
    ActionQueue queue = open();
    World.submit(queue, mailElsewhere());
    queue.tick();
    Claim mail = claim(queue, 1, 1).getFirst();
    TaskId behind = behind(queue, withKey(mailHere()));
    succeed(queue, mail);
    queue.tick();
    assertThat(claimed(queue)).isEmpty();
    queue.limits().pause(new Scope.Key(null, "k")).join();
    assertThat(claimed(queue)).containsExactly(behind);
  }

  /// Found by the simulation, seed 701917.
  @Test
  void whoWasGivenAnotherPriorityDoesNotKeepTwoPermits() {
    ActionQueue queue = open();
    queue.limits().set(new Scope.Action("mail"), Limit.ofPermits(2)).join();
    World.submit(queue, mailElsewhere());
    World.submit(queue, mailElsewhere());
    queue.tick();
    List<Claim> mails = claim(queue, 1, 2);
    TaskId first = World.submit(queue, mailHere());
    queue.tick();
    for (int priority : new int[] {5, 9}) { // the last one is what it had in the beginning
      queue.limits().reprioritise(World.runOf(queue, first), priority).join();
      queue.tick(); // it waits anew
    }
    World.submit(queue, TaskRequest.of("call"));
    TaskId behind = World.submit(queue, mailElsewhere());
    queue.tick();
    assertThat(claimed(queue)).isEmpty();
    mails.forEach(mail -> succeed(queue, mail));
    assertThat(claimed(queue)).containsExactly(behind);
  }

  /// Lets a run for the worker wait for the permit, and one for here behind it; then the worker
  /// waits for something to do, and the permit comes.
  ///
  /// @return the one for here, and the claim that waits
  private Awaited awaited(ActionQueue queue) {
    World.submit(queue, mailElsewhere());
    queue.tick();
    Claim mail = claim(queue, 1, 1).getFirst();
    World.submit(queue, mailElsewhere().priority(9));
    TaskId here = World.submit(queue, TaskRequest.of("mail").requires("here"));
    queue.tick();
    assertThat(claimed(queue)).isEmpty();
    ClaimRequest patient = ClaimRequest.by(Crew.actor(1)).waitUpTo(Duration.ofSeconds(1));
    CompletableFuture<List<Claim>> claim = queue.workers().claim(patient);
    succeed(queue, mail);
    assertThat(World.stateOf(queue, here)).isEqualTo(RunState.READY);
    return new Awaited(here, claim);
  }

  private record Awaited(TaskId here, CompletableFuture<List<Claim>> claim) {}

  /// Found by the simulation, seed 15629.
  @Test
  void whoseWorkerHasWaitedLongEnoughDoesNotKeepThePermitFromASlotHere() {
    ActionQueue queue = open();
    Awaited awaited = awaited(queue);
    world.time.advanceSeconds(2);
    queue.tick();
    assertThat(awaited.claim).isCompletedWithValue(List.of());
    assertThat(World.stateOf(queue, awaited.here)).isEqualTo(RunState.RUNNING);
  }

  /// Found by the simulation, seed 94012.
  @Test
  void whoseWorkerHasGivenUpWaitingDoesNotKeepThePermitEither() {
    ActionQueue queue = open();
    Awaited awaited = awaited(queue);
    awaited.claim.cancel(true);
    queue.tick();
    assertThat(World.stateOf(queue, awaited.here)).isEqualTo(RunState.RUNNING);
  }

  @Test
  void whoseWorkerHasLeftDoesNotKeepThePermitEither() {
    ActionQueue queue = open();
    Awaited awaited = awaited(queue);
    queue.workers().deregister(Crew.actor(1)).join();
    queue.tick();
    assertThat(World.stateOf(queue, awaited.here)).isEqualTo(RunState.RUNNING);
  }

  @Test
  void whoseWorkerWaitsOnKeepsThePermit() {
    ActionQueue queue = open();
    Awaited awaited = awaited(queue);
    queue.tick();
    assertThat(awaited.claim.join()).hasSize(1);
    assertThat(World.stateOf(queue, awaited.here)).isEqualTo(RunState.READY);
  }

  /// Found by the simulation, seeds 9107 and 14986.
  @Test
  void runsOfOneKeyDoNotKeepMorePermitsThanTheyCanUseTogether() {
    ActionQueue queue = open();
    queue.limits().set(new Scope.Action("mail"), Limit.ofPermits(2)).join();
    World.submit(queue, mailElsewhere());
    World.submit(queue, mailElsewhere());
    queue.tick();
    List<Claim> mails = claim(queue, 1, 2);
    TaskId first = World.submit(queue, withKey(mailHere()));
    TaskId second = World.submit(queue, withKey(mailHere()));
    queue.tick();
    World.submit(queue, TaskRequest.of("call"));
    TaskId behind = World.submit(queue, mailElsewhere());
    queue.tick();
    assertThat(claimed(queue)).isEmpty();
    mails.forEach(mail -> succeed(queue, mail));
    assertThat(claimed(queue)).containsExactly(behind);
    held.remove().run();
    queue.tick();
    assertThat(World.stateOf(queue, first)).isEqualTo(RunState.RUNNING);
    held.remove().run();
    queue.tick();
    assertThat(World.stateOf(queue, second)).isEqualTo(RunState.RUNNING);
  }

  /// Found by the simulation, seed 41866.
  @Test
  void whoCannotUseItsKeyPassesItOnAlsoWhereSomebodyElseHasAPromise() {
    ActionQueue queue = open();
    World.submit(queue, withKeys(TaskRequest.of("far"), "k", "l"));
    queue.tick();
    Claim both = claim(queue, 1, 1).getFirst();
    TaskRequest lowest = TaskRequest.of("call").requires("here").priority(-9);
    World.submit(queue, withKeys(lowest, "k", "l")); // will wait for k
    World.submit(queue, withKeys(mailHere(), "l")); // first one for l
    queue.tick();
    TaskId behind = World.submit(queue, withKeys(TaskRequest.of("far"), "l", "k"));
    World.submit(queue, mailElsewhere()); // takes the permit that the first one for l needs
    queue.tick();
    assertThat(claimed(queue)).hasSize(1);
    World.submit(queue, TaskRequest.of("call"));
    queue.tick();
    assertThat(held).hasSize(1);
    succeed(queue, both);
    assertThat(claimed(queue)).containsExactly(behind);
  }

  /// A run whose promise has lapsed is not forgotten: it has kept its place.
  @Test
  void whoLostItsPermitStartsWhenItsTurnComes() {
    ActionQueue queue = open();
    World.submit(queue, mailElsewhere());
    queue.tick();
    Claim mail = claim(queue, 1, 1).getFirst();
    World.submit(queue, withKey(TaskRequest.of("far")));
    queue.tick();
    Claim far = claim(queue, 1, 1).getFirst();
    TaskId first = World.submit(queue, withKey(mailHere()));
    queue.tick();
    World.submit(queue, TaskRequest.of("call"));
    queue.tick();
    succeed(queue, mail);
    assertThat(claimed(queue)).isEmpty(); // nobody stands behind it
    succeed(queue, far);
    held.remove().run();
    queue.tick();
    assertThat(World.stateOf(queue, first)).isEqualTo(RunState.RUNNING);
  }
}
