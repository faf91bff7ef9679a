package io.actionqueue.core.command;

import io.actionqueue.core.id.RunId;

/// Cancels a run as [CancelRun] does and records why, in one batch; nothing if it has ended.
/// Refused as that is.
///
/// @param runId the run
/// @param reason such as `expired`
/// @param timestampMillis epoch milliseconds, unsigned
public record CancelNoted(RunId runId, String reason, long timestampMillis)
    implements ExtensionCommand {}
