package io.actionqueue.simulation;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.RunPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Runs that somebody added to tasks beside those that a policy implies: which ones they are, by
/// what callers asked for and were told, not by what the engine remembers of it.
final class Additions {
  private final Map<RunId, TaskId> added = new HashMap<>();

  /// What may be there or not: the engine failed under way.
  private final List<Asked> unknown = new ArrayList<>();

  private @Nullable Asked pending;

  /// A run that somebody asks for.
  ///
  /// @param task whose
  /// @param id null for any
  /// @param due when it has to be due, epoch seconds
  record Asked(TaskId task, @Nullable RunId id, long due) {
    private boolean isFor(TaskId owner, RunId run, long scheduledAt) {
      return task.equals(owner) && (id == null || id.equals(run)) && due == scheduledAt;
    }
  }

  /// Somebody asks.
  void asking(Asked asked) {
    pending = asked;
  }

  /// He was answered, or never will be.
  void answered(boolean failed) {
    if (pending != null && failed) {
      unknown.add(pending);
    }
    pending = null;
  }

  /// Whether a run that is just created is the one that is asked for.
  boolean takes(RunInstance run) {
    if (pending == null || !pending.isFor(run.taskId(), run.id(), run.scheduledAt())) {
      return false;
    }
    added.put(run.id(), run.taskId());
    pending = null;
    return true;
  }

  /// A new process has opened: what nobody knew is there now or never.
  ///
  /// @param heard what was known
  /// @param there what there is
  void adopt(QueueState heard, QueueState there) {
    for (Asked asked : unknown) {
      TaskEntry task = there.task(asked.task);
      for (RunEntry run : task == null ? List.<RunEntry>of() : task.runs()) {
        boolean fresh = heard.run(run.id()) == null && !has(run);
        if (fresh && asked.isFor(run.taskId(), run.id(), run.scheduledAt())) {
          added.put(run.id(), run.taskId());
          break;
        }
      }
    }
    unknown.clear();
  }

  /// A task is no longer there.
  void dropped(TaskId task) {
    added.values().removeIf(task::equals);
  }

  boolean has(RunEntry run) {
    return added.containsKey(run.id());
  }

  /// Whether anything was added to a task.
  boolean hasAny(TaskEntry task) {
    return added.containsValue(task.id());
  }

  /// The runs of a task that its policy implies.
  List<RunEntry> ofPolicy(TaskEntry task) {
    return task.runs().stream().filter(run -> !has(run)).toList();
  }

  /// From when on a run is late, epoch milliseconds: one that was added for the past is due when it
  /// is added.
  long dueMillis(RunEntry run) {
    return 1000 * (has(run) ? Math.max(run.scheduledAt(), run.createdAt()) : run.scheduledAt());
  }

  /// RT-4: whether a task has as many runs as its policy implies, beside those that were added or
  /// may have been.
  boolean isWhole(TaskEntry task, RunPolicy policy) {
    long perhaps = unknown.stream().filter(asked -> asked.task.equals(task.id())).count();
    long most = ofPolicy(task).size();
    long least = most - perhaps;
    return switch (policy) {
      case RunPolicy.Once _ -> least <= 1 && 1 <= most;
      case RunPolicy.Repeat(var runs, _) -> least <= runs && runs <= most;
      case RunPolicy.Cron cron -> least <= cron.maxRuns() && 0 < most;
    };
  }

  /// RT-49: what was acknowledged is there.
  void check(QueueState state, Predicate<TaskId> isMissing, Verdicts verdicts) {
    added.forEach((run, task) ->
        verdicts.expect(
            "RT-49",
            state.run(run) != null || isMissing.test(task),
            () -> run + " was added to " + task + " and is gone"));
  }
}
