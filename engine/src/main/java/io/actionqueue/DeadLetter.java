package io.actionqueue;

import io.actionqueue.core.id.TaskId;
import java.util.List;

/// A run that has failed for good.
///
/// @param run the run with its attempts and the error of the last one
/// @param redrivenAs the tasks that did it again, in order; empty if nobody has tried
public record DeadLetter(RunView run, List<TaskId> redrivenAs) {
  /// Copies the list.
  public DeadLetter {
    redrivenAs = List.copyOf(redrivenAs);
  }
}
