package io.actionqueue.client.wire;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunState;
import java.util.List;

/// `GET /api/v1/runs/{run_id}/explain`: why a run is, or is not, executing.
///
/// @param runId the run
/// @param state where it stands
/// @param summary one sentence for people
/// @param blockedBy every reason that holds now; empty if nothing stands in the way
public record RunExplanation(RunId runId, RunState state, String summary, List<Blocker> blockedBy) {
  /// Copies the list.
  public RunExplanation {
    blockedBy = List.copyOf(blockedBy);
  }
}
