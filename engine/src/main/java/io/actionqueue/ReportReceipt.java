package io.actionqueue;

import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunState;

/// The answer to a report; the same for an exact repeat of it (S-19), also after a restart.
///
/// @param ref what it was about
/// @param result how the attempt ended, as recorded: an interruption is recorded as a failure
/// @param movedTo where the run went from Running, whatever became of it since
public record ReportReceipt(AttemptRef ref, AttemptResult result, RunState movedTo) {}
