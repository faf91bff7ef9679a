package io.actionqueue.core.command;

/// A proposal to change the state. [Decider] accepts it, which yields the events to write, or
/// refuses it, which changes nothing.
///
/// Arguments are checked when a command is constructed
/// ([InvalidValue][io.actionqueue.core.InvalidValue]); everything that depends on the state is
/// checked by the decider (spec 02 §4). An instant that would run backwards is raised to the one
/// before it (02-W-6): the command's timestamp is the earliest that its events may carry. Ids that
/// a command introduces must not be nil; a nil id that an old log introduced can still be named
/// (02-W-35).
public sealed interface Command
    permits TaskCommand,
        RunCommand,
        AttemptCommand,
        LeaseCommand,
        EngineCommand,
        BudgetCommand,
        SubscriptionCommand,
        ActorCommand,
        PlatformCommand,
        ExtensionCommand,
        BatchCommand {}
