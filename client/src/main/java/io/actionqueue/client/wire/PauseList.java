package io.actionqueue.client.wire;

import java.util.List;

/// `GET /api/v1/pauses`.
///
/// @param pauses the scopes that are paused, in order of their pauses
public record PauseList(List<ScopeDetail> pauses) {
  /// Copies the list.
  public PauseList {
    pauses = List.copyOf(pauses);
  }
}
