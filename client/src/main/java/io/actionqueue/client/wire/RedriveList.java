package io.actionqueue.client.wire;

import java.util.List;

/// `POST /api/v1/dead-letters/redrive`.
///
/// @param results in the order of the ids
public record RedriveList(List<RedriveAnswer> results) {
  /// Copies the list.
  public RedriveList {
    results = List.copyOf(results);
  }
}
