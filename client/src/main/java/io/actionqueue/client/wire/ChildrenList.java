package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET /api/v1/tasks/{task_id}/children`.
///
/// @param taskId the task above
/// @param allTerminal whether every child has ended; true without children
/// @param children a slice of them, in order of creation
/// @param limit the applied limit
/// @param offset the applied offset
/// @param total how many children there are
/// @param next for `after`, to get the next page; absent at the end of the list, not before
public record ChildrenList(
    TaskId taskId,
    boolean allTerminal,
    List<Child> children,
    long limit,
    long offset,
    long total,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {
  /// Copies the lists.
  public ChildrenList {
    children = List.copyOf(children);
  }

  /// A child task.
  ///
  /// @param taskId its id
  /// @param allTerminal whether it has runs and all of them have ended
  /// @param runCount how many runs it has
  /// @param runs its newest runs, 100 at most, in order of creation
  public record Child(TaskId taskId, boolean allTerminal, long runCount, List<ChildRun> runs) {
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
  /// @param lastOutput output of that attempt; absent if there is none
  public record ChildRun(
      RunId runId,
      RunState state,
      @Nullable AttemptVerdict lastResult,
      @Nullable String lastError,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Bytes lastOutput) {}
}
