package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET /api/v2/approvals`.
///
/// @param approvals gates at which runs wait, in order of opening
/// @param limit at most so many
/// @param offset how many were passed over
/// @param total how many there are
/// @param next for `after`, to get the next page; absent at the end of the list, not before
public record ApprovalList(
    List<ApprovalDetail> approvals,
    long limit,
    long offset,
    long total,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {
  /// Copies the lists.
  public ApprovalList {
    approvals = List.copyOf(approvals);
  }

  /// A slice that ends the list, or tells no more about what follows.
  public ApprovalList(List<ApprovalDetail> approvals, long limit, long offset, long total) {
    this(approvals, limit, offset, total, null);
  }
}
