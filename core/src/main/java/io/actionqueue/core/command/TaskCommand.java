package io.actionqueue.core.command;

/// Commands about tasks and what is declared between them; each becomes one event.
public sealed interface TaskCommand extends Command
    permits TaskCreate, TaskCancel, DependencyDeclare {}
