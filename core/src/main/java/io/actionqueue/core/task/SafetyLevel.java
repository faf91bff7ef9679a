package io.actionqueue.core.task;

/// The declared side-effect class of a task. Ordinals are wire numbers (spec 02 §2.2).
public enum SafetyLevel {
  /// No side effects: may be repeated freely. The default.
  PURE("Pure"),
  /// Side effects that a repetition does not change.
  IDEMPOTENT("Idempotent"),
  /// Side effects that must not be repeated blindly: see `on_uncertain`.
  TRANSACTIONAL("Transactional");

  private final String wireName;

  SafetyLevel(String wireName) {
    this.wireName = wireName;
  }

  /// The name in JSON.
  public String wireName() {
    return wireName;
  }
}
