package io.actionqueue;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The children of a task at one moment (spec 03 §8.5).
///
/// @param children one entry a child, in order of creation; at least one
public record ChildrenSnapshot(List<Child> children) {
  /// Copies the list.
  public ChildrenSnapshot {
    children = List.copyOf(children);
  }

  /// Whether every run of every child has ended. A child without runs has not, and where there is
  /// no child nothing has.
  public boolean allTerminal() {
    return !children.isEmpty() && children.stream().allMatch(Child::allTerminal);
  }

  /// A child by its id.
  public Optional<Child> child(TaskId id) {
    return children.stream().filter(child -> child.taskId().equals(id)).findFirst();
  }

  /// A child task.
  ///
  /// @param taskId its id
  /// @param runs its runs in order of creation
  /// @param allTerminal whether it has runs and all of them have ended
  public record Child(TaskId taskId, List<ChildRun> runs, boolean allTerminal) {
    /// Copies the list.
    public Child {
      runs = List.copyOf(runs);
    }
  }

  /// A run of a child.
  ///
  /// @param runId its id
  /// @param state its state
  /// @param lastResult how its last finished attempt ended, null before
  /// @param lastError error text of that attempt, null for none
  /// @param lastOutput output of that attempt, null for none
  public record ChildRun(
      RunId runId,
      RunState state,
      @Nullable AttemptResult lastResult,
      @Nullable String lastError,
      @Nullable Bytes lastOutput) {}
}
