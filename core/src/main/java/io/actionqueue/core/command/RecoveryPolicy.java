package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.run.OnUncertain;

/// What becomes of a run whose attempt was cut off (S-2, S-4, S-35).
///
/// @param maxInterruptions how many crashes and lost leases a run survives; the next one ends it
///   Failed. At least 0, 3 by default
/// @param onUncertain what becomes of a run of a transactional task
public record RecoveryPolicy(int maxInterruptions, OnUncertain onUncertain) {
  /// Three interruptions, and transactional tasks fail.
  public static final RecoveryPolicy DEFAULT = new RecoveryPolicy(3, OnUncertain.FAIL);

  /// The owner text of leases that the local executor holds, whatever process it ran in.
  public static final String LOCAL_OWNER = "runtime";

  /// Checks the bound.
  ///
  /// @throws InvalidValue kind `InvalidMaxInterruptions`
  public RecoveryPolicy {
    if (maxInterruptions < 0) {
      throw new InvalidValue(
          "InvalidMaxInterruptions",
          "max_interruptions must not be negative, was " + maxInterruptions);
    }
  }
}
