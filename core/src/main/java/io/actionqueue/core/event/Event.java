package io.actionqueue.core.event;

/// A durable fact: the only thing that a log holds and the only thing that changes the state.
///
/// The 31 kinds of log version 5 are grouped into sealed families; [ExtensionEvent] has those that
/// version 5 does not know. A new kind must fail to compile in the reducer, the codec and the
/// views: switches over families have no default.
public sealed interface Event
    permits TaskEvent,
        RunEvent,
        AttemptEvent,
        LeaseEvent,
        EngineEvent,
        BudgetEvent,
        SubscriptionEvent,
        ActorEvent,
        PlatformEvent,
        ExtensionEvent {

  /// When it happened: epoch seconds, unsigned.
  long timestamp();
}
