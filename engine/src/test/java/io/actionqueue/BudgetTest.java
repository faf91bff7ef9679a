package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.task.RunPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Budgets and suspension through the engine (spec 03 §9.1 to §9.5).
class BudgetTest {
  private static final BudgetDimension TOKEN = BudgetDimension.TOKEN;

  @RegisterExtension final World world = World.at(1000);

  private int calls;

  private static TaskRequest request() {
    return TaskRequest.forDefaultHandler();
  }

  /// Fails while it has used less than `total`, 500 tokens at a time.
  private Outcome spend(int failures) {
    calls++;
    Outcome outcome = calls <= failures ? Outcome.retry("again") : Outcome.success();
    return outcome.consuming(TOKEN, 500);
  }

  private static BudgetView tokens(ActionQueue queue, TaskId task) {
    return queue.budgets().show(task, TOKEN).join().orElseThrow();
  }

  /// 03-RT-40: what is used up stops the task, which neither completes
  /// nor fails, and the run tells why.
  @Test
  void exhaustedBudgetHoldsTheRun() {
    ActionQueue queue = world.open(_ -> spend(Integer.MAX_VALUE));
    TaskId task = World.submit(queue, request().maxAttempts(5));
    queue.budgets().allocate(task, TOKEN, 1000).join();
    queue.runUntilIdle();
    assertThat(calls).isEqualTo(2);
    assertThat(tokens(queue, task).exhausted()).isTrue();
    assertThat(tokens(queue, task).consumed()).isEqualTo(1000);
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.READY);
    assertThat(World.onlyRun(queue, task).blockedBy())
        .extracting(BlockReason::code)
        .containsExactly("budget");
  }

  /// A-106, 03-W-43: one attempt uses all; the blocked run goes on by itself after a replenishment.
  @Test
  void oneAttemptMayUseAllOfIt() {
    ActionQueue queue = world.open(_ -> spend(1));
    TaskId task = World.submit(queue, request().maxAttempts(5));
    queue.budgets().allocate(task, TOKEN, 500).join();
    queue.runUntilIdle();
    assertThat(calls).isEqualTo(1);
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.READY);
    queue.budgets().replenish(task, TOKEN, 500).join();
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
  }

  /// replenishing starts consumption at 0 and lets the run go on.
  @Test
  void replenishedRunGoesOn() {
    ActionQueue queue = world.open(_ -> spend(2));
    TaskId task = World.submit(queue, request().maxAttempts(10));
    queue.budgets().allocate(task, TOKEN, 1000).join();
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.READY);
    BudgetView fresh = queue.budgets().replenish(task, TOKEN, 2000).join();
    assertThat(fresh.exhausted()).isFalse();
    assertThat(fresh.consumed()).isZero();
    assertThat(fresh.remaining()).isEqualTo(2000);
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
    assertThat(calls).isEqualTo(3);
  }

  /// A-110, 03-RT-39: a terminal failure records what it used, and reopening finds the same.
  @Test
  void failedAttemptStillCounts() {
    ActionQueue queue = world.open(_ -> Outcome.fail("no").consuming(TOKEN, 300));
    TaskId task = World.submit(queue, request());
    queue.budgets().allocate(task, TOKEN, 1000).join();
    queue.runUntilIdle();
    BudgetView before = tokens(queue, task);
    assertThat(before.consumed()).isEqualTo(300);
    assertThat(before.exhausted()).isFalse();
    world.kill();
    queue = world.open(_ -> Outcome.success());
    assertThat(tokens(queue, task)).isEqualTo(before);
  }

  /// a replenished budget comes back as it was, from the log and from a snapshot.
  @Test
  void replenishedBudgetSurvives() {
    ActionQueue queue =
        world.openWith(options ->
            options
                .snapshotEventThreshold(OptionalLong.of(1))
                .defaultHandler(_ -> Outcome.success().consuming(TOKEN, 400)));
    TaskId task = World.submit(queue, request());
    queue.budgets().allocate(task, TOKEN, 1000).join();
    queue.runUntilIdle();
    queue.budgets().replenish(task, TOKEN, 2000).join();
    queue.tick();
    BudgetView before = tokens(queue, task);
    world.kill();
    assertThat(world.loadReport().snapshotLoaded()).isTrue();
    queue = world.open(_ -> Outcome.success());
    assertThat(tokens(queue, task)).isEqualTo(before);
    assertThat(before.limit()).isEqualTo(2000);
    assertThat(before.consumed()).isZero();
  }

  /// 03-RT-41: when one run uses the budget up, the others of the task observe
  /// the request with its reason and may suspend; no other task hears of it.
  @Test
  void exhaustionAsksTheOthersToStop() {
    var held = new ArrayList<Runnable>();
    var contexts = new ArrayList<RunContext>();
    ActionQueue queue =
        world.openWith(options ->
            options
                .handlerExecutor(held::add)
                .defaultHandler(context -> {
                  contexts.add(context);
                  if (context.cancellation().isRequested()) {
                    return Outcome.suspend();
                  }
                  return Outcome.success().consuming(TOKEN, 10);
                }));
    TaskId task = World.submit(queue, request().repeat(3, 1));
    TaskId other = World.submit(queue, request());
    queue.budgets().allocate(task, TOKEN, 10).join();
    world.time.advanceSeconds(10);
    queue.tick();
    assertThat(held).hasSize(4);
    List<Runnable> started = List.copyOf(held);
    held.clear();
    Runnable first =
        started.stream()
            .filter(flight -> ((Flight) flight).context.taskId().equals(task))
            .findFirst()
            .orElseThrow();
    first.run();
    queue.tick();
    started.stream().filter(flight -> flight != first).forEach(Runnable::run);
    queue.runUntilIdle();
    var reasons =
        contexts.stream()
            .filter(context -> context.cancellation().reason().isPresent())
            .map(context -> context.cancellation().reason().orElseThrow())
            .toList();
    assertThat(reasons).hasSize(2).containsOnly(CancelReason.BUDGET);
    assertThat(World.statesOf(queue, task))
        .containsExactlyInAnyOrder(RunState.COMPLETED, RunState.SUSPENDED, RunState.SUSPENDED);
    assertThat(World.stateOf(queue, other)).isEqualTo(RunState.COMPLETED);
  }

  /// What is reported after the attempt has ended changes nothing and is counted.
  @Test
  void lateReportsChangeNothing() {
    var held = new ArrayList<Runnable>();
    var contexts = new ArrayList<RunContext>();
    ActionQueue queue =
        world.openWith(options ->
            options
                .handlerExecutor(held::add)
                .defaultHandler(context -> {
                  contexts.add(context);
                  return Outcome.success();
                }));
    TaskId task = World.submit(queue, request().timeoutSecs(600));
    queue.budgets().allocate(task, TOKEN, 100).join();
    queue.tick();
    held.removeFirst().run();
    RunContext context = contexts.getFirst();
    context.report(TOKEN, 60);
    queue.tick();
    assertThat(tokens(queue, task).consumed()).isZero();
    assertThat(queue.metrics().lateResults.sum()).isEqualTo(1);
    assertThatThrownBy(() -> context.report(TOKEN, -1))
        .isInstanceOfSatisfying(
            InvalidValue.class, e -> assertThat(e.kind()).isEqualTo("NegativeAmount"));
  }

  /// 03-W-37, A-690: consumption reported during an attempt counts at once, stops the reporter
  /// itself, is durable with the next write, and is not counted again at the end.
  @Test
  void reportExhaustsAndSignalsTheReporterItself() {
    var token = new CompletableFuture<Cancellation>();
    var proceed = new CompletableFuture<Boolean>();
    ActionQueue queue =
        world.openWith(options ->
            options
                .handlerExecutor(Thread::startVirtualThread)
                .defaultHandler(context -> {
                  context.report(TOKEN, 60);
                  context.report(BudgetDimension.COST_CENTS, 5); // not allocated
                  context.report(TOKEN, 0);
                  context.report(TOKEN, 40);
                  token.complete(context.cancellation());
                  proceed.join();
                  return context.cancellation().isRequested()
                      ? Outcome.suspend().consuming(TOKEN, 1)
                      : Outcome.success();
                }));
    TaskId task = World.submit(queue, request());
    queue.budgets().allocate(task, TOKEN, 100).join();
    queue.tick();
    Cancellation cancellation = token.join();
    queue.tick();
    assertThat(cancellation.reason()).contains(CancelReason.BUDGET);
    assertThat(world.recorded().budget(task, TOKEN))
        .extracting(StateImage.Budget::consumed)
        .isEqualTo(100L);
    assertThat(world.recorded().budget(task, BudgetDimension.COST_CENTS)).isNull();
    proceed.complete(true);
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.SUSPENDED);
    assertThat(tokens(queue, task).consumed()).isEqualTo(101);
    assertThat(tokens(queue, task).remaining()).isZero();
  }

  /// A timeout discards the output, not what was used.
  @Test
  void timedOutAttemptStillCounts() {
    ActionQueue queue =
        world.open(_ -> {
          world.time.advanceSeconds(11);
          return Outcome.success("late").consuming(TOKEN, 7);
        });
    TaskId task = World.submit(queue, request().timeoutSecs(10));
    queue.budgets().allocate(task, TOKEN, 100).join();
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.FAILED);
    assertThat(tokens(queue, task).consumed()).isEqualTo(7);
  }

  /// A-115, 03-RT-40: the whole flow of a coordinator that runs out; the child's budget is its own.
  @Test
  void coordinatorSuspendsAndIsResumedAfterAReplenishment() {
    ActionQueue queue =
        world.open(context -> {
          if (context.payload().toUtf8().equals("child")) {
            return Outcome.success();
          }
          calls++;
          if (calls > 1) {
            return Outcome.success();
          }
          var _ = context.submit(request().payload("child").parent(context.taskId()));
          return Outcome.suspend().consuming(TOKEN, 500);
        });
    TaskId task = World.submit(queue, request().payload("coordinator").maxAttempts(3));
    queue.budgets().allocate(task, TOKEN, 500).join();
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.SUSPENDED);
    assertThat(tokens(queue, task).exhausted()).isTrue();
    queue.resumeRun(World.runOf(queue, task)).join();
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.READY);
    queue.budgets().replenish(task, TOKEN, 1000).join();
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
    assertThat(calls).isEqualTo(2);
    var stats = queue.stats().join();
    assertThat(stats.totalTasks()).isEqualTo(2);
    assertThat(stats.runsByState()).containsEntry(RunState.COMPLETED, 2L);
  }

  /// S-45: a second allocation has to say that it replaces.
  @Test
  void allocationsFollowTheRules() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    TaskId task = World.submit(queue, request());
    Budgets budgets = queue.budgets();
    BudgetView first = budgets.allocate(task, TOKEN, 1000).join();
    assertThat(first).isEqualTo(new BudgetView(task, TOKEN, 1000, 0, 1000, false));
    assertRefused(budgets.allocate(task, TOKEN, 5), "budget_already_allocated");
    assertRefused(budgets.replenish(task, BudgetDimension.TIME_SECS, 5), "budget_not_allocated");
    assertRefused(budgets.allocate(World.task(9), TOKEN, 5), "unknown_task");
    assertRefused(budgets.replenish(World.task(9), TOKEN, 5), "unknown_task");
    assertRefused(budgets.of(World.task(9)), "unknown_task");
    assertThat(budgets.replace(task, TOKEN, 7).join().limit()).isEqualTo(7);
    budgets.allocate(task, BudgetDimension.TIME_SECS, 60).join();
    assertThat(budgets.of(task).join())
        .extracting(BudgetView::dimension)
        .containsExactly(TOKEN, BudgetDimension.TIME_SECS);
    assertThat(budgets.show(task, BudgetDimension.COST_CENTS).join()).isEmpty();
    assertThatThrownBy(() -> budgets.allocate(task, TOKEN, 0))
        .isInstanceOfSatisfying(
            InvalidValue.class, e -> assertThat(e.kind()).isEqualTo("ZeroLimit"));
  }

  private static void assertRefused(CompletableFuture<?> future, String code) {
    assertThat(future)
        .isCompletedExceptionally()
        .failsWithin(java.time.Duration.ZERO)
        .withThrowableOfType(java.util.concurrent.ExecutionException.class)
        .havingCause()
        .isInstanceOfSatisfying(
            ActionQueueException.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(code));
  }

  /// what is left and the share that is used, also where the
  /// product would overflow.
  @Test
  void viewTellsWhatIsLeft() {
    assertThat(view(1000, 500).remaining()).isEqualTo(500);
    assertThat(view(500, 500).remaining()).isZero();
    assertThat(view(100, 150).remaining()).isZero();
    assertThat(view(200, 100).percent()).isEqualTo(50);
    assertThat(view(0, 0).percent()).isEqualTo(100);
    assertThat(view(100, 0).percent()).isZero();
    assertThat(view(500, 400).percent()).isEqualTo(80);
    assertThat(view(100, 100).percent()).isEqualTo(100);
    assertThat(view(100, 150).percent()).isEqualTo(100);
    long huge = Long.MAX_VALUE;
    assertThat(view(huge, huge - 1).percent()).isEqualTo(99);
    assertThat(view(huge, huge / 2).percent()).isEqualTo(49);
    assertThat(view(huge, huge / 2 + 1).percent()).isEqualTo(50);
    assertThat(view(-1L, huge).percent()).isEqualTo(49);
    assertThat(view(-1L, Long.MIN_VALUE).percent()).isEqualTo(50);
  }

  private static BudgetView view(long limit, long consumed) {
    return new BudgetView(World.task(1), TOKEN, limit, consumed, 0, false);
  }

  /// 03-W-12: a cron task whose window ran out does not lose its budget: the budget holds it after
  /// exactly as many executions as it allows, in later processes too.
  @Test
  void cronTaskKeepsItsBudget() {
    Handler handler =
        _ -> {
          calls++;
          return Outcome.success().consuming(TOKEN, 1);
        };
    ActionQueue queue = world.openWith(one -> one.dispatchConcurrency(1).defaultHandler(handler));
    TaskId task =
        World.submit(queue, request().runPolicy(new RunPolicy.Cron("* * * * * * *", null)));
    queue.budgets().allocate(task, TOKEN, 10).join();
    world.time.advanceSeconds(60);
    queue.runUntilIdle();
    assertThat(calls).isEqualTo(10);
    world.kill();
    queue = world.openWith(one -> one.dispatchConcurrency(1).defaultHandler(handler));
    world.time.advanceSeconds(60);
    queue.runUntilIdle();
    assertThat(calls).isEqualTo(10);
    assertThat(tokens(queue, task).exhausted()).isTrue();
  }
}
