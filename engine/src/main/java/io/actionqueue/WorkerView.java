package io.actionqueue;

import io.actionqueue.core.state.StateImage;
import org.jspecify.annotations.Nullable;

/// A worker of another process (spec 03 §10.1).
///
/// @param actor its registration as recorded, with the end of it if it left or died
/// @param heardAt epoch seconds at which the engine last heard of it in this process: registration,
///   heartbeat, claim or report; not recorded. The engine's start for a worker that was registered
///   before. Null if it is not active
/// @param leases how many runs it holds
public record WorkerView(StateImage.Actor actor, @Nullable Long heardAt, int leases) {
  /// Whether it is registered, and neither left nor died.
  public boolean isActive() {
    return actor.isActive();
  }
}
