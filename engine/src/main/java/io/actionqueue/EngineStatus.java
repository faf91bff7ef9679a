package io.actionqueue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the engine is doing.
///
/// @param phase whether it works, drains, failed or is closed
/// @param paused whether promotion and starts are held
/// @param pausedAt epoch seconds of the last pause, null if there was none
/// @param resumedAt epoch seconds of the resume after it, null if there was none
/// @param inFlight attempts whose handler has not returned
/// @param concurrency how many may be in flight
/// @param lastTickAt epoch seconds of the engine's last step, null before the first; an engine that
///   has nothing to do takes none
/// @param durability `SYNC`, `INTERVAL(n ms)` or `OS`
/// @param actions the names that have a local handler
public record EngineStatus(
    Phase phase,
    boolean paused,
    @Nullable Long pausedAt,
    @Nullable Long resumedAt,
    int inFlight,
    int concurrency,
    @Nullable Long lastTickAt,
    String durability,
    List<String> actions) {
  /// Copies the list.
  public EngineStatus {
    actions = List.copyOf(actions);
  }

  /// The phases of an engine's life.
  public enum Phase {
    /// Takes and executes work.
    RUNNING,
    /// Takes no more work; waits for handlers.
    DRAINING,
    /// The log failed or an invariant broke: reopen the directory.
    FAILED,
    /// Closed.
    CLOSED
  }
}
