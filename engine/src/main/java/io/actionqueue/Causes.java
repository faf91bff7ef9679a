package io.actionqueue;

import io.actionqueue.core.command.Extend;
import io.actionqueue.core.event.ExtensionEvent.RunNoted;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why runs were canceled (spec 03 §8.1.4, §8.2.3): what is noted, else what the records say. A
/// cascade cancels in the batch of its cause, so that the ends of both tell; nothing beside them
/// need be written. Only when the cause is about to be dropped, it is noted. Confined to the engine
/// thread.
final class Causes {
  private static final String DEPENDENCY = "dependency_failed ";
  private static final String PARENT = "parent_canceled ";

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
    return reason.startsWith(PARENT)
        ? ", with its parent " + reason.substring(PARENT.length())
        : ", " + reason;
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
        && CoalescedSlots.of(note).isEmpty();
  }

  /// What the records say about the cancellation of a task.
  private @Nullable String shown(TaskEntry task) {
    Long canceledAt = task.canceledAt();
    if (canceledAt == null) {
      return null;
    }
    for (TaskId id : task.prerequisites()) {
      TaskEntry prerequisite = state.task(id);
      if (prerequisite != null && hadFailed(prerequisite, canceledAt)) {
        return DEPENDENCY + id;
      }
    }
    TaskId parentId = task.spec().parentTaskId();
    TaskEntry parent = parentId == null ? null : state.task(parentId);
    Long parentCanceledAt = parent == null ? null : parent.canceledAt();
    boolean below =
        parentCanceledAt != null && Long.compareUnsigned(parentCanceledAt, canceledAt) <= 0;
    return below ? PARENT + parentId : null;
  }

  /// Whether a task had failed when another one was canceled: what fails later is no cause.
  private static boolean hadFailed(TaskEntry task, long second) {
    boolean failed =
        task.outcome() == TaskEntry.Outcome.FAILED || (task.isOver() && task.isCanceled());
    return failed && Long.compareUnsigned(endedAt(task), second) <= 0;
  }

  private static long endedAt(TaskEntry task) {
    Long canceledAt = task.canceledAt();
    if (canceledAt != null) {
      return canceledAt;
    }
    long latest = 0;
    for (RunEntry run : task.runs()) {
      if (Long.compareUnsigned(run.lastStateChangeAt(), latest) > 0) {
        latest = run.lastStateChangeAt();
      }
    }
    return latest;
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
    for (RunEntry run : task.runs()) {
      if (run.state() == RunState.CANCELED && !isCause(state.extensions().note(run.id()))) {
        engine.own.execute(new Extend(new RunNoted(run.id(), cause, engine.clock.millis())));
      }
    }
  }
}
