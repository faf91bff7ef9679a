package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.HoldPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Concurrency keys through the engine (spec 03 §3, S-10).
class ConcurrencyKeyTest {
  @RegisterExtension final World world = World.at(1_000_000);

  private static TaskRequest keyed(String key, HoldPolicy policy) {
    return TaskRequest.forDefaultHandler().concurrencyKey(key, policy);
  }

  /// A-057, 03-RT-16: two runs of one key never overlap.
  @Test
  void sameKeySerialises() {
    var executing = new AtomicInteger();
    var most = new AtomicInteger();
    ActionQueue queue =
        world.openWith(options ->
            options
                .handlerExecutor(Thread::startVirtualThread)
                .defaultHandler(_ -> {
                  most.accumulateAndGet(executing.incrementAndGet(), Math::max);
                  Thread.yield();
                  executing.decrementAndGet();
                  return Outcome.success();
                }));
    for (int i = 0; i < 8; i++) {
      World.submit(queue, keyed("e2e-serialize-key", HoldPolicy.HOLD_DURING_RETRY));
    }
    assertThat(queue.runUntilIdle()).extracting(IdleSummary::totalDispatched).isEqualTo(8L);
    assertThat(most.get()).isEqualTo(1);
  }

  /// A-054, 03-RT-18: other keys and runs without a key start beside a blocked one.
  @Test
  void otherKeysOverlapAndNobodyWaitsBehindABlockedRun() {
    var held = new ArrayList<Runnable>();
    ActionQueue queue = openHolding(held);
    TaskId first = World.submit(queue, keyed("k1", HoldPolicy.HOLD_DURING_RETRY).priority(9));
    TaskId second = World.submit(queue, keyed("k1", HoldPolicy.HOLD_DURING_RETRY).priority(8));
    TaskId other = World.submit(queue, keyed("k2", HoldPolicy.HOLD_DURING_RETRY));
    TaskId free = World.submit(queue, TaskRequest.forDefaultHandler());
    assertThat(queue.tick().dispatched()).isEqualTo(3);
    assertThat(World.stateOf(queue, second)).isEqualTo(RunState.READY);
    assertThat(World.stateOf(queue, other)).isEqualTo(RunState.RUNNING);
    assertThat(World.stateOf(queue, free)).isEqualTo(RunState.RUNNING);
    BlockReason reason = World.onlyRun(queue, second).blockedBy().getFirst();
    assertThat(reason.code()).isEqualTo("concurrency_key");
    assertThat(reason.detail()).contains("k1", World.runOf(queue, first).toString());
    runAll(held);
    assertThat(queue.tick().dispatched()).isEqualTo(1);
    runAll(held);
    queue.tick();
    assertThat(World.stateOf(queue, second)).isEqualTo(RunState.COMPLETED);
  }

  private ActionQueue openHolding(List<Runnable> held) {
    return world.openWith(
        options -> options.handlerExecutor(held::add).defaultHandler(_ -> Outcome.success()));
  }

  private static void runAll(List<Runnable> held) {
    List.copyOf(held).forEach(Runnable::run);
    held.clear();
  }

  /// S-10: a key is scoped by tenant, so a run of another tenant is not in the way.
  @Test
  void tenantsDoNotShareKeys() {
    var held = new ArrayList<Runnable>();
    ActionQueue queue = openHolding(held);
    var request = keyed("k", HoldPolicy.HOLD_DURING_RETRY);
    World.submit(queue, request);
    SubmitResult unknown = queue.submit(request.tenant(new TenantId(1, 2))).join();
    assertThat(unknown)
        .isInstanceOfSatisfying(
            SubmitResult.Refused.class,
            refused -> assertThat(refused.refusal().code()).isEqualTo("unknown_tenant"));
    assertThat(queue.tick().dispatched()).isEqualTo(1);
    runAll(held);
  }

