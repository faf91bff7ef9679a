package io.actionqueue;

import io.actionqueue.core.Bytes;
import org.jspecify.annotations.Nullable;

/// What a handler answers.
public sealed interface Outcome {
  /// Done, without output.
  static Outcome success() {
    return new Success(null);
  }

  /// Done, with output that is kept with the attempt; no bytes mean no output.
  static Outcome success(Bytes output) {
    return new Success(output.isEmpty() ? null : output);
  }

  /// Done, with a text kept as UTF-8.
  static Outcome success(String output) {
    return success(Bytes.utf8(output));
  }

  /// Failed; worth another attempt if there are any left.
  static Outcome retry(String error) {
    return new RetryableFailure(error, null);
  }

  /// Failed; worth another attempt, not before so many seconds have passed.
  static Outcome retryAfter(String error, long delaySecs) {
    return new RetryableFailure(error, delaySecs);
  }

  /// Failed for good.
  static Outcome fail(String error) {
    return new TerminalFailure(error);
  }

  /// Set aside until somebody resumes the run; does not count as an attempt.
  static Outcome suspend() {
    return new Suspended(null);
  }

  /// Set aside with partial state that is kept with the attempt.
  static Outcome suspend(Bytes partial) {
    return new Suspended(partial.isEmpty() ? null : partial);
  }

  /// Success.
  ///
  /// @param output bytes to keep, null for none
  record Success(@Nullable Bytes output) implements Outcome {}

  /// A failure that another attempt may mend.
  ///
  /// @param error text for people
  /// @param delaySecs the least delay in seconds, in place of the engine's back-off within this
  ///   process; null for the back-off
  record RetryableFailure(String error, @Nullable Long delaySecs) implements Outcome {}

  /// A failure that no attempt will mend.
  ///
  /// @param error text for people
  record TerminalFailure(String error) implements Outcome {}

  /// Suspension.
  ///
  /// @param partial bytes to keep, null for none
  record Suspended(@Nullable Bytes partial) implements Outcome {}
}
