package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.RunId;

/// Gives a lease back; a Leased run becomes Ready. Refused as [LeaseExpire].
///
/// @param runId the run
/// @param owner who holds the lease; not empty
/// @param expiry epoch seconds from which on the lease counts as expired, unsigned
/// @param timestamp epoch seconds, unsigned
public record LeaseRelease(RunId runId, String owner, long expiry, long timestamp)
    implements LeaseCommand {
  /// Checks the owner.
  ///
  /// @throws InvalidValue kind `EmptyLeaseOwner`
  public LeaseRelease {
    Arguments.notEmpty(owner, "EmptyLeaseOwner", "lease owner");
  }
}
