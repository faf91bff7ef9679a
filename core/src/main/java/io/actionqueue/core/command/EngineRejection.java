package io.actionqueue.core.command;

/// Refusals about the engine as a whole.
public sealed interface EngineRejection extends Rejection {
  /// The engine is paused.
  record EngineAlreadyPaused() implements EngineRejection {
    @Override
    public String message() {
      return "the engine is already paused";
    }
  }

  /// The engine is not paused.
  record EngineNotPaused() implements EngineRejection {
    @Override
    public String message() {
      return "the engine is not paused";
    }
  }
}
