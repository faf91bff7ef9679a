package io.actionqueue.client.wire;

import java.util.List;

/// `GET /api/v2/actors/{actor_id}/claimable`.
///
/// @param runs what a claim would get now, in its order
public record ClaimableList(List<RunSummary> runs) {
  /// Copies the lists.
  public ClaimableList {
    runs = List.copyOf(runs);
  }
}
