package io.actionqueue.cli.failure;

/// The end of a command that could not do its work.
public final class CliFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final FailureKind kind;
  private final String code;

  /// A failure.
  ///
  /// @param kind decides the exit code
  /// @param code stable and in snake case
  /// @param message a sentence for people
  public CliFailure(FailureKind kind, String code, String message) {
    super(message);
    this.kind = kind;
    this.code = code;
  }

  /// A wrong shape of the invocation, exit code 2.
  public static CliFailure usage(String code, String message) {
    return new CliFailure(FailureKind.USAGE, code, message);
  }

  /// A broken rule, exit code 3.
  public static CliFailure validation(String code, String message) {
    return new CliFailure(FailureKind.VALIDATION, code, message);
  }

  /// Something that the invocation lacks or says twice: the rule without a code of its own.
  public static CliFailure badInput(String message) {
    return validation("input_validation_failed", message);
  }

  /// A failure of this machine, exit code 4.
  public static CliFailure runtime(String code, String message) {
    return new CliFailure(FailureKind.RUNTIME, code, message);
  }

  /// No way to talk to a daemon, exit code 5.
  public static CliFailure connectivity(String code, String message) {
    return new CliFailure(FailureKind.CONNECTIVITY, code, message);
  }

  /// Decides the exit code.
  public FailureKind kind() {
    return kind;
  }

  /// The stable code, such as `invalid_run_policy`.
  public String code() {
    return code;
  }

  /// The sentence for people.
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
