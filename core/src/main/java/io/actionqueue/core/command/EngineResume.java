package io.actionqueue.core.command;

/// Lets promotion and starts go on. Refused: `engine_not_paused`.
///
/// @param timestamp epoch seconds, unsigned
public record EngineResume(long timestamp) implements EngineCommand {}
