package io.actionqueue.client.wire;

import io.actionqueue.core.id.RunId;
import java.util.List;

/// The body of `POST /api/v1/dead-letters/redrive`.
///
/// @param runIds failed runs, 1 to 1000
public record RedriveOrder(List<RunId> runIds) {
  /// Copies the list.
  public RedriveOrder {
    runIds = List.copyOf(runIds);
  }
}
