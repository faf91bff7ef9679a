package io.actionqueue.core.command;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.ReplayRefusal.LeaseAction;

/// Refusals about leases.
public sealed interface LeaseRejection extends Rejection {
  /// No such run.
  ///
  /// @param runId the run
  /// @param event what was asked of the lease
  record LeaseUnknownRun(RunId runId, LeaseAction event) implements LeaseRejection {
    @Override
    public String message() {
      return event.label() + " of unknown run " + runId;
    }
  }

  /// The run is in a state in which its lease cannot be touched so (spec 02 §6.7).
  ///
  /// @param runId the run
  /// @param event what was asked of the lease
  /// @param state its state
  record LeaseInvalidRunState(RunId runId, LeaseAction event, RunState state)
      implements LeaseRejection {
    @Override
    public String message() {
      return event.label() + " of run " + runId + " is impossible in " + state.wireName();
    }
  }

  /// The run is leased already.
  ///
  /// @param runId the run
  record LeaseAlreadyActive(RunId runId) implements LeaseRejection {
    @Override
    public String message() {
      return "run " + runId + " is already leased";
    }
  }

  /// The run is not leased.
  ///
  /// @param runId the run
  /// @param event what was asked of the lease
  record LeaseMissingActive(RunId runId, LeaseAction event) implements LeaseRejection {
    @Override
    public String message() {
      return event.label() + " of run " + runId + ", which is not leased";
    }
  }

  /// Somebody else holds the lease.
  ///
  /// @param runId the run
  /// @param event what was asked of the lease
  record LeaseOwnerMismatch(RunId runId, LeaseAction event) implements LeaseRejection {
    @Override
    public String message() {
      return event.label() + " of run " + runId + " by another than the lease's owner";
    }
  }

  /// The lease has another expiry: the caller looked at an older state.
  ///
  /// @param runId the run
  /// @param event what was asked of the lease
  /// @param expectedExpiry the expiry recorded, unsigned
  /// @param providedExpiry the expiry given, unsigned
  record LeaseExpiryMismatch(
      RunId runId, LeaseAction event, long expectedExpiry, long providedExpiry)
      implements LeaseRejection {
    @Override
    public String message() {
      return event.label()
          + " of run "
          + runId
          + ": expected expiry "
          + Long.toUnsignedString(expectedExpiry)
          + ", provided "
          + Long.toUnsignedString(providedExpiry);
    }
  }

  /// A heartbeat never shortens a lease.
  ///
  /// @param runId the run
  /// @param previousExpiry the expiry recorded, unsigned
  /// @param proposedExpiry the expiry given, unsigned
  record LeaseHeartbeatExpiryRegression(RunId runId, long previousExpiry, long proposedExpiry)
      implements LeaseRejection {
    @Override
    public String message() {
      return "heartbeat of run "
          + runId
          + " would shorten its lease from "
          + Long.toUnsignedString(previousExpiry)
          + " to "
          + Long.toUnsignedString(proposedExpiry);
    }
  }
}
