package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;

/// Opens an attempt of a run that is Running. Refused, in this order: `attempt_start_unknown_run`,
/// `attempt_start_requires_running`, `attempt_start_already_active`, `task_canceled`,
/// `attempt_cap_reached`, `attempt_id_reused`, `attempt_count_overflow`.
///
/// @param runId the run
/// @param attemptId the new attempt; not nil, unique within the run
/// @param timestamp epoch seconds, unsigned
public record AttemptStart(RunId runId, AttemptId attemptId, long timestamp)
    implements AttemptCommand {
  /// Checks the id.
  ///
  /// @throws InvalidValue kind `InvalidAttemptId`
  public AttemptStart {
    Arguments.notNil(attemptId, "InvalidAttemptId");
  }
}
