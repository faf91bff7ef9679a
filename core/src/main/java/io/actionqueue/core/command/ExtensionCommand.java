package io.actionqueue.core.command;

/// Commands about what log version 5 does not know. Their instants are epoch milliseconds.
public sealed interface ExtensionCommand extends Command
    permits Extend, SubmitWithPolicy, FinishDelayed, CancelNoted {}
