package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Never more starts than policies imply, and all of them (spec 03 §1.7, §6).
class DispatchBoundsTest {
  @RegisterExtension final World world = World.at(1000);

  private static List<TaskId> submit(ActionQueue queue, int count, TaskRequest request) {
    var ids = new ArrayList<TaskId>();
    for (int i = 0; i < count; i++) {
      ids.add(World.submit(queue, request));
    }
    return ids;
  }

  /// dispatched and completed equal the number of Once tasks.
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 10, 15})
  void onceTasksStartOnce(int count) {
    ActionQueue queue = world.open(_ -> Outcome.success());
    submit(queue, count, TaskRequest.forDefaultHandler());
    IdleSummary summary = queue.runUntilIdle();
    assertThat(summary.totalDispatched()).isEqualTo(count);
    assertThat(summary.totalCompleted()).isEqualTo(count);
  }

  /// A-016, strengthened: with zero back-off every attempt that the cap allows is made.
  @ParameterizedTest
  @CsvSource({"1,3", "3,2", "5,5", "2,1"})
  void failingTasksUseTheirCap(int count, long maxAttempts) {
    ActionQueue queue = world.open(_ -> Outcome.retry("no"));
    var ids = submit(queue, count, TaskRequest.forDefaultHandler().maxAttempts(maxAttempts));
    assertThat(queue.runUntilIdle().totalDispatched()).isEqualTo(count * maxAttempts);
    for (TaskId id : ids) {
      RunView run = World.onlyRun(queue, id);
      assertThat(run.run().instance().state()).isEqualTo(RunState.FAILED);
      assertThat(run.run().instance().attemptCount()).isEqualTo(maxAttempts);
    }
  }

  /// two phases, submission at 1000 and execution by a later process.
  @ParameterizedTest
  @CsvSource({"1,5,1", "3,3,1", "2,4,1", "1,3,2", "2,2,3"})
  void repeatedRunsStartOnceForEverySlotAndAttempt(int count, long repeats, long maxAttempts) {
    submit(
        world.open(_ -> Outcome.success()),
        count,
        TaskRequest.forDefaultHandler().repeat(repeats, 1).maxAttempts(maxAttempts));
    world.close();
    world.time.setWallSeconds(1_000_000);
    Outcome answer = maxAttempts == 1 ? Outcome.success() : Outcome.retry("no");
    IdleSummary summary = world.open(_ -> answer).runUntilIdle();
    assertThat(summary.totalDispatched()).isEqualTo(count * repeats * maxAttempts);
    assertThat(summary.totalCompleted()).isEqualTo(count * repeats);
  }

  /// dispatched equals tasks × runs × attempts for random numbers.
  @Test
  void boundIsReachedForRandomNumbers() {
    Seeds.check(
        12,
        random -> {
          var small = World.at(1_000_000);
          int tasks = random.between(1, 8);
          int repeats = random.between(1, 5);
          int cap = random.between(1, 4);
          ActionQueue queue = small.open(_ -> Outcome.retry("no"));
          var request = TaskRequest.forDefaultHandler().repeat(repeats, 1).maxAttempts(cap);
          submit(queue, tasks, request);
          small.time.advanceSeconds(100);
          assertThat(queue.runUntilIdle().totalDispatched())
              .isEqualTo((long) tasks * repeats * cap);
          small.close();
        });
  }

  /// everything is terminal after idle.
  @Test
  void mixedPoliciesAllEnd() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    submit(queue, 5, TaskRequest.forDefaultHandler());
    submit(queue, 3, TaskRequest.forDefaultHandler().repeat(3, 1));
    world.time.advanceSeconds(10);
    queue.runUntilIdle();
    assertThat(queue.stats().join().runsByState().get(RunState.COMPLETED)).isEqualTo(14);
  }

  /// 03-RT-14: many tasks on few slots with handlers on virtual threads; never more
  /// handlers at once than there are slots.
  @ParameterizedTest
  @CsvSource({"100,4", "200,4", "100,1", "150,8"})
  void manyTasksOnFewSlots(int count, int slots) {
    var executing = new AtomicInteger();
    var most = new AtomicInteger();
    Executor threads = Thread::startVirtualThread;
    ActionQueue queue =
        world.openWith(options ->
            options
                .dispatchConcurrency(slots)
                .handlerExecutor(threads)
                .defaultHandler(context -> {
                  most.accumulateAndGet(executing.incrementAndGet(), Math::max);
                  Thread.yield();
                  executing.decrementAndGet();
                  boolean even = context.payload().length() % 2 == 0;
                  return even ? Outcome.success() : Outcome.fail("odd");
                }));
    for (int i = 0; i < count; i++) {
      World.submit(queue, TaskRequest.forDefaultHandler().payload(new byte[i % 2]));
    }
    assertThat(queue.stats().join().totalRuns()).isEqualTo(count);
    IdleSummary summary = queue.runUntilIdle();
    assertThat(summary.totalDispatched()).isEqualTo(count);
    assertThat(summary.totalCompleted()).isEqualTo(count);
    assertThat(most.get()).isBetween(1, slots);
    var states = queue.stats().join().runsByState();
    assertThat(states.get(RunState.COMPLETED)).isEqualTo(count / 2);
    assertThat(states.get(RunState.FAILED)).isEqualTo(count / 2);
    assertThat(states.get(RunState.RUNNING)).isZero();
    assertThat(states.get(RunState.LEASED)).isZero();
  }

  /// 03-RT-13, 03-W-4: with one slot, the more urgent task starts first, though submitted later.
  @Test
  void moreUrgentTaskStartsFirst() {
    var order = new ArrayList<Integer>();
    ActionQueue queue =
        world.openWith(options ->
            options
                .dispatchConcurrency(1)
                .defaultHandler(context -> {
                  order.add(context.spec().metadata().priority());
                  return Outcome.success();
                }));
    for (int priority : List.of(-5, 0, 100, 7)) {
      World.submit(queue, TaskRequest.forDefaultHandler().priority(priority));
      world.time.advanceSeconds(1);
    }
    queue.runUntilIdle();
    assertThat(order).containsExactly(100, 7, 0, -5);
  }

  /// An action's own limit holds beside the engine's.
  @Test
  void actionLimitLeavesSlotsToOthers() {
    var held = new ArrayList<Runnable>();
    ActionQueue queue =
        world.openWith(options ->
            options
                .handlerExecutor(held::add)
                .handler("narrow", _ -> Outcome.success(), 1)
                .handler("wide", _ -> Outcome.success()));
    var first = World.submit(queue, TaskRequest.of("narrow"));
    var second = World.submit(queue, TaskRequest.of("narrow"));
    var other = World.submit(queue, TaskRequest.of("wide"));
    assertThat(queue.tick().dispatched()).isEqualTo(2);
    var narrow = List.of(World.stateOf(queue, first), World.stateOf(queue, second));
    assertThat(narrow).containsExactlyInAnyOrder(RunState.RUNNING, RunState.READY);
    assertThat(World.stateOf(queue, other)).isEqualTo(RunState.RUNNING);
    var waiting = narrow.getFirst() == RunState.READY ? first : second;
    assertThat(World.onlyRun(queue, waiting).blockedBy())
        .extracting(BlockReason::code)
        .containsExactly("limit");

    List.copyOf(held).forEach(Runnable::run);
    held.clear();
    assertThat(queue.tick().dispatched()).isEqualTo(1);
    held.forEach(Runnable::run);
    queue.tick();
    assertThat(World.stateOf(queue, waiting)).isEqualTo(RunState.COMPLETED);
  }
}
