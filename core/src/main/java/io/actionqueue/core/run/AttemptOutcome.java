package io.actionqueue.core.run;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.InvalidValue;
import org.jspecify.annotations.Nullable;

/// A well-formed end of an attempt (spec 02 §2.7): success and suspension carry no error, failure
/// and timeout carry one and no output.
///
/// @param result the kind
/// @param error text of a failure or timeout (may be empty), null otherwise
/// @param output bytes of a success or suspension, null if there are none
public record AttemptOutcome(AttemptResult result, @Nullable String error, @Nullable Bytes output) {
  /// Starts the error text of an attempt that was cut off rather than failed (S-1, S-34).
  public static final String INTERRUPTED_PREFIX = "interrupted: ";

  private static final String HANDLER_PREFIX = "handler: ";

  /// Checks the coupling of result, error and output; error presence is checked first.
  ///
  /// @throws InvalidValue kind `SuccessWithError`, `NonSuccessWithoutError` or
  ///   `NonSuccessWithOutput`
  public AttemptOutcome {
    boolean wantsError = result == AttemptResult.FAILURE || result == AttemptResult.TIMEOUT;
    if (!wantsError && error != null) {
      throw new InvalidValue(
          "SuccessWithError", result.wireName() + " must not carry an error: " + error);
    }
    if (wantsError && error == null) {
      throw new InvalidValue("NonSuccessWithoutError", result.wireName() + " must carry an error");
    }
    if (wantsError && output != null) {
      throw new InvalidValue("NonSuccessWithOutput", result.wireName() + " must not carry output");
    }
  }

  /// Success without output.
  public static AttemptOutcome success() {
    return new AttemptOutcome(AttemptResult.SUCCESS, null, null);
  }

  /// Success with output; no bytes mean no output.
  public static AttemptOutcome success(Bytes output) {
    return new AttemptOutcome(AttemptResult.SUCCESS, null, output.isEmpty() ? null : output);
  }

  /// Failure with an error text, which may be empty.
  public static AttemptOutcome failure(String error) {
    return new AttemptOutcome(AttemptResult.FAILURE, error, null);
  }

  /// Failure as a handler reported it: a text that starts with the reserved prefix is marked as the
  /// handler's own (S-34).
  public static AttemptOutcome reportedFailure(String error) {
    return failure(error.startsWith(INTERRUPTED_PREFIX) ? HANDLER_PREFIX + error : error);
  }

  /// Timeout after a limit in seconds, unsigned.
  public static AttemptOutcome timeout(long limitSecs) {
    return new AttemptOutcome(
        AttemptResult.TIMEOUT,
        "attempt timed out after " + Long.toUnsignedString(limitSecs) + "s",
        null);
  }

  /// Suspension without partial state.
  public static AttemptOutcome suspended() {
    return new AttemptOutcome(AttemptResult.SUSPENDED, null, null);
  }

  /// Suspension with partial state; no bytes mean none.
  public static AttemptOutcome suspended(Bytes partial) {
    return new AttemptOutcome(AttemptResult.SUSPENDED, null, partial.isEmpty() ? null : partial);
  }

  /// Reads what a log may hold, reducing ill-formed combinations instead of refusing them (spec 01
  /// annex A).
  public static AttemptOutcome repaired(
      AttemptResult result, @Nullable String error, @Nullable Bytes output) {
    return switch (result) {
      case SUCCESS, SUSPENDED ->
          error == null
              ? new AttemptOutcome(result, null, output)
              : new AttemptOutcome(result, null, null);
      case FAILURE -> new AttemptOutcome(result, error == null ? "unknown failure" : error, null);
      case TIMEOUT -> new AttemptOutcome(result, error == null ? "unknown timeout" : error, null);
    };
  }

  /// Whether this records an interruption rather than a failure (S-1).
  public boolean isInterruption() {
    return result == AttemptResult.FAILURE && error != null && error.startsWith(INTERRUPTED_PREFIX);
  }
}
