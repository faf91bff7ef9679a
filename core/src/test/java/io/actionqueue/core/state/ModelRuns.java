package io.actionqueue.core.state;

import io.actionqueue.core.event.AttemptEvent;
import io.actionqueue.core.event.AttemptEvent.AttemptFinished;
import io.actionqueue.core.event.AttemptEvent.AttemptStarted;
import io.actionqueue.core.event.LeaseEvent;
import io.actionqueue.core.event.LeaseEvent.LeaseAcquired;
import io.actionqueue.core.event.LeaseEvent.LeaseExpired;
import io.actionqueue.core.event.LeaseEvent.LeaseHeartbeat;
import io.actionqueue.core.event.LeaseEvent.LeaseReleased;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.event.RunEvent.RunCanceled;
import io.actionqueue.core.event.RunEvent.RunCreated;
import io.actionqueue.core.event.RunEvent.RunResumed;
import io.actionqueue.core.event.RunEvent.RunStateChanged;
import io.actionqueue.core.event.RunEvent.RunSuspended;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.RunState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs, attempts and leases of the [ModelState].
final class ModelRuns {
  private static final String INVALID = "InvalidTransition";

  final Map<RunId, ModelRun> all = new LinkedHashMap<>();

  @Nullable String apply(long sequence, RunEvent event) {
    return switch (event) {
      case RunCreated e -> create(e);
      case RunStateChanged e -> move(sequence, e);
      case RunSuspended e ->
          move(
              sequence,
              new RunStateChanged(e.runId(), RunState.RUNNING, RunState.SUSPENDED, e.timestamp()));
      case RunResumed e ->
          move(
              sequence,
              new RunStateChanged(e.runId(), RunState.SUSPENDED, RunState.READY, e.timestamp()));
      case RunCanceled e -> {
        ModelRun run = all.get(e.runId());
        yield run == null
            ? INVALID
            : move(
                sequence,
                new RunStateChanged(e.runId(), run.state, RunState.CANCELED, e.timestamp()));
      }
    };
  }

  @Nullable String apply(AttemptEvent event) {
    return switch (event) {
      case AttemptStarted e -> start(e);
      case AttemptFinished e -> finish(e);
    };
  }

  private @Nullable String create(RunCreated e) {
    if (all.containsKey(e.run().id())) {
      return "DuplicateEvent";
    }
    if (e.run().state() != RunState.SCHEDULED) {
      return INVALID;
    }
    all.put(e.run().id(), new ModelRun(e.run()));
    return null;
  }

  private @Nullable String move(long sequence, RunStateChanged e) {
    ModelRun run = all.get(e.runId());
    RunState next = e.next();
    if (run == null || run.state != e.previous() || !run.state.targets().contains(next)) {
      return INVALID;
    }
    if (run.open != null && next != RunState.CANCELED) {
      return INVALID;
    }
    run.enter(next, e.timestamp(), sequence);
    if (next.isTerminal()) {
      run.lease = null;
    }
    return null;
  }

  private @Nullable String start(AttemptStarted e) {
    ModelRun run = all.get(e.runId());
    if (run == null || run.state != RunState.RUNNING || run.open != null) {
      return INVALID;
    }
    if (run.attemptCount == 0xffff_ffffL) {
      return "CorruptedData";
    }
    run.attemptCount++;
    run.open = e.attemptId();
    run.attempts.add(new StateImage.Attempt(e.attemptId(), e.timestamp(), null, null, null, null));
    run.attemptsInPeriod++;
    return null;
  }

  private @Nullable String finish(AttemptFinished e) {
    ModelRun run = all.get(e.runId());
    if (run == null || run.state != RunState.RUNNING || !e.attemptId().equals(run.open)) {
      return INVALID;
    }
    int at = 0;
    while (!run.attempts.get(at).attemptId().equals(e.attemptId())) {
      at++;
    }
    StateImage.Attempt first = run.attempts.get(at);
    if (first.finishedAt() != null) {
      return "CorruptedData";
    }
    var outcome = AttemptOutcome.repaired(e.result(), e.error(), e.output());
    run.attempts.set(
        at,
        new StateImage.Attempt(
            first.attemptId(),
            first.startedAt(),
            e.timestamp(),
            outcome.result(),
            outcome.error(),
            outcome.output()));
    run.open = null;
    return null;
  }

  @Nullable String apply(long sequence, LeaseEvent event) {
    return switch (event) {
      case LeaseAcquired e -> {
        String refusal = leaseState(e.runId(), RunState.READY, RunState.LEASED);
        if (refusal != null) {
          yield refusal;
        }
        ModelRun run = all.get(e.runId());
        if (run.lease != null) {
          yield "LeaseCausality.LeaseAlreadyActive";
        }
        run.lease = new StateImage.Lease(e.owner(), e.expiry(), e.timestamp(), e.timestamp());
        yield null;
      }
      case LeaseHeartbeat e -> {
        String refusal = leaseState(e.runId(), RunState.LEASED, RunState.RUNNING);
        if (refusal == null) {
          refusal = owned(e.runId(), e.owner());
        }
        if (refusal != null) {
          yield refusal;
        }
        ModelRun run = all.get(e.runId());
        if (Long.compareUnsigned(e.expiry(), run.lease.expiry()) < 0) {
          yield "LeaseCausality.NonMonotonicHeartbeatExpiry";
        }
        run.lease =
            new StateImage.Lease(
                run.lease.owner(), e.expiry(), run.lease.acquiredAt(), e.timestamp());
        yield null;
      }
      case LeaseExpired(var id, var owner, var expiry, var timestamp) ->
          close(sequence, new LeaseReleased(id, owner, expiry, timestamp));
      case LeaseReleased e -> close(sequence, e);
    };
  }

  private @Nullable String close(long sequence, LeaseReleased e) {
    String refusal = leaseState(e.runId(), RunState.READY, RunState.LEASED, RunState.RUNNING);
    if (refusal == null) {
      refusal = owned(e.runId(), e.owner());
    }
    if (refusal != null) {
      return refusal;
    }
    ModelRun run = all.get(e.runId());
    if (run.lease.expiry() != e.expiry()) {
      return "LeaseCausality.ExpiryMismatch";
    }
    run.lease = null;
    if (run.state == RunState.LEASED) {
      run.enter(RunState.READY, e.timestamp(), sequence);
    }
    return null;
  }

  private @Nullable String leaseState(RunId id, RunState... allowed) {
    ModelRun run = all.get(id);
    if (run == null) {
      return "LeaseCausality.UnknownRun";
    }
    return List.of(allowed).contains(run.state) ? null : "LeaseCausality.InvalidRunState";
  }

  private @Nullable String owned(RunId id, String owner) {
    StateImage.Lease lease = all.get(id).lease;
    if (lease == null) {
      return "LeaseCausality.MissingActiveLease";
    }
    return lease.owner().equals(owner) ? null : "LeaseCausality.OwnerMismatch";
  }
}
