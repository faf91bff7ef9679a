package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET /api/v1/dead-letters`.
///
/// @param deadLetters by due time and id
/// @param limit at most so many
/// @param offset how many were passed over
/// @param total how many there are
/// @param next for `after`, to get the next page; absent at the end of the list, not before
public record DeadLetterList(
    List<DeadLetterDetail> deadLetters,
    long limit,
    long offset,
    long total,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {
  /// Copies the lists.
  public DeadLetterList {
    deadLetters = List.copyOf(deadLetters);
  }

  /// A slice that ends the list, or tells no more about what follows.
  public DeadLetterList(List<DeadLetterDetail> deadLetters, long limit, long offset, long total) {
    this(deadLetters, limit, offset, total, null);
  }
}
