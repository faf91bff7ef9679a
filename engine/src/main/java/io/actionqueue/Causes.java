package io.actionqueue;

import io.actionqueue.core.command.Extend;
import io.actionqueue.core.event.ExtensionEvent.RunNoted;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.RunPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why runs were canceled (spec 03 §8.1.4, §8.2.3): what is noted, else what the records say. A
/// cascade cancels in the batch of its cause, so that the ends of both tell; nothing beside them
/// need be written. Only when the cause is about to be dropped, it is noted. Confined to the engine
/// thread.
final class Causes {
  private static final String DEPENDENCY = "dependency_failed ";
  private static final String PARENT = "parent_canceled ";

  /// An old log may hold a circle of parents.
  private static final int DEEPEST = 10_000;

  private final Engine engine;
  private final QueueState state;

  Causes(Engine engine, QueueState state) {
    this.engine = engine;
    this.state = state;
  }

  /// Why a run was canceled, as a part of a sentence that begins with a comma; empty if somebody
  /// ordered it.
  String words(RunEntry run) {
    String reason = reason(run);
    if (reason == null) {
      return "";
    }
    if (reason.startsWith(DEPENDENCY)) {
      return ", because its prerequisite "
          + reason.substring(DEPENDENCY.length())
          + " did not succeed";
    }
    if (reason.startsWith(PARENT)) {
      return ", with its parent " + reason.substring(PARENT.length());
    }
    return switch (reason) {
      case Expiry.EXPIRED -> ", because it did not start in time";
      case Expiry.DEADLINE -> ", because its task's deadline has passed";
      default -> ", " + reason;
    };
  }

  /// The reason as it is, or would be, noted; null if there is none.
  private @Nullable String reason(RunEntry run) {
    String note = state.extensions().note(run.id());
    TaskEntry task = run.task();
    return !isCause(note) && task != null ? shown(task) : note;
  }

  /// Whether a note tells of a cancellation: a run may still have one of its earlier life.
  private static boolean isCause(@Nullable String note) {
    return note != null
        && !note.equals(Suspensions.FOR_BUDGET)
        && !note.equals(Suspensions.FOR_ANOTHER_REASON)
        && !note.equals(ExtraRuns.ADDED)
        && CoalescedSlots.of(note).isEmpty();
  }

  /// What the records say about the cancellation of a task: the prerequisite that failed last
  /// before it, or the parent that was canceled with it.
  private @Nullable String shown(TaskEntry task) {
    Long canceledAt = task.canceledAt();
    if (canceledAt == null) {
      return null;
    }
    TaskEntry parent = canceledParent(task, canceledAt);
    TaskId cause = null;
    long latest = 0;
    for (TaskId id : task.prerequisites()) {
      TaskEntry prerequisite = state.task(id);
      if (prerequisite == null || !hasFailed(prerequisite) || isBelow(prerequisite, parent)) {
        continue;
      }
      long failedAt = endedAt(prerequisite, canceledAt);
      boolean before = Long.compareUnsigned(failedAt, canceledAt) <= 0;
      if (before && (cause == null || Long.compareUnsigned(failedAt, latest) > 0)) {
        cause = id;
        latest = failedAt;
      }
    }
    if (cause != null) {
      return DEPENDENCY + cause;
    }
    return parent == null ? null : PARENT + parent.id();
  }

  /// The task's parent if that was canceled before it, or with it.
  private @Nullable TaskEntry canceledParent(TaskEntry task, long second) {
    TaskEntry parent = parentOf(task);
    Long canceledAt = parent == null ? null : parent.canceledAt();
    return canceledAt != null && Long.compareUnsigned(canceledAt, second) <= 0 ? parent : null;
  }

  private @Nullable TaskEntry parentOf(TaskEntry task) {
    TaskId id = task.spec().parentTaskId();
    return id == null ? null : state.task(id);
  }

  /// Whether a prerequisite was itself canceled with a task above it: then the parent of both is
  /// the cause.
  private boolean isBelow(TaskEntry task, @Nullable TaskEntry canceled) {
    if (canceled == null || !task.isCanceled() || hasFailedRun(task)) {
      return false;
    }
    TaskEntry above = parentOf(task);
    for (int depth = 0; above != null && depth < DEEPEST; depth++) {
      if (above.equals(canceled)) {
        return true;
      }
      above = parentOf(above);
    }
    return false;
  }

  private static boolean hasFailedRun(TaskEntry task) {
    return task.runsIn(RunState.FAILED) > 0;
  }

  private static boolean hasFailed(TaskEntry task) {
    return task.outcome() == TaskEntry.Outcome.FAILED || (task.isOver() && task.isCanceled());
  }

  /// When a task ended: with the last of its runs, when it was canceled before that, or, where it
  /// has waited for its children, with the last of these.
  ///
  /// @param second looks no further once it is certain that it was later
  private long endedAt(TaskEntry task, long second) {
    Long canceledAt = task.canceledAt();
    long end = task.lastEnd();
    if (canceledAt != null) {
      boolean openEnded = task.runCount() == 0 || task.spec().runPolicy() instanceof RunPolicy.Cron;
      end = openEnded || Long.compareUnsigned(canceledAt, end) < 0 ? canceledAt : end;
    }
    boolean waited =
        task.policy().awaitChildren() != AwaitChildren.NO && task.runsIn(RunState.COMPLETED) > 0;
    if (waited) {
      for (TaskEntry child : task.children()) {
        if (Long.compareUnsigned(end, second) > 0) {
          break;
        }
        long childEnd = endedAt(child, second);
        end = Long.compareUnsigned(childEnd, end) > 0 ? childEnd : end;
      }
    }
    return end;
  }

  /// Notes why what stays was canceled, before its cause leaves the state.
  ///
  /// @param dropped tasks that are about to be dropped
  void keep(List<TaskId> dropped) {
    for (TaskId id : dropped) {
      for (TaskId dependent : state.dependentsOf(id)) {
        keep(state.task(dependent), DEPENDENCY + id);
      }
      for (TaskEntry child : state.childrenOf(id)) {
        keep(child, PARENT + id);
      }
    }
  }

  private void keep(@Nullable TaskEntry task, String cause) {
    if (task == null || !cause.equals(shown(task))) {
      return;
    }
    int left = task.runsIn(RunState.CANCELED); // mostly the newest ones, which never ran
    List<RunEntry> runs = task.runs();
    for (int at = runs.size() - 1; left > 0; at--) {
      RunEntry run = runs.get(at);
      if (run.state() == RunState.CANCELED) {
        left--;
        if (!isCause(state.extensions().note(run.id()))) {
          engine.own.execute(new Extend(new RunNoted(run.id(), cause, engine.clock.millis())));
        }
      }
    }
  }
}
