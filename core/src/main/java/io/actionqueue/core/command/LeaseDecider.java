package io.actionqueue.core.command;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.LeaseEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.ReplayRefusal.LeaseAction;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import org.jspecify.annotations.Nullable;

/// Decides about [LeaseCommand]s (spec 02 §4.4, §6.7).
final class LeaseDecider {
  private LeaseDecider() {}

  static Decision decide(QueueState state, LeaseCommand command) {
    return switch (command) {
      case LeaseAcquire acquire -> acquire(state, acquire);
      case LeaseHeartbeat heartbeat -> heartbeat(state, heartbeat);
      case LeaseExpire(var runId, var owner, var expiry, var timestamp) ->
          close(state, new Close(LeaseAction.EXPIRE, runId, owner, expiry, timestamp));
      case LeaseRelease(var runId, var owner, var expiry, var timestamp) ->
          close(state, new Close(LeaseAction.RELEASE, runId, owner, expiry, timestamp));
    };
  }

  /// What expire and release have in common.
  private record Close(LeaseAction action, RunId runId, String owner, long expiry, long timestamp) {
    Event event(long at) {
      return action == LeaseAction.EXPIRE
          ? new LeaseEvent.LeaseExpired(runId, owner, expiry, at)
          : new LeaseEvent.LeaseReleased(runId, owner, expiry, at);
    }
  }

  private static Decision acquire(QueueState state, LeaseAcquire command) {
    RunEntry run = state.run(command.runId());
    Rejection refusal = stateRefusal(run, command.runId(), LeaseAction.ACQUIRE);
    if (refusal != null) {
      return Answer.reject(refusal);
    }
    if (run != null && run.lease() != null) {
      return Answer.reject(new LeaseRejection.LeaseAlreadyActive(run.id()));
    }
    return Answer.accept(
        new LeaseEvent.LeaseAcquired(
            command.runId(), command.owner(), command.expiry(), command.timestamp()));
  }

  private static Decision heartbeat(QueueState state, LeaseHeartbeat command) {
    RunEntry run = state.run(command.runId());
    Rejection refusal = stateRefusal(run, command.runId(), LeaseAction.HEARTBEAT);
    if (refusal != null) {
      return Answer.reject(refusal);
    }
    StateImage.Lease lease = run == null ? null : run.lease();
    if (lease == null) {
      return Answer.reject(
          new LeaseRejection.LeaseMissingActive(command.runId(), LeaseAction.HEARTBEAT));
    }
    if (!lease.owner().equals(command.owner())) {
      return Answer.reject(
          new LeaseRejection.LeaseOwnerMismatch(command.runId(), LeaseAction.HEARTBEAT));
    }
    if (Long.compareUnsigned(command.expiry(), lease.expiry()) < 0) {
      return Answer.reject(
          new LeaseRejection.LeaseHeartbeatExpiryRegression(
              command.runId(), lease.expiry(), command.expiry()));
    }
    long timestamp = Answer.notBefore(command.timestamp(), lease.updatedAt());
    return Answer.accept(
        new LeaseEvent.LeaseHeartbeat(
            command.runId(), command.owner(), command.expiry(), timestamp));
  }

  private static Decision close(QueueState state, Close close) {
    RunEntry run = state.run(close.runId());
    Rejection refusal = stateRefusal(run, close.runId(), close.action());
    if (refusal != null) {
      return Answer.reject(refusal);
    }
    StateImage.Lease lease = run == null ? null : run.lease();
    if (run == null || lease == null) {
      return Answer.reject(new LeaseRejection.LeaseMissingActive(close.runId(), close.action()));
    }
    if (!lease.owner().equals(close.owner())) {
      return Answer.reject(new LeaseRejection.LeaseOwnerMismatch(close.runId(), close.action()));
    }
    if (lease.expiry() != close.expiry()) {
      return Answer.reject(
          new LeaseRejection.LeaseExpiryMismatch(
              close.runId(), close.action(), lease.expiry(), close.expiry()));
    }
    boolean moves = run.state() == RunState.LEASED; // to Ready, at the event's time (02-W-4)
    return Answer.accept(
        close.event(
            moves
                ? Answer.notBefore(close.timestamp(), run.lastStateChangeAt())
                : close.timestamp()));
  }

  private static @Nullable Rejection stateRefusal(
      @Nullable RunEntry run, RunId runId, LeaseAction action) {
    if (run == null) {
      return new LeaseRejection.LeaseUnknownRun(runId, action);
    }
    RunState state = run.state();
    boolean possible =
        switch (action) {
          case ACQUIRE -> state == RunState.READY || state == RunState.LEASED;
          case HEARTBEAT -> state == RunState.LEASED || state == RunState.RUNNING;
          case EXPIRE, RELEASE ->
              state == RunState.READY || state == RunState.LEASED || state == RunState.RUNNING;
        };
    return possible ? null : new LeaseRejection.LeaseInvalidRunState(runId, action, state);
  }
}
