package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.AttemptResult;
import org.jspecify.annotations.Nullable;

/// How an attempt ended, as people are shown it: a failure recorded with the reserved prefix is an
/// interruption (S-34).
public enum AttemptVerdict {
  /// The handler succeeded.
  @JsonProperty("Success")
  SUCCESS,
  /// The handler failed.
  @JsonProperty("Failure")
  FAILURE,
  /// The attempt took longer than its limit.
  @JsonProperty("Timeout")
  TIMEOUT,
  /// The handler set the run aside.
  @JsonProperty("Suspended")
  SUSPENDED,
  /// A crash, a shutdown, a lost lease or a cancellation cut the attempt off.
  @JsonProperty("Interrupted")
  INTERRUPTED;

  /// What a recorded result shows as; null while the attempt is open.
  public static @Nullable AttemptVerdict of(
      @Nullable AttemptResult result, @Nullable String error) {
    if (result == null) {
      return null;
    }
    return switch (result) {
      case SUCCESS -> SUCCESS;
      case FAILURE -> isInterruption(error) ? INTERRUPTED : FAILURE;
      case TIMEOUT -> TIMEOUT;
      case SUSPENDED -> SUSPENDED;
    };
  }

  private static boolean isInterruption(@Nullable String error) {
    return error != null && error.startsWith(AttemptOutcome.INTERRUPTED_PREFIX);
  }
}
