package io.actionqueue.core.command;

import io.actionqueue.core.budget.BudgetConsumption;
import io.actionqueue.core.event.AttemptEvent;
import io.actionqueue.core.event.BudgetEvent;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.LeaseEvent;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.Interruption;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides about the batches of a run in flight: start, end, interruption, suspension, resumption.
/// All events of one batch carry one instant.
final class FlightDecider {
  private FlightDecider() {}

  static Decision start(QueueState state, StartRun command) {
    RunEntry run = state.run(command.runId());
    if (run == null) {
      return Answer.reject(new RunRejection.UnknownRun(command.runId()));
    }
    Rejection refusal = startRefusal(run, command);
    if (refusal != null) {
      return Answer.reject(refusal);
    }
    long at = Answer.notBefore(command.timestamp(), run.lastStateChangeAt());
    List<Event> events = new ArrayList<>(5);
    addExpiry(run, at, events);
    events.add(move(run, RunState.READY, RunState.LEASED, at));
    events.add(new LeaseEvent.LeaseAcquired(run.id(), command.owner(), command.expiry(), at));
    events.add(move(run, RunState.LEASED, RunState.RUNNING, at));
    events.add(new AttemptEvent.AttemptStarted(run.id(), command.attemptId(), at));
    return Answer.accept(events);
  }

  private static @Nullable Rejection startRefusal(RunEntry run, StartRun command) {
    if (run.state() != RunState.READY) {
      return new RunRejection.PreviousStateMismatch(run.id(), RunState.READY, run.state());
    }
    Rejection canceled = RunDecider.cancellation(run);
    if (canceled != null) {
      return canceled;
    }
    StateImage.Lease lease = run.lease();
    boolean taken =
        lease != null
            && !lease.owner().equals(command.owner())
            && !RecoveryCase.isLost(lease, command.timestamp());
    return taken
        ? new LeaseRejection.LeaseAlreadyActive(run.id())
        : AttemptDecider.startRefusal(run, command.attemptId());
  }

  /// Adds the end of a lease that nobody uses any more, if there is one.
  static void addExpiry(RunEntry run, long timestamp, List<Event> events) {
    StateImage.Lease lease = run.lease();
    if (lease != null) {
      events.add(new LeaseEvent.LeaseExpired(run.id(), lease.owner(), lease.expiry(), timestamp));
    }
  }

  static Event move(RunEntry run, RunState from, RunState to, long timestamp) {
    return new RunEvent.RunStateChanged(run.id(), from, to, timestamp);
  }

  static Decision finish(QueueState state, FinishRun command) {
    RunEntry run = state.run(command.runId());
    Rejection refusal = AttemptDecider.finishRefusal(run, command.runId(), command.attemptId());
    if (run == null || refusal != null) {
      return Answer.reject(
          refusal != null ? refusal : new RunRejection.UnknownRun(command.runId()));
    }
    boolean spent =
        command.target() == RunState.RETRY_WAIT
            && !command.outcome().isInterruption()
            && AttemptDecider.hasUsedUpAttempts(run);
    if (spent) {
      return Answer.reject(
          new AttemptRejection.AttemptCapReached(run.id(), AttemptDecider.cap(run)));
    }
    long at = endOfAttempt(run, command.timestamp());
    List<Event> events = new ArrayList<>(3 + command.consumed().size());
    addEnd(run, command.attemptId(), command.outcome(), at, events);
    events.add(
        command.target() == RunState.SUSPENDED
            ? new RunEvent.RunSuspended(run.id(), null, at)
            : move(run, RunState.RUNNING, command.target(), at));
    if (command.target() == RunState.FAILED) {
      RunCancellation.addConsequences(state, run, at, events);
    }
    addConsumption(state, run, command.consumed(), at, events);
    return Answer.accept(events);
  }

  /// The instant of a batch that ends the open attempt: not before its start nor before the run's
  /// last move.
  static long endOfAttempt(RunEntry run, long timestamp) {
    long at = Answer.notBefore(timestamp, run.lastStateChangeAt());
    return run.openAttempt() == null ? at : Answer.notBefore(at, AttemptDecider.openSince(run));
  }

  private static void addEnd(
      RunEntry run, AttemptId attemptId, AttemptOutcome outcome, long at, List<Event> events) {
    events.add(AttemptDecider.finished(run, attemptId, outcome, at));
    RunCancellation.addRelease(run, at, events);
  }

  private static void addConsumption(
      QueueState state,
      RunEntry run,
      List<BudgetConsumption> consumed,
      long at,
      List<Event> events) {
    for (BudgetConsumption part : consumed) {
      boolean counts = part.amount() != 0 && state.budget(run.taskId(), part.dimension()) != null;
      if (counts) {
        events.add(
            new BudgetEvent.BudgetConsumed(run.taskId(), part.dimension(), part.amount(), at));
      }
    }
  }

  static Decision interrupt(QueueState state, InterruptRun command) {
    RunEntry run = state.run(command.runId());
    Rejection refusal = AttemptDecider.finishRefusal(run, command.runId(), command.attemptId());
    if (run == null || refusal != null) {
      return Answer.reject(
          refusal != null ? refusal : new RunRejection.UnknownRun(command.runId()));
    }
    Verdict verdict = Verdict.onOpenAttempt(run, command.cause(), command.policy());
    long at = endOfAttempt(run, command.timestamp());
    List<Event> events = new ArrayList<>(4);
    AttemptOutcome outcome = verdict.outcome(command.cause());
    if (command.cause() == Interruption.LEASE_LOST) {
      events.add(AttemptDecider.finished(run, command.attemptId(), outcome, at));
      addExpiry(run, at, events); // its owner did not give it back
    } else {
      addEnd(run, command.attemptId(), outcome, at, events);
    }
    verdict.addMoves(state, run, at, events);
    return Answer.accept(events);
  }

  static Decision suspend(QueueState state, SuspendRun command) {
    RunEntry run = state.run(command.runId());
    if (run == null) {
      return Answer.reject(new RunRejection.UnknownRun(command.runId()));
    }
    if (run.state() != RunState.RUNNING) {
      return Answer.reject(new RunRejection.RunSuspendRequiresRunning(run.id(), run.state()));
    }
    AttemptId open = run.openAttempt();
    long at = endOfAttempt(run, command.timestamp());
    List<Event> events = new ArrayList<>(3);
    if (open != null) {
      events.add(AttemptDecider.finished(run, open, AttemptOutcome.suspended(), at));
    }
    RunCancellation.addRelease(run, at, events);
    events.add(new RunEvent.RunSuspended(run.id(), command.reason(), at));
    return Answer.accept(events);
  }

  static Decision resume(QueueState state, ResumeRun command) {
    RunEntry run = state.run(command.runId());
    if (run == null) {
      return Answer.reject(new RunRejection.UnknownRun(command.runId()));
    }
    if (run.state() != RunState.SUSPENDED) {
      return Answer.reject(new RunRejection.RunResumeRequiresSuspended(run.id(), run.state()));
    }
    Rejection canceled = RunDecider.cancellation(run);
    Rejection refusal = canceled == null ? GateDecider.waiting(state, run) : canceled;
    if (refusal != null) {
      return Answer.reject(refusal);
    }
    long at = Answer.notBefore(command.timestamp(), run.lastStateChangeAt());
    List<Event> events = new ArrayList<>(2);
    events.add(new RunEvent.RunResumed(run.id(), at));
    addExpiry(run, at, events);
    return Answer.accept(events);
  }
}
