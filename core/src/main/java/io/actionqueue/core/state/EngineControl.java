package io.actionqueue.core.state;

import io.actionqueue.core.event.EngineEvent;
import io.actionqueue.core.event.EngineEvent.EnginePaused;
import io.actionqueue.core.event.EngineEvent.EngineResumed;
import org.jspecify.annotations.Nullable;

/// Pause and resume of the engine.
final class EngineControl {
  private final Observers observers;
  private StateImage.Engine engine = new StateImage.Engine(false, null, null);

  EngineControl(Observers observers) {
    this.observers = observers;
  }

  StateImage.Engine engine() {
    return engine;
  }

  void restore(StateImage.Engine image) {
    engine = image;
  }

  @Nullable ReplayRefusal check(EngineEvent event) {
    return switch (event) {
      case EnginePaused(var timestamp) ->
          engine.paused() ? new ReplayRefusal.AlreadyPaused(engine.pausedAt(), timestamp) : null;
      case EngineResumed(var timestamp) -> checkResume(timestamp);
    };
  }

  void apply(EngineEvent event) {
    engine =
        switch (event) {
          case EnginePaused(var timestamp) -> new StateImage.Engine(true, timestamp, null);
          case EngineResumed(var timestamp) ->
              new StateImage.Engine(false, engine.pausedAt(), timestamp);
        };
    observers.engineChanged(engine);
  }

  private @Nullable ReplayRefusal checkResume(long timestamp) {
    if (!engine.paused()) {
      return new ReplayRefusal.NotPaused(timestamp);
    }
    Long pausedAt = engine.pausedAt();
    return pausedAt != null && Long.compareUnsigned(timestamp, pausedAt) < 0
        ? new ReplayRefusal.ResumeBeforePause(pausedAt, timestamp)
        : null;
  }
}
