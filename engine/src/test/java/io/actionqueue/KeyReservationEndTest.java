package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.run.RunState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What is kept for a run that needs several keys is kept no longer than it helps (03-W-47, RT-18).
class KeyReservationEndTest extends KeyStreams {
  /// What the handler of a task's run does before it answers.
  private final Map<TaskId, Consumer<RunContext>> acts = new HashMap<>();

  @Override
  Outcome answer(RunContext context) {
    Consumer<RunContext> act = acts.remove(context.taskId());
    if (act != null) {
      act.accept(context);
    }
    return super.answer(context);
  }

  @Test
  void canceledRunLeavesWhatWasKept() {
    open();
    Kept kept = reserved();
    queue.cancelTask(kept.both()).join();
    assertGivenUp(kept);
  }

  @Test
  void pausedRunLeavesWhatWasKeptAndGetsItAgain() {
    open();
    Kept kept = reserved();
    queue.limits().pause(new Scope.Action("several")).join();
    assertGivenUp(kept);
    queue.limits().resume(new Scope.Action("several")).join();
    queue.tick();
    assertThat(executes(kept.both())).isFalse();
    end(kept.waits());
    end(kept.holds());
    assertThat(executes(kept.both())).isTrue();
  }

  @Test
  void limitedRunLeavesWhatWasKept() {
    open();
    Kept kept = reserved();
    queue.limits().set(new Scope.Action("several"), Limit.ofPermits(1)).join();
    queue.tick();
    assertThat(reason(kept.waits())).isEqualTo(kept(kept.free(), kept.both()));
    TaskId other = submit(TaskRequest.of("several"));
    queue.tick();
    assertThat(executes(other)).isTrue();
    assertGivenUp(kept);
  }

  /// Another run of the task, which executes, uses up its budget.
  @Test
  void runWithoutBudgetLeavesWhatWasKept() {
    open();
    TaskId both = submit(request("several", "a", "b").keyPermits(2));
    queue.budgets().allocate(both, BudgetDimension.TOKEN, 10).join();
    Stream ofA = new Stream(request("one", "a").keyPermits(2));
    Stream ofB = new Stream(request("one", "b").keyPermits(2));
    assertThat(queue.addRun(both, null, null)).isCompleted();
    queue.tick();
    TaskId waits = overtake(ofA, ofB).next;
    assertThat(reason(waits)).contains("' is kept for run ");
    assertThat(handlers).doesNotContainKey(waits);
    acts.put(
        both,
        context -> {
          context.report(BudgetDimension.TOKEN, 10);
          queue.tick();
          assertThat(handlers).as("what has started").containsKey(waits);
        });
    end(both);
    assertThat(acts).isEmpty();
    queue.budgets().replenish(both, BudgetDimension.TOKEN, 10).join();
    queue.tick();
    while (!handlers.isEmpty()) {
      end(handlers.keySet().iterator().next());
    }
    assertThat(World.statesOf(queue, both)).containsOnly(RunState.COMPLETED).hasSize(2);
  }

  /// Whoever keeps a key while it is suspended, or waits to be tried again, may do so for long.
  @Test
  void nothingIsKeptWhileAHolderDoesNotExecute() {
    open();
    Kept kept = reserved();
    answers.put(kept.holds(), Outcome.suspend());
    end(kept.holds());
    assertThat(World.stateOf(queue, kept.holds())).isEqualTo(RunState.SUSPENDED);
    assertGivenUp(kept);
    for (int i = 0; i < MOST; i++) {
      TaskId next = single(kept.free());
      end(handlers.keySet().iterator().next());
      assertThat(executes(next)).isTrue();
    }
    answers.clear();
    queue.resumeRun(World.runOf(queue, kept.holds())).join();
    queue.tick();
    TaskId other = handlers.keySet().iterator().next();
    end(kept.holds());
    end(other.equals(kept.holds()) ? handlers.keySet().iterator().next() : other);
    assertThat(executes(kept.both())).isTrue();
  }

