package io.actionqueue.client.wire;

import java.util.List;

/// `GET /api/v1/dead-letters`.
///
/// @param deadLetters by due time and id
/// @param limit at most so many
/// @param offset how many were passed over
/// @param total how many there are
public record DeadLetterList(
    List<DeadLetterDetail> deadLetters, long limit, long offset, long total) {
  /// Copies the lists.
  public DeadLetterList {
    deadLetters = List.copyOf(deadLetters);
  }
}
