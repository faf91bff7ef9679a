package io.actionqueue.storage.snapshot;

import java.util.List;

/// What the records of a section are. Ordinals are wire numbers; sections come in this order.
enum SectionKind {
  /// The beginning: format, sequence, time of capture, engine. One record.
  HEAD,
  /// Tasks.
  TASKS,
  /// What tasks wait for.
  DEPENDENCIES,
  /// Runs with their past.
  RUNS,
  /// Further attempts of the run before them, of a run that is too large for one record.
  ATTEMPTS,
  /// Budgets.
  BUDGETS,
  /// Subscriptions.
  SUBSCRIPTIONS,
  /// Actors.
  ACTORS,
  /// Tenants.
  TENANTS,
  /// Roles.
  ROLES,
  /// Grants.
  GRANTS,
  /// Ledger entries.
  LEDGER,
  /// Events that stand for what log version 5 does not know.
  EXTENSIONS,
  /// The end: how many sections and records there are, and a checksum of all checksums. One record.
  END;

  static final List<SectionKind> ALL = List.of(values());
}
