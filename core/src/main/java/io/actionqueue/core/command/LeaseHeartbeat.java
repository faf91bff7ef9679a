package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.RunId;

/// Extends the lease of a run in Leased or Running, never shortens it. Refused, in this order:
/// `lease_unknown_run`, `lease_invalid_run_state`, `lease_missing_active`, `lease_owner_mismatch`,
/// `lease_heartbeat_expiry_regression`.
///
/// @param runId the run
/// @param owner who holds the lease; not empty
/// @param expiry epoch seconds from which on the lease counts as expired, unsigned
/// @param timestamp epoch seconds, unsigned
public record LeaseHeartbeat(RunId runId, String owner, long expiry, long timestamp)
    implements LeaseCommand {
  /// Checks the owner.
  ///
  /// @throws InvalidValue kind `EmptyLeaseOwner`
  public LeaseHeartbeat {
    Arguments.notEmpty(owner, "EmptyLeaseOwner", "lease owner");
  }
}
