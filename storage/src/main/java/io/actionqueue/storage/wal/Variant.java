package io.actionqueue.storage.wal;

/// The numbers of events on disk (docs/format/events.md §3). Never renumbered; from 64 on see
/// [io.actionqueue.storage.codec.ExtensionVariant].
final class Variant {
  static final int TASK_CREATED = 0;
  static final int RUN_CREATED = 1;
  static final int RUN_STATE_CHANGED = 2;
  static final int ATTEMPT_STARTED = 3;
  static final int ATTEMPT_FINISHED = 4;
  static final int TASK_CANCELED = 5;
  static final int RUN_CANCELED = 6;
  static final int LEASE_ACQUIRED = 7;
  static final int LEASE_HEARTBEAT = 8;
  static final int LEASE_EXPIRED = 9;
  static final int LEASE_RELEASED = 10;
  static final int ENGINE_PAUSED = 11;
  static final int ENGINE_RESUMED = 12;
  static final int DEPENDENCY_DECLARED = 13;
  static final int RUN_SUSPENDED = 14;
  static final int RUN_RESUMED = 15;
  static final int BUDGET_ALLOCATED = 16;
  static final int BUDGET_CONSUMED = 17;
  static final int BUDGET_EXHAUSTED = 18;
  static final int BUDGET_REPLENISHED = 19;
  static final int SUBSCRIPTION_CREATED = 20;
  static final int SUBSCRIPTION_TRIGGERED = 21;
  static final int SUBSCRIPTION_CANCELED = 22;
  static final int ACTOR_REGISTERED = 23;
  static final int ACTOR_DEREGISTERED = 24;
  static final int ACTOR_HEARTBEAT = 25;
  static final int TENANT_CREATED = 26;
  static final int ROLE_ASSIGNED = 27;
  static final int CAPABILITY_GRANTED = 28;
  static final int CAPABILITY_REVOKED = 29;
  static final int LEDGER_ENTRY_APPENDED = 30;

  private Variant() {}
}
