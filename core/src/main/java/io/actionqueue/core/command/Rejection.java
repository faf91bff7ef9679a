package io.actionqueue.core.command;

import io.actionqueue.core.SnakeCase;

/// Why a command is refused: a value that the caller can act on. Nothing was written.
///
/// Each kind is a record of its own with the ids and values that it is about. The kinds of spec 02
/// §4.2 keep their names and fields; the others are rules that the original lacked. docs/errors.md
/// lists every code.
public sealed interface Rejection
    permits SequenceRejection,
        TaskRejection,
        RunRejection,
        AttemptRejection,
        LeaseRejection,
        EngineRejection,
        BudgetRejection,
        SubscriptionRejection,
        ActorRejection,
        GateRejection,
        PlatformRejection,
        ExtensionRejection {

  /// The rule's stable name, such as `TaskAlreadyExists`.
  default String kind() {
    return getClass().getSimpleName();
  }

  /// The name in snake case, such as `task_already_exists`: logs, HTTP and docs/errors.md use it.
  default String code() {
    return SnakeCase.of(kind());
  }

  /// A sentence for people that contains the values.
  String message();
}
