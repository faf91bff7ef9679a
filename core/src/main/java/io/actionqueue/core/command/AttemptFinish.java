package io.actionqueue.core.command;

import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.AttemptOutcome;

/// Closes the open attempt of a run, which stays Running. Refused, in this order:
/// `attempt_finish_unknown_run`, `attempt_finish_requires_running`,
/// `attempt_finish_missing_active`, `attempt_finish_attempt_mismatch`.
///
/// @param runId the run
/// @param attemptId the open attempt
/// @param outcome how it ended
/// @param timestamp epoch seconds, unsigned
public record AttemptFinish(
    RunId runId, AttemptId attemptId, AttemptOutcome outcome, long timestamp)
    implements AttemptCommand {}
