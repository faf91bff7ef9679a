package io.actionqueue.client.wire;

import io.actionqueue.core.id.TaskId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A run that has failed for good.
///
/// @param run the run
/// @param failedAt epoch seconds at which it failed
/// @param error the error of its last attempt, null if that left none
/// @param redrivenAs the tasks that did it again, in order; empty if nobody has tried
public record DeadLetterDetail(
    RunSummary run, long failedAt, @Nullable String error, List<TaskId> redrivenAs) {
  /// Copies the lists.
  public DeadLetterDetail {
    redrivenAs = List.copyOf(redrivenAs);
  }
}
