package io.actionqueue.core;

/// Checks that are always on. A broken invariant is a bug: it stops the engine and is never caught
/// to go on.
public final class Invariant {
  private Invariant() {}

  /// Throws when the condition does not hold.
  ///
  /// @param condition what must be true
  /// @param expectation what was expected, in words
  /// @throws InvariantViolation if the condition is false
  public static void check(boolean condition, String expectation) {
    if (!condition) {
      throw new InvariantViolation(expectation);
    }
  }

  /// Throws with expected and actual value when they differ.
  public static void checkEqual(String what, long expected, long actual) {
    if (expected != actual) {
      throw new InvariantViolation(
          "expected "
              + what
              + " "
              + Long.toUnsignedString(expected)
              + ", was "
              + Long.toUnsignedString(actual));
    }
  }
}
