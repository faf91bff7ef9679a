package io.actionqueue.core.command;

/// Commands that become several events of one atomic batch (S-29), or none when there is nothing
/// left to do. The events are those of the single commands, in the order of spec 02 §4.9.
public sealed interface BatchCommand extends Command
    permits SubmitTask,
        CreateRuns,
        DeclareDependencies,
        StartRun,
        FinishRun,
        InterruptRun,
        SuspendRun,
        ResumeRun,
        CancelRun,
        CancelTask,
        SuspendAtGate,
        DecideGate,
        RecordLedgerEntry,
        RecoverTask,
        RecoverRun,
        Subscribe,
        PromoteTriggered,
        PassOverSlots {}
