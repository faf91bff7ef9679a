package io.actionqueue;

import io.actionqueue.core.id.TaskId;
import java.util.List;

/// A child of a task, as listings show it.
///
/// @param taskId the child
/// @param allTerminal whether it has runs and all of them have ended
/// @param runCount how many runs it has
/// @param runs its newest runs, up to [#MAX_RUNS], in order of creation
public record ChildView(
    TaskId taskId, boolean allTerminal, long runCount, List<ChildrenSnapshot.ChildRun> runs) {
  /// The most runs that are shown; the others are listed as the runs of the child.
  public static final int MAX_RUNS = 100;

  /// Copies the list.
  public ChildView {
    runs = List.copyOf(runs);
  }
}
