package io.actionqueue.client.wire;

import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunState;

/// The answer to a report or a release; the same for an exact repeat.
///
/// @param runId the run
/// @param attemptId the attempt
/// @param result how the attempt ended
/// @param state where the run went from Running, whatever became of it since
public record Receipt(RunId runId, AttemptId attemptId, AttemptVerdict result, RunState state) {}
