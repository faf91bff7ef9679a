package io.actionqueue;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What others left for an attempt: read once, when it starts.
///
/// @param partial what the run's last suspension kept, null for nothing
/// @param prerequisites results of the tasks that this one waited for
/// @param children the task's children, null if there are none
/// @param coalesced the missed slots that the run stands for, null for none
/// @param approvals the gates that the run has come to
record RunInputs(
    @Nullable Bytes partial,
    List<PrerequisiteResult> prerequisites,
    @Nullable ChildrenSnapshot children,
    @Nullable CoalescedSlots coalesced,
    List<Approval> approvals) {
  /// Nothing at all, which most attempts start with.
  static final RunInputs NONE = new RunInputs(null, List.of(), null, null, List.of());

  /// The inputs of an attempt that has just been started.
  static RunInputs of(QueueState state, TaskEntry task, RunEntry run) {
    List<TaskEntry> children = task.children();
    List<TaskId> prerequisites = task.prerequisites();
    boolean first = run.attemptCount() <= 1;
    String note = state.extensions().note(run.id());
    if (first && note == null && children.isEmpty() && prerequisites.isEmpty()) {
      return NONE;
    }
    return new RunInputs(
        first ? null : partial(run.attempts()),
        results(state, prerequisites),
        children(children),
        CoalescedSlots.of(note).orElse(null),
        first ? List.of() : OpenGates.of(state, run, null));
  }

  /// Children as they are now, null if there are none.
  static @Nullable ChildrenSnapshot children(List<TaskEntry> children) {
    return children.isEmpty()
        ? null
        : new ChildrenSnapshot(children.stream().map(RunInputs::child).toList());
  }

  private static @Nullable Bytes partial(List<StateImage.Attempt> attempts) {
    for (StateImage.Attempt attempt : attempts.reversed()) {
      if (attempt.result() == AttemptResult.SUSPENDED) {
        return attempt.output();
      }
    }
    return null;
  }

  private static List<PrerequisiteResult> results(QueueState state, List<TaskId> prerequisites) {
    var results = new ArrayList<PrerequisiteResult>(prerequisites.size());
    for (TaskId id : prerequisites) {
      TaskEntry task = state.task(id);
      RunEntry completed = task == null ? null : lastCompleted(task);
      if (completed != null) {
        results.add(
            new PrerequisiteResult(id, completed.id(), completed.attempts().getLast().output()));
      }
    }
    return List.copyOf(results);
  }

  /// The newest run with a result, looked for among the newest ones: those behind it that ended
  /// without success are looked at, and no others.
  private static @Nullable RunEntry lastCompleted(TaskEntry task) {
    if (task.runsIn(RunState.COMPLETED) == 0) {
      return null;
    }
    for (RunEntry run : task.runs().reversed()) {
      if (run.state() == RunState.COMPLETED && run.attemptCount() > 0) {
        return run;
      }
    }
    return null;
  }

  /// A child with all of its runs: that is what a parent is told.
  private static ChildrenSnapshot.Child child(TaskEntry task) {
    return new ChildrenSnapshot.Child(
        task.id(),
        task.runs().stream().map(RunInputs::childRun).toList(),
        task.runCount() > 0 && task.terminalRuns() == task.runCount());
  }

  /// A child with its newest runs.
  static ChildView childView(TaskEntry task) {
    List<RunEntry> all = task.runs();
    int from = Math.max(0, all.size() - ChildView.MAX_RUNS);
    return new ChildView(
        task.id(),
        task.runCount() > 0 && task.terminalRuns() == task.runCount(),
        task.runCount(),
        all.subList(from, all.size()).stream().map(RunInputs::childRun).toList());
  }

  private static ChildrenSnapshot.ChildRun childRun(RunEntry run) {
    if (run.attemptCount() > 0) {
      for (StateImage.Attempt attempt : run.attempts().reversed()) {
        if (attempt.result() != null) {
          return new ChildrenSnapshot.ChildRun(
              run.id(), run.state(), attempt.result(), attempt.error(), attempt.output());
        }
      }
    }
    return new ChildrenSnapshot.ChildRun(run.id(), run.state(), null, null, null);
  }
}
