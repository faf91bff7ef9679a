package io.actionqueue.core.command;

import io.actionqueue.core.id.RunId;

/// Resumes a Suspended run and closes a lease that an old log left on it (spec 02 §7.2, R-7).
/// Refused, in this order: `unknown_run`, `run_resume_requires_suspended`, `task_canceled`,
/// `gate_undecided`, `task_canceled`.
///
/// @param runId the run
/// @param timestamp epoch seconds, unsigned
public record ResumeRun(RunId runId, long timestamp) implements BatchCommand {}
