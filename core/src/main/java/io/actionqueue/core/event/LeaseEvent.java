package io.actionqueue.core.event;

import io.actionqueue.core.id.RunId;

/// Events about leases. Field order is that on disk (spec 01 §4.1).
public sealed interface LeaseEvent extends Event {

  /// A lease was taken (ordinal 7).
  ///
  /// @param runId the run
  /// @param owner who holds the lease
  /// @param expiry epoch seconds from which on the lease counts as expired
  /// @param timestamp epoch seconds, unsigned
  record LeaseAcquired(RunId runId, String owner, long expiry, long timestamp)
      implements LeaseEvent {}

  /// A lease was extended (ordinal 8).
  ///
  /// @param runId the run
  /// @param owner who holds the lease
  /// @param expiry epoch seconds from which on the lease counts as expired
  /// @param timestamp epoch seconds, unsigned
  record LeaseHeartbeat(RunId runId, String owner, long expiry, long timestamp)
      implements LeaseEvent {}

  /// A lease ran out or was lost; a Leased run becomes Ready (ordinal 9).
  ///
  /// @param runId the run
  /// @param owner who holds the lease
  /// @param expiry epoch seconds from which on the lease counts as expired
  /// @param timestamp epoch seconds, unsigned
  record LeaseExpired(RunId runId, String owner, long expiry, long timestamp)
      implements LeaseEvent {}

  /// A lease was given back; a Leased run becomes Ready (ordinal 10).
  ///
  /// @param runId the run
  /// @param owner who holds the lease
  /// @param expiry epoch seconds from which on the lease counts as expired
  /// @param timestamp epoch seconds, unsigned
  record LeaseReleased(RunId runId, String owner, long expiry, long timestamp)
      implements LeaseEvent {}
}
