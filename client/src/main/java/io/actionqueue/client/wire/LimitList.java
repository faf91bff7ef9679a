package io.actionqueue.client.wire;

import java.util.List;

/// `GET /api/v1/limits`.
///
/// @param limits those in force, in the order in which they were set first
public record LimitList(List<LimitDetail> limits) {
  /// Copies the list.
  public LimitList {
    limits = List.copyOf(limits);
  }
}