  /// under HoldDuringRetry a suspended run keeps its key, also over a restart (03-W-14).
  @Test
  void suspendedRunKeepsItsKeyUnderHold() {
    ActionQueue queue = world.open(_ -> Outcome.suspend());
    TaskId first =
        World.submit(
            queue, keyed("exclusive-resource", HoldPolicy.HOLD_DURING_RETRY).maxAttempts(3));
    queue.runUntilIdle();
    TaskId second = World.submit(queue, keyed("exclusive-resource", HoldPolicy.HOLD_DURING_RETRY));
    queue.tick();
    assertThat(World.stateOf(queue, first)).isEqualTo(RunState.SUSPENDED);
    assertThat(World.stateOf(queue, second)).isEqualTo(RunState.READY);

    world.close();
    queue = world.open(_ -> Outcome.success());
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, second)).isEqualTo(RunState.READY);
    queue.resumeRun(World.runOf(queue, first)).join();
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, first)).isEqualTo(RunState.COMPLETED);
    assertThat(World.stateOf(queue, second)).isEqualTo(RunState.COMPLETED);
  }

  /// under ReleaseOnRetry it does not.
  @Test
  void suspendedRunGivesItsKeyUnderRelease() {
    var answers = new ArrayList<>(List.of(Outcome.suspend(), Outcome.success()));
    ActionQueue queue = world.open(_ -> answers.removeFirst());
    TaskId first = World.submit(queue, keyed("shared-resource", HoldPolicy.RELEASE_ON_RETRY));
    queue.runUntilIdle();
    TaskId second = World.submit(queue, keyed("shared-resource", HoldPolicy.RELEASE_ON_RETRY));
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, first)).isEqualTo(RunState.SUSPENDED);
    assertThat(World.stateOf(queue, second)).isEqualTo(RunState.COMPLETED);
  }

  /// 03-RT-17: under HoldDuringRetry nobody else starts between the attempts of a run.
  @Test
  void retryKeepsTheKeyUnderHold() {
    var order = new ArrayList<String>();
    ActionQueue queue =
        world.open(context -> {
          order.add(context.payload().toUtf8());
          return context.attempt() < 3 && context.payload().toUtf8().equals("first")
              ? Outcome.retryAfter("later", 5)
              : Outcome.success();
        });
    World.submit(
        queue,
        keyed("k", HoldPolicy.HOLD_DURING_RETRY).maxAttempts(3).priority(1).payload("first"));
    World.submit(queue, keyed("k", HoldPolicy.HOLD_DURING_RETRY).payload("second"));
    for (int i = 0; i < 3; i++) {
      queue.runUntilIdle();
      world.time.advanceSeconds(5);
    }
    queue.runUntilIdle();
    assertThat(order).containsExactly("first", "first", "first", "second");
  }

  /// a failed run frees its key.
  @Test
  void failureFreesTheKey() {
    var answers = new ArrayList<>(List.of(Outcome.fail("no"), Outcome.success()));
    ActionQueue queue = world.open(_ -> answers.removeFirst());
    var request = keyed("ck-f-shared", HoldPolicy.HOLD_DURING_RETRY);
    World.submit(queue, request);
    World.submit(queue, request);
    queue.runUntilIdle();
    var states = queue.stats().join().runsByState();
    assertThat(states.get(RunState.FAILED)).isEqualTo(1);
    assertThat(states.get(RunState.COMPLETED)).isEqualTo(1);
  }

  /// S-10: the key of a canceled run stays taken until its handler has really returned.
  @Test
  void canceledRunKeepsItsKeyUntilItsHandlerReturns() {
    var held = new ArrayList<Runnable>();
    ActionQueue queue = openHolding(held);
    TaskId first = World.submit(queue, keyed("k", HoldPolicy.HOLD_DURING_RETRY).priority(1));
    TaskId second = World.submit(queue, keyed("k", HoldPolicy.HOLD_DURING_RETRY));
    queue.tick();
    queue.cancelTask(first).join();
    assertThat(World.stateOf(queue, first)).isEqualTo(RunState.CANCELED);
    assertThat(queue.tick().dispatched()).isZero();
    runAll(held);
    assertThat(queue.tick().dispatched()).isEqualTo(1);
    assertThat(queue.metrics().lateResults()).isEqualTo(1);
    runAll(held);
    queue.tick();
    assertThat(World.stateOf(queue, second)).isEqualTo(RunState.COMPLETED);
  }

  /// A waiter that was let go for the key and is then canceled does not take the key with it.
  @Test
  void canceledWaiterPassesTheKeyOn() {
    var held = new ArrayList<Runnable>();
    ActionQueue queue = openHolding(held);
    TaskId first = World.submit(queue, keyed("k", HoldPolicy.HOLD_DURING_RETRY).priority(3));
    TaskId second = World.submit(queue, keyed("k", HoldPolicy.HOLD_DURING_RETRY).priority(2));
    TaskId third = World.submit(queue, keyed("k", HoldPolicy.HOLD_DURING_RETRY).priority(1));
    queue.tick();
    queue.pause().join();
    runAll(held);
    queue.tick(); // the key is free, the second is next, but the engine is paused
    queue.cancelTask(second).join();
    queue.resume().join();
    assertThat(queue.tick().dispatched()).isEqualTo(1);
    runAll(held);
    queue.tick();
    assertThat(World.stateOf(queue, first)).isEqualTo(RunState.COMPLETED);
    assertThat(World.stateOf(queue, third)).isEqualTo(RunState.COMPLETED);
  }
}
