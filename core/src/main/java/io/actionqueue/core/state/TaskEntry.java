package io.actionqueue.core.state;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.task.TaskSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A task as the state holds it: a live view whose answers change with every applied event.
///
/// Confined to the owner of its [QueueState].
public final class TaskEntry {
  /// What became of a task so far (spec 02 §6.6).
  public enum Outcome {
    /// There is no run yet, or a run is not terminal.
    OPEN,
    /// Every run is terminal and at least one is Completed.
    COMPLETED,
    /// Every run is terminal and none is Completed.
    FAILED
  }

  TaskEntry() {}

  /// The task's id.
  public TaskId id() {
    throw new UnsupportedOperationException();
  }

  /// The task as submitted.
  public TaskSpec spec() {
    throw new UnsupportedOperationException();
  }

  /// When it was created, epoch seconds, unsigned.
  public long createdAt() {
    throw new UnsupportedOperationException();
  }

  /// When it was canceled, null if it was not.
  public @Nullable Long canceledAt() {
    throw new UnsupportedOperationException();
  }

  /// Whether it was canceled.
  public boolean isCanceled() {
    throw new UnsupportedOperationException();
  }

  /// Its runs in order of creation; a live view.
  public List<RunEntry> runs() {
    throw new UnsupportedOperationException();
  }

  /// How many of its runs are terminal.
  public int terminalRuns() {
    throw new UnsupportedOperationException();
  }

  /// What became of it so far.
  public Outcome outcome() {
    throw new UnsupportedOperationException();
  }

  /// The tasks that it waits for, in ascending order; also ids that no task has.
  public List<TaskId> prerequisites() {
    throw new UnsupportedOperationException();
  }

  /// How many prerequisites are not [Outcome#COMPLETED]. Never 0 for a task on a dependency cycle.
  public int unmetPrerequisites() {
    throw new UnsupportedOperationException();
  }
}
