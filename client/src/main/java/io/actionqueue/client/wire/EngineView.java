package io.actionqueue.client.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET /api/v1/engine`: what the engine is doing.
///
/// @param paused whether promotion and starts are held
/// @param pausedAt epoch seconds of the last pause, null if there was none
/// @param resumedAt epoch seconds of the resume after it, null if there was none
/// @param draining whether it takes no more work and waits for handlers
/// @param inFlight attempts whose handler has not returned
/// @param concurrency how many may be in flight
/// @param lastTickAt epoch seconds of the engine's last step, null before the first
/// @param phase `running`, `draining`, `failed` or `closed`
/// @param durability `SYNC`, `INTERVAL(n ms)` or `OS`
/// @param actions the names that have a handler here
/// @param readOnly whether the daemon was started with `--read-only`
public record EngineView(
    boolean paused,
    @Nullable Long pausedAt,
    @Nullable Long resumedAt,
    boolean draining,
    long inFlight,
    long concurrency,
    @Nullable Long lastTickAt,
    String phase,
    String durability,
    List<String> actions,
    boolean readOnly) {
  /// Copies the list.
  public EngineView {
    actions = List.copyOf(actions);
  }
}
