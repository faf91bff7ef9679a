package io.actionqueue.core.command;

import io.actionqueue.core.id.RunId;

/// Cancels one run: its open attempt ends as interrupted, its lease is released (S-36). When that
/// makes the task fail, all that waits for it is canceled in the same batch. Refused, in this
/// order: `unknown_run`, `run_already_terminal`.
///
/// @param runId the run
/// @param timestamp epoch seconds, unsigned
public record CancelRun(RunId runId, long timestamp) implements BatchCommand {}
