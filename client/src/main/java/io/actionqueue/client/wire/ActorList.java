package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET /api/v2/actors`.
///
/// @param actors in order of first registration
/// @param limit at most so many
/// @param offset how many were passed over
/// @param total how many there are; null where counting them would be a search
/// @param next for `after`, to get the next page; absent at the end of the list, not before
public record ActorList(
    List<ActorDetail> actors,
    long limit,
    long offset,
    @Nullable Long total,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {
  /// Copies the lists.
  public ActorList {
    actors = List.copyOf(actors);
  }

  /// A slice that ends the list, or tells no more about what follows.
  public ActorList(List<ActorDetail> actors, long limit, long offset, long total) {
    this(actors, limit, offset, Long.valueOf(total), null);
  }
}
