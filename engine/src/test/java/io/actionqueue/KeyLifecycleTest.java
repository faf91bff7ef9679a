package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.AttemptEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.HoldPolicy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// When a concurrency key is acquired, refused and released along a run's life (the catalogue's
/// GATE). Leasing and starting are one batch here, so that whoever finds the key occupied waits in
/// Ready where the original left it Leased.
class KeyLifecycleTest {
  @RegisterExtension final World world = World.at(1000);

  private final Map<TaskId, Supplier<Outcome>> answers = new HashMap<>();
  private final Map<TaskId, Runnable> handlers = new HashMap<>();
  private final Map<RunId, TaskId> tasks = new HashMap<>();
  private final Deque<TaskId> started = new ArrayDeque<>();
  private final Deque<Runnable> handedOver = new ArrayDeque<>();
  private ActionQueue queue;
  private int submitted;

  private void open() {
    queue =
        world.openWith(options ->
            options
                .dispatchConcurrency(8)
                .handlerExecutor(handedOver::add)
                .defaultHandler(context -> answers.get(context.taskId()).get()));
    queue.onEvent(notice -> {
      if (notice.event() instanceof AttemptEvent.AttemptStarted start) {
        started.add(tasks.get(start.runId()));
      }
    });
  }

  /// Earlier ones go first.
  private TaskId submit(@Nullable String key, HoldPolicy policy) {
    TaskId id = World.task(++submitted);
    var request = TaskRequest.forDefaultHandler().id(id).maxAttempts(3).priority(-submitted);
    if (key != null) {
      request.concurrencyKey(key, policy);
    }
    answers.put(id, Outcome::success);
    World.submit(queue, request);
    tasks.put(World.runOf(queue, id), id);
    return id;
  }

  private TaskId submit(@Nullable String key) {
    return submit(key, HoldPolicy.HOLD_DURING_RETRY);
  }

  /// Starts what may start; its handlers do not return yet.
  private void tick() {
    queue.tick();
    while (!started.isEmpty()) {
      handlers.put(started.remove(), handedOver.remove());
    }
  }

  /// The handler of a task's run returns with an answer.
  private void end(TaskId id, Supplier<Outcome> answer) {
    answers.put(id, answer);
    handlers.get(id).run();
    tick();
  }

  private void isExecuting(TaskId id) {
    assertThat(World.stateOf(queue, id)).isEqualTo(RunState.RUNNING);
  }

  private void isRefusedBy(TaskId id, TaskId holder) {
    assertThat(World.stateOf(queue, id)).isEqualTo(RunState.READY);
    BlockReason reason = World.onlyRun(queue, id).blockedBy().getFirst();
    assertThat(reason.code()).isEqualTo("concurrency_key");
    assertThat(reason.detail()).contains(World.runOf(queue, holder).toString());
  }

  /// one key, one run; the other is told who holds it.
  @Test
  void sameKeyExcludes() {
    open();
    TaskId first = submit("ck-a-shared");
    TaskId second = submit("ck-a-shared");
    tick();
    isExecuting(first);
    isRefusedBy(second, first);
    QueueStats stats = queue.stats().join();
    assertThat(stats.totalTasks()).isEqualTo(2);
    assertThat(stats.totalRuns()).isEqualTo(2);
    assertThat(stats.runsByState())
        .containsEntry(RunState.READY, 1L)
        .containsEntry(RunState.RUNNING, 1L);
    assertThat(World.onlyRun(queue, second).concurrencyKey()).isEqualTo("ck-a-shared");
  }

  /// completing releases, and the next one acquires.
  @Test
  void completionReleases() {
    open();
    TaskId first = submit("ck-c-shared");
    TaskId second = submit("ck-c-shared");
    tick();
    end(first, Outcome::success);
    assertThat(World.stateOf(queue, first)).isEqualTo(RunState.COMPLETED);
    isExecuting(second);
  }

