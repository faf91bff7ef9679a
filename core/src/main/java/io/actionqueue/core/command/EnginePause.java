package io.actionqueue.core.command;

/// Stops promotion and starts. Refused: `engine_already_paused`.
///
/// @param timestamp epoch seconds, unsigned
public record EnginePause(long timestamp) implements EngineCommand {}
