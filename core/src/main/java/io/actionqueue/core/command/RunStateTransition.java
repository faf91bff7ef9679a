package io.actionqueue.core.command;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunState;

/// Moves a run. Refused, in this order: `unknown_run`, `previous_state_mismatch`,
/// `invalid_transition`, `attempt_in_progress` (leaving Running for anything but Canceled),
/// `lease_still_open` (02-W-8), `task_canceled` (promotion to Ready, 02-W-37).
///
/// @param runId the run
/// @param previous the state that the caller believes the run to be in
/// @param next the state to enter
/// @param timestamp epoch seconds, unsigned
public record RunStateTransition(RunId runId, RunState previous, RunState next, long timestamp)
    implements RunCommand {}
