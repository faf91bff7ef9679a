package io.actionqueue.cli.failure;

import java.util.Locale;

/// What sort of failure ended a command. Each has an exit code of its own.
public enum FailureKind {
  /// The invocation has a wrong shape: no such command, no such option, a value left out.
  USAGE(2),
  /// The invocation was understood, and something in it breaks a rule.
  VALIDATION(3),
  /// Something failed on this machine while working: the disk, a damaged log, a task that failed
  /// under `--wait`.
  RUNTIME(4),
  /// A daemon did not answer, or does not know the caller.
  CONNECTIVITY(5);

  private final int exitCode;

  FailureKind(int exitCode) {
    this.exitCode = exitCode;
  }

  /// The process's exit code.
  public int exitCode() {
    return exitCode;
  }

  /// The name in the error line, such as `validation`.
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
