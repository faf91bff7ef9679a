package io.actionqueue.core.command;

import io.actionqueue.core.id.RunId;

/// Brings a run that nobody executes any more back to a state in which it can go on (spec 02 §7.2,
/// ), or cancels it when its task was canceled. No events when there is nothing to
/// recover; see [RecoveryCase]. To be executed once for every run before anything is promoted or
/// started, and for a remote worker's run when its lease runs out. Refused: `unknown_run`.
///
/// @param runId the run
/// @param policy the bounds
/// @param timestamp epoch seconds, unsigned
public record RecoverRun(RunId runId, RecoveryPolicy policy, long timestamp)
    implements BatchCommand {}
