package io.actionqueue;

import io.actionqueue.core.command.RecoverTask;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.core.state.TaskEntry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Parents that wait for their children (spec 03 §8.2.2): when the last child has ended, what
/// follows from the end of the parent follows in the same step. Confined to the engine thread.
final class Families implements StateObserver {
  /// How many events of a cancellation share a batch.
  private static final int CASCADE_EVENTS = 10_000;

  private final Engine engine;
  private final QueueState state;

  /// Parents that have failed by their children.
  private final Set<TaskEntry> failed = new LinkedHashSet<>(2);

  Families(Engine engine, QueueState state) {
    this.engine = engine;
    this.state = state;
  }

  @Override
  public void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {
    TaskEntry task = from != null && run.state().isTerminal() ? run.task() : null;
    if (task != null) {
      if (awaits(task) && task.outcome() == TaskEntry.Outcome.FAILED) {
        failed.add(task); // a success of its own that a child's failure has undone
      }
      childChanged(task);
    }
  }

  @Override
  public void taskChanged(TaskEntry task) {
    if (task.isCanceled() && task.runCount() == 0) {
      childChanged(task);
    }
  }

  private void childChanged(TaskEntry child) {
    TaskId parentId = child.spec().parentTaskId();
    TaskEntry parent = parentId == null ? null : state.task(parentId);
    if (parent == null || !awaits(parent)) {
      return;
    }
    switch (parent.outcome()) {
      case OPEN -> {
        return;
      }
      case COMPLETED -> {
        engine.dispatcher.promotions().completed(parent);
        engine.triggers.completed(parent);
      }
      case FAILED -> failed.add(parent);
    }
    engine.waits.ended(parent);
    childChanged(parent);
  }

  private boolean awaits(TaskEntry task) {
    return task.policy().awaitChildren() != AwaitChildren.NO;
  }

  /// Cancels what waits for parents that have failed since the last call.
  void run() {
    while (!failed.isEmpty()) {
      List<TaskEntry> parents = List.copyOf(failed);
      failed.clear();
      for (TaskEntry parent : parents) {
        for (TaskId dependent : state.dependentsOf(parent.id())) {
          long before;
          do {
            before = state.latestSequence();
            engine.own.execute(new RecoverTask(dependent, engine.clock.second(), CASCADE_EVENTS));
          } while (state.latestSequence() != before);
        }
      }
    }
  }
}
