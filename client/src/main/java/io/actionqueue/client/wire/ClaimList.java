package io.actionqueue.client.wire;

import java.util.List;

/// `POST /api/v2/actors/{actor_id}/claims`.
///
/// @param claims empty if there was nothing
public record ClaimList(List<ClaimDetail> claims) {
  /// Copies the lists.
  public ClaimList {
    claims = List.copyOf(claims);
  }
}
