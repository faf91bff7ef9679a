package io.actionqueue.client.wire;

import java.util.List;

/// `GET /api/v1/runs`: by due time, then by id.
///
/// @param runs the slice
/// @param limit the applied limit
/// @param offset the applied offset
/// @param total how many there are in all
public record RunList(List<RunSummary> runs, long limit, long offset, long total) {
  /// Copies the list.
  public RunList {
    runs = List.copyOf(runs);
  }
}
