package io.actionqueue.client.wire;

import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.GateVerdict;
import org.jspecify.annotations.Nullable;

/// A gate at which a run waits for a decision, or passed with one (spec 03 §10.7).
///
/// @param runId the run
/// @param taskId its task
/// @param gate the name of what it waits for
/// @param openedAtMillis since when, epoch milliseconds
/// @param decision what somebody decided, null while nobody has
public record ApprovalDetail(
    RunId runId, TaskId taskId, String gate, long openedAtMillis, @Nullable Decision decision) {
  /// A decision.
  ///
  /// @param verdict how, `approved` or `rejected`
  /// @param by who, null if nobody is named
  /// @param comment in their words, null for none
  /// @param atMillis when, epoch milliseconds
  public record Decision(
      GateVerdict verdict, @Nullable ActorId by, @Nullable String comment, long atMillis) {}
}
