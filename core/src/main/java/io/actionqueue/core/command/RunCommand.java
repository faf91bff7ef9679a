package io.actionqueue.core.command;

/// Commands about the state of one run; each becomes one event.
public sealed interface RunCommand extends Command
    permits RunCreate, RunStateTransition, RunSuspend, RunResume {}
