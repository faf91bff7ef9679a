package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.HoldPolicy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Concurrency keys with several permits (03-W-47).
class KeySemaphoreTest {
  private static final Scope KEY = new Scope.Key(null, "k");

  @RegisterExtension final World world = World.at(1000);
  private final List<Runnable> held = new ArrayList<>();

  private ActionQueue open() {
    return world.openWith(options ->
        options
            .dispatchConcurrency(10)
            .handlerExecutor(held::add)
            .handler(
                "here",
                context ->
                    context.attempt() < 2 && context.tags().contains("again")
                        ? Outcome.retryAfter("again", 60)
                        : Outcome.success()));
  }

  private TaskId submit(ActionQueue queue, String action, HoldPolicy hold, String... tags) {
    world.time.advanceSeconds(1);
    return World.submit(
        queue, TaskRequest.of(action).concurrencyKey("k", hold).maxAttempts(3).tags(List.of(tags)));
  }

  private static List<RunState> states(ActionQueue queue, List<TaskId> tasks) {
    return tasks.stream().map(task -> World.stateOf(queue, task)).toList();
  }

  /// Who waits goes in the order of becoming due, one for each permit that is given back.
  @Test
  void waitersGoInOrderAsPermitsAreGivenBack() {
    ActionQueue queue = open();
    queue.limits().set(KEY, Limit.ofPermits(2)).join();
    var tasks = new ArrayList<TaskId>();
    for (int i = 0; i < 5; i++) {
      tasks.add(submit(queue, "here", HoldPolicy.HOLD_DURING_RETRY));
    }
    assertThat(queue.tick().dispatched()).isEqualTo(2);
    for (int next = 2; next < 5; next++) {
      held.removeFirst().run();
      assertThat(queue.tick().dispatched()).isEqualTo(1);
      assertThat(World.stateOf(queue, tasks.get(next))).isEqualTo(RunState.RUNNING);
    }
  }

  /// Fewer permits than holders: nobody is stopped, and nobody starts before there is room.
  @Test
  void fewerPermitsTakeEffectAsHoldersEnd() {
    ActionQueue queue = open();
    queue.limits().set(KEY, Limit.ofPermits(3)).join();
    for (int i = 0; i < 5; i++) {
      submit(queue, "here", HoldPolicy.HOLD_DURING_RETRY);
    }
    assertThat(queue.tick().dispatched()).isEqualTo(3);
    queue.limits().set(KEY, Limit.ofPermits(1)).join();
    held.removeFirst().run();
    assertThat(queue.tick().dispatched()).isZero();
    held.removeFirst().run();
    assertThat(queue.tick().dispatched()).isZero();
    held.removeFirst().run();
    assertThat(queue.tick().dispatched()).isEqualTo(1);
  }

  /// A permit is held while its run waits for the next attempt, or not, as the task says; also
  /// across a kill.
  @Test
  void permitsAreHeldDuringRetriesAndAfterAKill() {
    ActionQueue queue = open();
    queue.limits().set(KEY, Limit.ofPermits(2)).join();
    TaskId keeps = submit(queue, "here", HoldPolicy.HOLD_DURING_RETRY, "again");
    TaskId gives = submit(queue, "here", HoldPolicy.RELEASE_ON_RETRY, "again");
    assertThat(queue.tick().dispatched()).isEqualTo(2);
    held.removeFirst().run();
    held.removeFirst().run();
    queue.tick();
    assertThat(states(queue, List.of(keeps, gives))).containsOnly(RunState.RETRY_WAIT);
    world.kill();
    held.clear();
    queue = open();
    TaskId third = submit(queue, "here", HoldPolicy.HOLD_DURING_RETRY);
    TaskId fourth = submit(queue, "here", HoldPolicy.HOLD_DURING_RETRY);
    assertThat(queue.tick().dispatched()).isEqualTo(1);
    assertThat(states(queue, List.of(third, fourth)))
        .containsExactly(RunState.RUNNING, RunState.READY);
    assertThat(World.onlyRun(queue, fourth).blockedBy().getFirst().code())
        .isEqualTo("concurrency_key");
  }

  /// RT-18: a run whose worker is away does not keep a free key from others.
  @Test
  void whoeverIsAwayHoldsNobodyUp() {
    ActionQueue queue = open();
    Crew.register(queue, Crew.registration(1, "there"));
    TaskId holder = submit(queue, "here", HoldPolicy.HOLD_DURING_RETRY);
    submit(queue, "there", HoldPolicy.HOLD_DURING_RETRY);
    TaskId other = submit(queue, "here", HoldPolicy.HOLD_DURING_RETRY);
    assertThat(queue.tick().dispatched()).isEqualTo(1);
    assertThat(Crew.claim(queue, 1, 1)).isEmpty(); // it waits for the key from now on
    held.removeFirst().run();
    assertThat(queue.tick().dispatched()).isEqualTo(1);
    assertThat(states(queue, List.of(holder, other)))
        .containsExactly(RunState.COMPLETED, RunState.RUNNING);
  }

  /// Workers of other processes take permits of the same key.
  @Test
  void remoteWorkersTakePermitsToo() {
    ActionQueue queue = open();
    queue.limits().set(KEY, Limit.ofPermits(2)).join();
    queue.limits().pause(new Scope.Action("here")).join();
    Crew.register(queue, Crew.registration(1, "there"));
    submit(queue, "there", HoldPolicy.HOLD_DURING_RETRY);
    submit(queue, "there", HoldPolicy.HOLD_DURING_RETRY);
    submit(queue, "here", HoldPolicy.HOLD_DURING_RETRY);
    TaskId last = submit(queue, "here", HoldPolicy.HOLD_DURING_RETRY);
    queue.tick();
    List<Claim> claims = Crew.claim(queue, 1, 1);
    assertThat(claims).hasSize(1);
    queue.limits().resume(new Scope.Action("here")).join();
    assertThat(queue.tick().dispatched()).isEqualTo(1);
    assertThat(Crew.claim(queue, 1, 1)).isEmpty();
    assertThat(World.stateOf(queue, last)).isEqualTo(RunState.READY);
    queue.workers().report(claims.getFirst().ref(), WorkerReport.of(Outcome.success())).join();
    assertThat(queue.tick().dispatched() + Crew.claim(queue, 1, 1).size()).isEqualTo(1);
  }
}
