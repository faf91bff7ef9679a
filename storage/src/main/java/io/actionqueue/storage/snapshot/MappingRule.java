package io.actionqueue.storage.snapshot;

/// What a v8 snapshot must satisfy (spec 01 §8.6), in the order of checking.
public enum MappingRule {
  /// The schema is 8.
  UNSUPPORTED_SCHEMA_VERSION("UnsupportedSchemaVersion", "schema_version: expected %s, found %s"),
  /// The declared number of tasks is right.
  TASK_COUNT_MISMATCH("TaskCountMismatch", "task_count: declared %s, actual %s"),
  /// The declared number of runs is right.
  RUN_COUNT_MISMATCH("RunCountMismatch", "run_count: declared %s, actual %s"),
  /// A task stands there once.
  DUPLICATE_TASK_ID("DuplicateTaskId", "task %s stands there twice"),
  /// A task was not canceled before it was created.
  INVALID_TASK_CANCELED_AT_CAUSALITY(
      "InvalidTaskCanceledAtCausality", "task %s: created_at %s is after canceled_at %s"),
  /// A run's id is not nil.
  INVALID_RUN_ID("InvalidRunId", "run id %s is nil"),
  /// The id of a run's task is not nil.
  INVALID_TASK_ID("InvalidTaskId", "run %s: task id %s is nil"),
  /// A Ready run was due when it was created.
  INVALID_READY_SCHEDULE_CAUSALITY(
      "InvalidReadyScheduleCausality",
      "run %s is Ready although scheduled_at %s is after created_at %s"),
  /// An attempt is open in Running only, or was left open by a cancel.
  INVALID_ATTEMPT_LINEAGE_STATE("InvalidAttemptLineageState", "run %s has an open attempt in %s"),
  /// An open attempt was counted.
  INVALID_ATTEMPT_LINEAGE_COUNT(
      "InvalidAttemptLineageCount", "run %s has an open attempt and attempt_count %s"),
  /// The history starts with Scheduled at the time of creation.
  MISSING_INITIAL_RUN_STATE_HISTORY(
      "MissingInitialRunStateHistory",
      "run %s: the history does not start with Scheduled at created_at"),
  /// The history is a chain of legal moves up to the run's state.
  INVALID_RUN_STATE_HISTORY_TRANSITION(
      "InvalidRunStateHistoryTransition", "run %s: the history has a break from %s to %s"),
  /// Every counted attempt has an entry.
  INVALID_ATTEMPT_HISTORY_COUNT(
      "InvalidAttemptHistoryCount", "run %s: attempt_count %s, but %s attempts"),
  /// An open attempt has exactly one entry, without an end.
  INVALID_ACTIVE_ATTEMPT_HISTORY(
      "InvalidActiveAttemptHistory", "run %s: the open attempt does not match the attempts"),
  /// A lease is held in Ready, Leased and Running only.
  INVALID_LEASE_PRESENCE("InvalidLeasePresence", "run %s has a lease in %s"),
  /// A run stands there once.
  DUPLICATE_RUN_ID("DuplicateRunId", "run %s stands there twice"),
  /// A run's task is there.
  RUN_REFERENCES_UNKNOWN_TASK("RunReferencesUnknownTask", "run %s: unknown task %s"),
  /// A paused engine knows since when.
  INVALID_ENGINE_PAUSED_CAUSALITY(
      "InvalidEnginePausedCausality", "the engine is paused without paused_at"),
  /// A resume belongs to a pause.
  INVALID_ENGINE_RESUMED_CAUSALITY(
      "InvalidEngineResumedCausality", "resumed_at does not go with paused and paused_at"),
  /// A resume is not before its pause.
  INVALID_ENGINE_PAUSE_RESUME_ORDERING(
      "InvalidEnginePauseResumeOrdering", "paused_at %s is after resumed_at %s"),
  /// A task declares once.
  DUPLICATE_DEPENDENCY_DECLARATION(
      "DuplicateDependencyDeclaration", "task %s declares dependencies twice"),
  /// A declaring task is there.
  DEPENDENCY_DECLARATION_UNKNOWN_TASK(
      "DependencyDeclarationUnknownTask", "unknown task %s declares dependencies"),
  /// A prerequisite is there.
  DEPENDENCY_REFERENCES_UNKNOWN_TASK(
      "DependencyReferencesUnknownTask", "task %s depends on the unknown task %s"),
  /// A budget stands there once.
  DUPLICATE_BUDGET_ALLOCATION("DuplicateBudgetAllocation", "task %s: budget %s stands there twice"),
  /// A budget's task is there.
  BUDGET_REFERENCES_UNKNOWN_TASK("BudgetReferencesUnknownTask", "budget of the unknown task %s"),
  /// A subscription stands there once.
  DUPLICATE_SUBSCRIPTION_ID("DuplicateSubscriptionId", "subscription %s stands there twice"),
  /// A subscription's task is there.
  SUBSCRIPTION_REFERENCES_UNKNOWN_TASK(
      "SubscriptionReferencesUnknownTask", "subscription %s: unknown task %s");

  private final String kind;
  private final String template;

  MappingRule(String kind, String template) {
    this.kind = kind;
    this.template = template;
  }

  /// The stable name of a violation, such as `TaskCountMismatch`.
  public String kind() {
    return kind;
  }

  String describe(Object... values) {
    return template.formatted(values);
  }
}
