package io.actionqueue.client.wire;

import java.util.List;

/// `GET /api/v2/actors`.
///
/// @param actors in order of first registration
/// @param limit at most so many
/// @param offset how many were passed over
/// @param total how many there are
public record ActorList(List<ActorDetail> actors, long limit, long offset, long total) {
  /// Copies the lists.
  public ActorList {
    actors = List.copyOf(actors);
  }
}
