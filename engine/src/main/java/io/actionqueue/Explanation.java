package io.actionqueue;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunState;
import java.util.List;

/// Why a run is, or is not, executing: answered by the gate that dispatch itself asks.
///
/// @param runId the run
/// @param state its state
/// @param summary one sentence for people
/// @param blockedBy every reason that holds now, empty if nothing stands in the way
public record Explanation(
    RunId runId, RunState state, String summary, List<BlockReason> blockedBy) {
  /// Copies the list.
  public Explanation {
    blockedBy = List.copyOf(blockedBy);
  }
}
