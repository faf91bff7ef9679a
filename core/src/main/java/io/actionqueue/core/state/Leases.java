package io.actionqueue.core.state;

import io.actionqueue.core.event.LeaseEvent;
import io.actionqueue.core.event.LeaseEvent.LeaseAcquired;
import io.actionqueue.core.event.LeaseEvent.LeaseExpired;
import io.actionqueue.core.event.LeaseEvent.LeaseHeartbeat;
import io.actionqueue.core.event.LeaseEvent.LeaseReleased;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.ReplayRefusal.LeaseAction;
import org.jspecify.annotations.Nullable;

/// Taking, extending and closing leases (spec 02 §6.7).
final class Leases {
  private final Runs runs;
  private final Observers observers;

  Leases(Runs runs, Observers observers) {
    this.runs = runs;
    this.observers = observers;
  }

  @Nullable ReplayRefusal check(LeaseEvent event) {
    return switch (event) {
      case LeaseAcquired(var id, _, _, _) -> checkAcquire(id);
      case LeaseHeartbeat(var id, var owner, var expiry, _) -> checkHeartbeat(id, owner, expiry);
      case LeaseExpired(var id, var owner, var expiry, _) ->
          checkClose(id, LeaseAction.EXPIRE, owner, expiry);
      case LeaseReleased(var id, var owner, var expiry, _) ->
          checkClose(id, LeaseAction.RELEASE, owner, expiry);
    };
  }

  void apply(long sequence, LeaseEvent event) {
    switch (event) {
      case LeaseAcquired(var id, var owner, var expiry, var timestamp) ->
          set(runs.checked(id), new StateImage.Lease(owner, expiry, timestamp, timestamp));
      case LeaseHeartbeat(var id, _, var expiry, var timestamp) -> extend(id, expiry, timestamp);
      case LeaseExpired(var id, _, _, var timestamp) -> close(id, timestamp, sequence);
      case LeaseReleased(var id, _, _, var timestamp) -> close(id, timestamp, sequence);
    }
  }

  private void set(RunEntry run, StateImage.@Nullable Lease lease) {
    run.setLease(lease);
    observers.leaseChanged(run);
  }

  private void extend(RunId id, long expiry, long timestamp) {
    RunEntry run = runs.checked(id);
    StateImage.Lease lease = run.lease();
    if (lease != null) {
      set(run, new StateImage.Lease(lease.owner(), expiry, lease.acquiredAt(), timestamp));
    }
  }

  /// Removes the lease; a run that was only leased goes back to Ready, as a step of its history
  /// (02-W-4).
  private void close(RunId id, long timestamp, long sequence) {
    RunEntry run = runs.checked(id);
    set(run, null);
    if (run.state() == RunState.LEASED) {
      runs.move(run, RunState.READY, timestamp, sequence);
    }
  }

  private @Nullable ReplayRefusal checkAcquire(RunId id) {
    RunEntry run = runs.get(id);
    if (run == null) {
      return new ReplayRefusal.UnknownRun(id, LeaseAction.ACQUIRE);
    }
    RunState state = run.state();
    if (state != RunState.READY && state != RunState.LEASED) {
      return new ReplayRefusal.InvalidRunState(id, LeaseAction.ACQUIRE, state);
    }
    return run.lease() == null ? null : new ReplayRefusal.LeaseAlreadyActive(id);
  }

  private @Nullable ReplayRefusal checkHeartbeat(RunId id, String owner, long expiry) {
    RunEntry run = runs.get(id);
    if (run == null) {
      return new ReplayRefusal.UnknownRun(id, LeaseAction.HEARTBEAT);
    }
    RunState state = run.state();
    if (state != RunState.LEASED && state != RunState.RUNNING) {
      return new ReplayRefusal.InvalidRunState(id, LeaseAction.HEARTBEAT, state);
    }
    StateImage.Lease lease = run.lease();
    if (lease == null) {
      return new ReplayRefusal.MissingActiveLease(id, LeaseAction.HEARTBEAT);
    }
    if (!lease.owner().equals(owner)) {
      return new ReplayRefusal.OwnerMismatch(id, LeaseAction.HEARTBEAT, lease.owner(), owner);
    }
    return Long.compareUnsigned(expiry, lease.expiry()) >= 0
        ? null
        : new ReplayRefusal.NonMonotonicHeartbeatExpiry(id, lease.expiry(), expiry);
  }

  private @Nullable ReplayRefusal checkClose(
      RunId id, LeaseAction action, String owner, long expiry) {
    RunEntry run = runs.get(id);
    if (run == null) {
      return new ReplayRefusal.UnknownRun(id, action);
    }
    RunState state = run.state();
    if (state != RunState.READY && state != RunState.LEASED && state != RunState.RUNNING) {
      return new ReplayRefusal.InvalidRunState(id, action, state);
    }
    StateImage.Lease lease = run.lease();
    if (lease == null) {
      return new ReplayRefusal.MissingActiveLease(id, action);
    }
    if (!lease.owner().equals(owner)) {
      return new ReplayRefusal.OwnerMismatch(id, action, lease.owner(), owner);
    }
    return lease.expiry() == expiry
        ? null
        : new ReplayRefusal.ExpiryMismatch(id, action, lease.expiry(), expiry);
  }
}
