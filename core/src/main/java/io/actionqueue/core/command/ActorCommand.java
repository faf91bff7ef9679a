package io.actionqueue.core.command;

/// Commands about remote workers; each becomes one event.
public sealed interface ActorCommand extends Command
    permits ActorRegister, ActorDeregister, ActorHeartbeat {}
