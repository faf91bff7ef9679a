package io.actionqueue.core.command;

/// Commands about attempts; each becomes one event.
public sealed interface AttemptCommand extends Command permits AttemptStart, AttemptFinish {}
