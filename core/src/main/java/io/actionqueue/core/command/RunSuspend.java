package io.actionqueue.core.command;

import io.actionqueue.core.id.RunId;
import org.jspecify.annotations.Nullable;

/// Moves a run from Running to Suspended. Refused, in this order: `unknown_run`,
/// `run_suspend_requires_running`, `attempt_in_progress`, `lease_still_open`. [SuspendRun] closes
/// attempt and lease first.
///
/// @param runId the run
/// @param reason free text, kept only in the log; null for none
/// @param timestamp epoch seconds, unsigned
public record RunSuspend(RunId runId, @Nullable String reason, long timestamp)
    implements RunCommand {}
