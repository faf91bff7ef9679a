package io.actionqueue.core.command;

import io.actionqueue.core.event.EngineEvent;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.StateImage;

/// Decides about [EngineCommand]s (spec 02 §4.5).
final class EngineDecider {
  private EngineDecider() {}

  static Decision decide(QueueState state, EngineCommand command) {
    StateImage.Engine engine = state.engine();
    return switch (command) {
      case EnginePause(var timestamp) ->
          engine.paused()
              ? Answer.reject(new EngineRejection.EngineAlreadyPaused())
              : Answer.accept(new EngineEvent.EnginePaused(timestamp));
      case EngineResume(var timestamp) ->
          engine.paused()
              ? Answer.accept(new EngineEvent.EngineResumed(resumeTime(engine, timestamp)))
              : Answer.reject(new EngineRejection.EngineNotPaused());
    };
  }

  private static long resumeTime(StateImage.Engine engine, long timestamp) {
    Long pausedAt = engine.pausedAt();
    return pausedAt == null ? timestamp : Answer.notBefore(timestamp, pausedAt);
  }
}
