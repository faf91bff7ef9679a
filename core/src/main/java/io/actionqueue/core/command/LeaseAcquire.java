package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.RunId;

/// Takes the lease of a run in Ready or Leased. Refused, in this order: `lease_unknown_run`,
/// `lease_invalid_run_state`, `lease_already_active`.
///
/// @param runId the run
/// @param owner who holds the lease; not empty
/// @param expiry epoch seconds from which on the lease counts as expired, unsigned
/// @param timestamp epoch seconds, unsigned
public record LeaseAcquire(RunId runId, String owner, long expiry, long timestamp)
    implements LeaseCommand {
  /// Checks the owner.
  ///
  /// @throws InvalidValue kind `EmptyLeaseOwner`
  public LeaseAcquire {
    Arguments.notEmpty(owner, "EmptyLeaseOwner", "lease owner");
  }
}
