package io.actionqueue;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import java.util.List;

/// The answer to a submission (S-56).
public sealed interface SubmitResult {
  /// The task is durable.
  ///
  /// @param taskId its id
  /// @param runs its initial runs in order of their due time
  /// @param sequence the log sequence behind this answer
  /// @param duplicate whether an equal earlier submission under the same key had made it (S-46)
  record Accepted(TaskId taskId, List<RunId> runs, long sequence, boolean duplicate)
      implements SubmitResult {
    /// Copies the list.
    public Accepted {
      runs = List.copyOf(runs);
    }
  }

  /// Nothing was written.
  ///
  /// @param refusal which rule was broken
  record Refused(Refusal refusal) implements SubmitResult {}

  /// The acceptance.
  ///
  /// @throws ActionQueueException.Refused if the submission was refused
  default Accepted orElseThrow() {
    return switch (this) {
      case Accepted accepted -> accepted;
      case Refused(var refusal) -> throw new ActionQueueException.Refused(refusal);
    };
  }
}
