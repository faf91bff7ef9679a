package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;

/// Starts an attempt of a Ready run: Ready to Leased, the lease, Leased to Running, the attempt. A
/// leftover lease that is lost or the owner's own is closed first (spec 02 §7.2, R-7).
///
/// Refused, in this order: `unknown_run`, `previous_state_mismatch` (not Ready), `task_canceled`,
/// `lease_already_active`, `attempt_cap_reached`, `attempt_id_reused`, `attempt_count_overflow`.
/// Whether the run may start now (due, keys, budgets, pause) is the engine's to know.
///
/// @param runId the run
/// @param attemptId the new attempt; not nil, unique within the run
/// @param owner who takes the lease; not empty
/// @param expiry epoch seconds from which on the lease counts as expired, unsigned
/// @param timestamp epoch seconds, unsigned
public record StartRun(RunId runId, AttemptId attemptId, String owner, long expiry, long timestamp)
    implements BatchCommand {
  /// Checks attempt and owner.
  ///
  /// @throws InvalidValue kind `InvalidAttemptId` or `EmptyLeaseOwner`
  public StartRun {
    Arguments.notNil(attemptId, "InvalidAttemptId");
    Arguments.notEmpty(owner, "EmptyLeaseOwner", "lease owner");
  }
}
