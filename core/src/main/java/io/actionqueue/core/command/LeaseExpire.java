package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.RunId;

/// Removes a lease whose owner is gone; a Leased run becomes Ready. The expiry is not compared with
/// the time (02-W-38). Refused, in this order: `lease_unknown_run`, `lease_invalid_run_state`,
/// `lease_missing_active`, `lease_owner_mismatch`, `lease_expiry_mismatch`.
///
/// @param runId the run
/// @param owner who holds the lease; not empty
/// @param expiry epoch seconds from which on the lease counts as expired, unsigned
/// @param timestamp epoch seconds, unsigned
public record LeaseExpire(RunId runId, String owner, long expiry, long timestamp)
    implements LeaseCommand {
  /// Checks the owner.
  ///
  /// @throws InvalidValue kind `EmptyLeaseOwner`
  public LeaseExpire {
    Arguments.notEmpty(owner, "EmptyLeaseOwner", "lease owner");
  }
}