  /// A handler may wait for a run that needs a reserved key: that ends after a minute, and the next
  /// time after two.
  @Test
  void reservationsEndByTime() {
    open();
    Kept kept = reserved();
    world.time.advanceSeconds(59);
    queue.tick();
    assertThat(reason(kept.waits())).isEqualTo(kept(kept.free(), kept.both()));
    world.time.advanceSeconds(1);
    assertGivenUp(kept);
    TaskId waits = null;
    for (int i = 0; waits == null; i++) {
      assertThat(i).isLessThan(2 * MOST);
      single("a");
      single("b");
      end(handlers.keySet().iterator().next());
      waits = keptFrom(kept.both());
    }
    world.time.advanceSeconds(119);
    queue.tick();
    assertThat(executes(waits)).isFalse();
    world.time.advanceSeconds(1);
    queue.tick();
    assertThat(executes(waits)).isTrue();
  }

  /// Nothing is recorded: the next process counts again, and gets as far.
  @Test
  void nextProcessCountsAgain() {
    open();
    Kept kept = reserved();
    world.kill();
    open();
    queue.tick();
    assertThat(handlers.keySet()).contains(kept.holds()).doesNotContain(kept.both());
    int others = 0;
    while (!executes(kept.both())) {
      TaskId first = handlers.keySet().iterator().next();
      single("a");
      single("b");
      end(first);
      assertThat(++others).isLessThanOrEqualTo(MOST + 4);
    }
  }

  /// Keys of a tenant are others than those outside.
  @Test
  void nothingIsKeptFromOtherTenants() {
    open();
    TenantId tenant = Crew.tenant(1);
    queue.platform().createTenant(tenant, "t").join();
    Kept kept = reserved();
    TaskId inside = submit(request("one", kept.free()).tenant(tenant));
    queue.tick();
    assertThat(executes(inside)).isTrue();
    assertThat(executes(kept.waits())).isFalse();
  }

  /// Nothing is kept for a run that nobody looks for.
  @Test
  void nothingIsKeptForARunThatNobodyLooksFor() {
    open();
    Stream ofA = stream("a");
    Stream ofB = stream("b");
    TaskId both = submit(request("elsewhere", "a", "b"));
    Crew.register(queue, Crew.registration(1, "elsewhere"));
    for (int i = 0; i < MOST; i++) {
      assertThat(Crew.claim(queue, 1, 1)).isEmpty();
      assertThat(ofA.goesOn()).isTrue();
      assertThat(Crew.claim(queue, 1, 1)).isEmpty();
      assertThat(ofB.goesOn()).isTrue();
    }
    assertThat(World.stateOf(queue, both)).isEqualTo(RunState.READY);
  }

  /// A worker elsewhere that waits for work gets it within the bound; when it goes home, nothing is
  /// kept any more.
  @Test
  void keysAreKeptWhileAWorkerWaits() {
    open();
    Stream ofA = stream("a");
    Stream ofB = stream("b");
    submit(request("elsewhere", "a", "b"));
    TaskId second = submit(request("elsewhere", "b", "a"));
    Crew.register(queue, Crew.registration(1, "elsewhere"));
    CompletableFuture<List<Claim>> claims = waiting();
    Stream stopped = overtake(ofA, ofB);
    end((stopped == ofA ? ofB : ofA).executing);
    assertThat(claims).isDone();
    queue
        .workers()
        .report(claims.join().getFirst().ref(), WorkerReport.of(Outcome.success()))
        .join();
    queue.tick();
    ofA.executing = ofA.next;
    ofB.executing = ofB.next;
    ofA.next = single("a");
    ofB.next = single("b");
    CompletableFuture<List<Claim>> again = waiting();
    stopped = overtake(ofA, ofB);
    assertThat(reason(stopped.next)).isEqualTo(kept(stopped == ofA ? "a" : "b", second));
    world.time.advanceSeconds(20);
    queue.tick();
    queue.tick();
    assertThat(again).isCompletedWithValue(List.of());
    assertThat(executes(stopped.next)).isTrue();
  }

  private CompletableFuture<List<Claim>> waiting() {
    var claims =
        queue.workers().claim(ClaimRequest.by(Crew.actor(1)).waitUpTo(Duration.ofSeconds(20)));
    queue.tick();
    return claims;
  }
}
