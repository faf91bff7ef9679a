package io.actionqueue.storage.codec;

/// The numbers of extension events on disk (docs/format/events.md §5). Never renumbered.
public final class ExtensionVariant {
  /// Events from this number on are extensions.
  public static final int FIRST = 64;

  static final int TASK_POLICY_SET = 64;
  static final int RUN_REPRIORITISED = 65;
  static final int RUN_DELAYED = 66;
  static final int RUN_NOTED = 67;
  static final int TASKS_DROPPED = 68;
  static final int SCOPE_PAUSED = 69;
  static final int SCOPE_RESUMED = 70;
  static final int LIMIT_SET = 71;
  static final int LIMIT_CLEARED = 72;
  static final int SUBSCRIPTION_POLICY_SET = 73;
  static final int SUBSCRIPTION_CONSUMED = 74;
  static final int GATE_OPENED = 75;
  static final int GATE_DECIDED = 76;
  static final int TASK_REDRIVEN = 77;
  static final int LEDGER_OCCURRED = 78;
  static final int SLOTS_PASSED_OVER = 79;
  static final int TENANT_WEIGHT_SET = 80;
  static final int TOKENS_TAKEN = 81;
  static final int ATTEMPT_NOTED = 82;
  static final int DEPENDENCIES_ADDED = 83;

  /// The form of [#TASK_POLICY_SET] that ends with further concurrency keys.
  static final int TASK_POLICY_WITH_KEYS_SET = 84;

  static final int TASK_CREATED_WITH_POLICY = 85;

  private ExtensionVariant() {}
}
