package io.actionqueue.core;

/// A value that breaks a rule of its type: raised when it is constructed, before anything is
/// written.
///
/// [#kind()] is the stable name of the rule (for example `InvalidMaxAttempts`), [#code()] the same
/// in snake case as logs, HTTP and docs/errors.md use it.
public final class InvalidValue extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String kind;

  /// A refusal of a value.
  ///
  /// @param kind the rule's name in upper camel case
  /// @param message a sentence for people that contains the offending value
  public InvalidValue(String kind, String message) {
    super(message);
    this.kind = kind;
  }

  /// The rule's name, such as `EmptyConcurrencyKey`.
  public String kind() {
    return kind;
  }

  /// The rule's name in snake case, such as `empty_concurrency_key`.
  public String code() {
    return SnakeCase.of(kind);
  }
}
