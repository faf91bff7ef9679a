package io.actionqueue.core.event;

/// Events about the engine as a whole. Field order is that on disk (spec 01 §4.1).
public sealed interface EngineEvent extends Event {

  /// Promotion and starts were paused (ordinal 11).
  ///
  /// @param timestamp epoch seconds, unsigned
  record EnginePaused(long timestamp) implements EngineEvent {}

  /// Promotion and starts go on (ordinal 12).
  ///
  /// @param timestamp epoch seconds, unsigned
  record EngineResumed(long timestamp) implements EngineEvent {}
}
