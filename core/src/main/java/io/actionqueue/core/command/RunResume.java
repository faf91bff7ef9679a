package io.actionqueue.core.command;

import io.actionqueue.core.id.RunId;

/// Moves a run from Suspended to Ready. Refused, in this order: `unknown_run`,
/// `run_resume_requires_suspended`, `task_canceled`.
///
/// @param runId the run
/// @param timestamp epoch seconds, unsigned
public record RunResume(RunId runId, long timestamp) implements RunCommand {}
