package io.actionqueue.core.command;

import io.actionqueue.core.id.RunId;
import org.jspecify.annotations.Nullable;

/// Suspends a Running run from outside: its open attempt ends as Suspended, its lease is released.
/// Refused, in this order: `unknown_run`, `run_suspend_requires_running`.
///
/// @param runId the run
/// @param reason free text, kept only in the log; null for none
/// @param timestamp epoch seconds, unsigned
public record SuspendRun(RunId runId, @Nullable String reason, long timestamp)
    implements BatchCommand {}
