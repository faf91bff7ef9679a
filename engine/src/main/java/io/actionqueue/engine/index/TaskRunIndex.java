package io.actionqueue.engine.index;

import io.actionqueue.core.TimeRange;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.core.state.TaskEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The runs of each task by due time and id. Tasks of many runs have an index of their own; the
/// runs of the others are sorted when somebody asks. Confined to the engine thread.
public final class TaskRunIndex implements StateObserver {
  /// Up to how many runs a task does without an index.
  static final int FEW = 1024;

  private final QueueState state;
  private final Map<TaskEntry, RunIndex> large = new HashMap<>();
  private long sorted;

  private TaskRunIndex(QueueState state) {
    this.state = state;
  }

  /// An index that is to observe the state.
  public static TaskRunIndex of(QueueState state) {
    return new TaskRunIndex(state);
  }

  @Override
  public void taskCreated(TaskEntry task) {
    if (task.runCount() > FEW) {
      make(task); // runs may have come before their task
    }
  }

  @Override
  public void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {
    TaskEntry task = run.task();
    if (task == null || task.runCount() <= FEW) {
      return;
    }
    RunIndex index = large.get(task);
    if (index == null) {
      make(task);
    } else if (from != null || index.held() < task.runCount()) {
      index.runMoved(run, from, timestamp);
    }
  }

  private void make(TaskEntry task) {
    RunIndex index = RunIndex.of(new OfTask(task));
    task.runs().forEach(run -> index.runMoved(run, null, 0));
    large.put(task, index);
  }

  @Override
  public void taskDropped(TaskEntry task) {
    large.remove(task);
  }

  /// The index of a task of many runs.
  public Optional<RunIndex> of(TaskEntry task) {
    return Optional.ofNullable(large.get(task));
  }

  /// Up to `limit` runs of a task that are due within a time.
  ///
  /// @param only those in this state, null for all
  public Slice<RunEntry> page(
      TaskEntry task, @Nullable RunState only, TimeRange due, Start start, int limit) {
    RunIndex index = large.get(task);
    if (index != null) {
      return index.page(only, due, start, limit);
    }
    sorted += task.runCount();
    return RunIndex.few(task.runs(), run -> only == null || run.state() == only, due, start, limit);
  }

  /// How many runs reads have looked at so far.
  long looked() {
    return sorted + large.values().stream().mapToLong(RunIndex::looked).sum();
  }

  /// The counts of one task.
  private final class OfTask implements RunIndex.Counts {
    private final TaskEntry task;

    OfTask(TaskEntry task) {
      this.task = task;
    }

    @Override
    public long in(RunState each) {
      return task.runsIn(each);
    }

    @Override
    public long total() {
      return task.runCount();
    }

    /// From among those of all tasks, if these are few.
    @Override
    public @Nullable List<RunEntry> live(RunState each) {
      List<RunEntry> all = state.liveRuns(each);
      if (all.size() > RunIndex.FEW) {
        return null;
      }
      sorted += all.size();
      return all.stream().filter(run -> task.equals(run.task())).toList();
    }
  }
}
