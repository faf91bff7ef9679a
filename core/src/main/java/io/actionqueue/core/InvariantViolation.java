package io.actionqueue.core;

/// A broken invariant: a bug in this program, never a consequence of input or of the disk.
public final class InvariantViolation extends AssertionError {
  private static final long serialVersionUID = 1;

  /// A violation with what was expected and what was found.
  public InvariantViolation(String message) {
    super(message);
  }
}
