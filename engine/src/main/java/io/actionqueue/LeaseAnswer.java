package io.actionqueue;

import org.jspecify.annotations.Nullable;

/// What a worker learns from a heartbeat of one of its attempts.
///
/// @param expiry epoch seconds at which the lease runs out without another one; the instant of the
///   end for an attempt that has been canceled
/// @param reason why the worker is to stop, null if it is to go on
public record LeaseAnswer(long expiry, @Nullable CancelReason reason) {
  /// Whether the worker is to stop.
  public boolean cancelRequested() {
    return reason != null;
  }
}
