package io.actionqueue.client.wire;

import io.actionqueue.core.id.RunId;
import java.util.List;

/// `GET /api/v2/runs/{run_id}/approvals`.
///
/// @param runId the run
/// @param approvals every gate that it has come to, in order of first opening
public record RunApprovals(RunId runId, List<ApprovalDetail> approvals) {
  /// Copies the lists.
  public RunApprovals {
    approvals = List.copyOf(approvals);
  }
}
