package io.actionqueue.core.command;

/// Commands about the engine as a whole; each becomes one event.
public sealed interface EngineCommand extends Command permits EnginePause, EngineResume {}