  /// runs without a key neither take nor mind one.
  @Test
  void runsWithoutKeyAreNotInTheWay() {
    open();
    TaskId first = submit("shared-key");
    TaskId second = submit("shared-key");
    TaskId third = submit(null);
    TaskId fourth = submit(null);
    tick();
    isExecuting(first);
    isRefusedBy(second, first);
    isExecuting(third);
    isExecuting(fourth);
    assertThat(World.onlyRun(queue, third).concurrencyKey()).isNull();
  }

  /// two keys have two holders; releasing one leaves the other.
  @Test
  void keysAreIndependent() {
    open();
    TaskId first = submit("key-1");
    TaskId second = submit("key-2");
    TaskId third = submit("key-1");
    TaskId fourth = submit("key-2");
    tick();
    isExecuting(first);
    isExecuting(second);
    isRefusedBy(third, first);
    end(first, Outcome::success);
    isExecuting(third);
    isExecuting(second);
    isRefusedBy(fourth, second);
  }

  /// several runs on two keys, mixed.
  @Test
  void mixedKeys() {
    open();
    TaskId a1 = submit("k1");
    TaskId a2 = submit("k1");
    TaskId b1 = submit("k2");
    TaskId b2 = submit("k2");
    TaskId c1 = submit("k1");
    tick();
    isExecuting(a1);
    isExecuting(b1);
    isRefusedBy(a2, a1);
    isRefusedBy(b2, b1);
    isRefusedBy(c1, a1);
    queue.cancelTask(a2).join();
    end(a1, Outcome::success);
    isExecuting(c1);
    isExecuting(b1);
    isRefusedBy(b2, b1);
  }

  /// canceling the holder frees the key, once its handler has really returned (S-10).
  @Test
  void cancellationReleases() {
    open();
    TaskId first = submit("cancel-test-key");
    TaskId second = submit("cancel-test-key");
    tick();
    queue.cancelTask(first).join();
    assertThat(world.recordedStates(first)).containsExactly(RunState.CANCELED);
    tick();
    isRefusedBy(second, first);
    end(first, Outcome::success);
    isExecuting(second);
    assertThat(world.recordedStates(first)).containsExactly(RunState.CANCELED);
  }

  /// whether a retry keeps the key is the task's policy.
  @Test
  void retryKeepsOrReleasesByPolicy() {
    open();
    TaskId holder = submit("held", HoldPolicy.HOLD_DURING_RETRY);
    TaskId waiting = submit("held", HoldPolicy.HOLD_DURING_RETRY);
    TaskId giving = submit("given", HoldPolicy.RELEASE_ON_RETRY);
    TaskId taking = submit("given", HoldPolicy.RELEASE_ON_RETRY);
    tick();
    answers.put(holder, () -> Outcome.retryAfter("later", 100));
    answers.put(giving, () -> Outcome.retryAfter("later", 100));
    handlers.get(holder).run();
    handlers.get(giving).run();
    tick();
    assertThat(World.stateOf(queue, holder)).isEqualTo(RunState.RETRY_WAIT);
    isRefusedBy(waiting, holder);
    assertThat(World.stateOf(queue, giving)).isEqualTo(RunState.RETRY_WAIT);
    isExecuting(taking);
  }

  /// a suspended run keeps its key under the policy to hold; canceling it always releases.
  @Test
  void suspensionKeepsAndCancellationReleases() {
    open();
    TaskId holder = submit("k", HoldPolicy.HOLD_DURING_RETRY);
    TaskId waiting = submit("k", HoldPolicy.HOLD_DURING_RETRY);
    tick();
    end(holder, Outcome::suspend);
    assertThat(World.stateOf(queue, holder)).isEqualTo(RunState.SUSPENDED);
    isRefusedBy(waiting, holder);
    queue.cancelTask(holder).join();
    tick();
    isExecuting(waiting);
  }

  /// a run that never held a key releases nothing, and becoming Ready takes nothing.
  @Test
  void whoHoldsNothingReleasesNothing() {
    open();
    TaskId first = submit("k");
    TaskId second = submit("k");
    TaskId third = submit("k");
    tick();
    queue.cancelTask(second).join();
    tick();
    isExecuting(first);
    isRefusedBy(third, first);
  }
}
