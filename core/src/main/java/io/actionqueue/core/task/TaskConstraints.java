package io.actionqueue.core.task;

import io.actionqueue.core.InvalidValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rules for executing the runs of a task (spec 02 §2.3).
///
/// @param maxAttempts how many counted attempts a run may have; 1 to 4,294,967,295, 1 by default
/// @param timeoutSecs limit of one attempt in seconds, unsigned and at least 1; null for no limit
/// @param concurrencyKey runs that share this text within a tenant do not execute at the same time;
///   null for none
/// @param holdPolicy whether the key stays taken between attempts
/// @param safetyLevel the declared class of side effects
/// @param requiredCapabilities what a worker must hold, the first entry naming the action; null for
///   none
public record TaskConstraints(
    long maxAttempts,
    @Nullable Long timeoutSecs,
    @Nullable String concurrencyKey,
    HoldPolicy holdPolicy,
    SafetyLevel safetyLevel,
    @Nullable List<String> requiredCapabilities) {
  /// One attempt, no timeout, no key, no required capability.
  public static final TaskConstraints DEFAULT =
      new TaskConstraints(1, null, null, HoldPolicy.HOLD_DURING_RETRY, SafetyLevel.PURE, null);

  private static final long MAX_U32 = 0xffff_ffffL;

  /// Checks the rules in the order of spec 02 §2.3.
  ///
  /// @throws InvalidValue kind `InvalidMaxAttempts`, `ZeroTimeout`, `EmptyConcurrencyKey`,
  ///   `EmptyCapabilities` or `EmptyCapabilityEntry`
  public TaskConstraints {
    if (maxAttempts < 1 || maxAttempts > MAX_U32) {
      throw new InvalidValue(
          "InvalidMaxAttempts",
          "max_attempts must be between 1 and 4294967295, was " + maxAttempts);
    }
    if (timeoutSecs != null && timeoutSecs == 0) {
      throw new InvalidValue("ZeroTimeout", "timeout_secs must be at least 1, was 0");
    }
    if (concurrencyKey != null && concurrencyKey.isEmpty()) {
      throw new InvalidValue("EmptyConcurrencyKey", "concurrency_key must not be empty");
    }
    if (requiredCapabilities != null) {
      requiredCapabilities = List.copyOf(requiredCapabilities);
      checkCapabilities(requiredCapabilities);
    }
  }

  private static void checkCapabilities(List<String> entries) {
    if (entries.isEmpty()) {
      throw new InvalidValue("EmptyCapabilities", "required_capabilities must not be empty");
    }
    if (entries.contains("")) {
      throw new InvalidValue(
          "EmptyCapabilityEntry", "required_capabilities must not have an empty entry");
    }
  }

  /// The same with another number of attempts.
  public TaskConstraints withMaxAttempts(long attempts) {
    return new TaskConstraints(
        attempts, timeoutSecs, concurrencyKey, holdPolicy, safetyLevel, requiredCapabilities);
  }

  /// The same with another timeout in seconds, or none.
  public TaskConstraints withTimeoutSecs(@Nullable Long seconds) {
    return new TaskConstraints(
        maxAttempts, seconds, concurrencyKey, holdPolicy, safetyLevel, requiredCapabilities);
  }

  /// The same with another concurrency key, or none.
  public TaskConstraints withConcurrencyKey(@Nullable String key) {
    return new TaskConstraints(
        maxAttempts, timeoutSecs, key, holdPolicy, safetyLevel, requiredCapabilities);
  }

  /// The same with another hold policy.
  public TaskConstraints withHoldPolicy(HoldPolicy policy) {
    return new TaskConstraints(
        maxAttempts, timeoutSecs, concurrencyKey, policy, safetyLevel, requiredCapabilities);
  }

  /// The same with another safety level.
  public TaskConstraints withSafetyLevel(SafetyLevel level) {
    return new TaskConstraints(
        maxAttempts, timeoutSecs, concurrencyKey, holdPolicy, level, requiredCapabilities);
  }

  /// The same with other required capabilities, or none.
  public TaskConstraints withRequiredCapabilities(@Nullable List<String> capabilities) {
    return new TaskConstraints(
        maxAttempts, timeoutSecs, concurrencyKey, holdPolicy, safetyLevel, capabilities);
  }
}
