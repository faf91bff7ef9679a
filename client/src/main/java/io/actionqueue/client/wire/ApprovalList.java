package io.actionqueue.client.wire;

import java.util.List;

/// `GET /api/v2/approvals`.
///
/// @param approvals gates at which runs wait, in order of opening
/// @param limit at most so many
/// @param offset how many were passed over
/// @param total how many there are
public record ApprovalList(List<ApprovalDetail> approvals, long limit, long offset, long total) {
  /// Copies the lists.
  public ApprovalList {
    approvals = List.copyOf(approvals);
  }
}
