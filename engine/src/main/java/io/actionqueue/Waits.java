package io.actionqueue;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.engine.lane.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Futures of tasks that somebody waits for. Confined to the engine thread; the futures are
/// completed where durability is reported.
final class Waits implements StateObserver {
  private final Engine engine;
  private final Map<TaskId, List<CompletableFuture<TaskView>>> waiting = new HashMap<>();
  private final Set<TaskEntry> ended = new LinkedHashSet<>();

  Waits(Engine engine) {
    this.engine = engine;
  }

  /// Completes `future` when the task has ended, at once (but durably) if it has.
  void await(TaskEntry task, CompletableFuture<TaskView> future) {
    if (hasEnded(task)) {
      engine.lane.whenDurable(new Completion(List.of(future), Views.task(task)));
      return;
    }
    waiting.computeIfAbsent(task.id(), _ -> new ArrayList<>(1)).add(future);
  }

  @Override
  public void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {
    if (!waiting.isEmpty() && run.state().isTerminal() && waiting.containsKey(run.taskId())) {
      TaskEntry task = run.task();
      if (task != null) {
        ended.add(task);
      }
    }
  }

  /// Notes a task that has ended without one of its runs moving.
  void ended(TaskEntry task) {
    if (waiting.containsKey(task.id())) {
      ended.add(task);
    }
  }

  /// Completes what has ended since the last call; a cron task that got new runs has not.
  void run() {
    if (ended.isEmpty()) {
      return;
    }
    for (TaskEntry task : ended) {
      if (hasEnded(task)) {
        var futures = waiting.remove(task.id());
        if (futures != null) {
          engine.lane.whenDurable(new Completion(futures, Views.task(task)));
        }
      }
    }
    ended.clear();
  }

  /// Forgets futures that were completed by whoever waited.
  void forgetDone(TaskId id) {
    var futures = waiting.get(id);
    if (futures != null && futures.removeIf(CompletableFuture::isDone) && futures.isEmpty()) {
      waiting.remove(id);
    }
  }

  /// Fails everything that waits: the engine ends.
  void fail(ActionQueueException cause) {
    var lost = new ArrayList<>(waiting.values());
    waiting.clear();
    lost.forEach(futures -> futures.forEach(future -> future.completeExceptionally(cause)));
  }

  private static boolean hasEnded(TaskEntry task) {
    return task.outcome() != TaskEntry.Outcome.OPEN || (task.isCanceled() && task.runCount() == 0);
  }

  private record Completion(List<CompletableFuture<TaskView>> futures, TaskView view)
      implements Effect {
    @Override
    public void durable() {
      futures.forEach(future -> future.complete(view));
    }

    @Override
    public void failed(long sequence, Throwable cause) {
      var failure = new ActionQueueException.EngineFailed(cause);
      futures.forEach(future -> future.completeExceptionally(failure));
    }
  }

  /// Somebody has stopped waiting for a task.
  static final class Forget extends Message {
    private final Engine engine;
    private final TaskId id;

    Forget(Engine engine, TaskId id) {
      this.engine = engine;
      this.id = id;
    }

    @Override
    void handle() {
      engine.waits.forgetDone(id);
    }

    @Override
    void refuse(ActionQueueException cause) {}
  }
}
