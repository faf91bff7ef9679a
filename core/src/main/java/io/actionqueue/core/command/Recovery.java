package io.actionqueue.core.command;

import io.actionqueue.core.event.AttemptEvent;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.Interruption;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import java.util.ArrayList;
import java.util.List;

/// Brings back runs that nobody executes any more (spec 02 §7.2), with events that the original can
/// replay.
final class Recovery {
  private Recovery() {}

  static Decision decide(QueueState state, RecoverRun command) {
    RunEntry run = state.run(command.runId());
    if (run == null) {
      return Answer.reject(new RunRejection.UnknownRun(command.runId()));
    }
    List<Event> events = new ArrayList<>(4);
    long at = FlightDecider.endOfAttempt(run, command.timestamp());
    switch (RecoveryCase.of(run, command.timestamp())) {
      case NOTHING, LEASE_LEFT_BEHIND -> {}
      case TASK_CANCELED -> RunCancellation.add(state, run, at, events);
      case ATTEMPTS_USED_UP -> addEndOfWaiting(state, run, at, events);
      case READY_LEASED, LEASED -> FlightDecider.addExpiry(run, at, events);
      case LEASED_WITHOUT_LEASE ->
          events.add(FlightDecider.move(run, RunState.LEASED, RunState.READY, at));
      case ATTEMPT_OPEN -> addInterruption(state, run, command, events);
      case ATTEMPT_FINISHED -> addMissingMove(state, run, command, events);
      case ATTEMPT_NOT_STARTED -> {
        FlightDecider.addExpiry(run, at, events);
        new Verdict(goingOn(run), null).addMoves(state, run, at, events);
      }
    }
    return Answer.accept(events);
  }

  /// A run that waits without an attempt left: the only ways out of its state that end it.
  private static void addEndOfWaiting(QueueState state, RunEntry run, long at, List<Event> events) {
    RunState end = run.state() == RunState.RETRY_WAIT ? RunState.FAILED : RunState.CANCELED;
    events.add(FlightDecider.move(run, run.state(), end, at));
    RunCancellation.addConsequences(state, run, at, events);
  }

  ///
  private static void addInterruption(
      QueueState state, RunEntry run, RecoverRun command, List<Event> events) {
    AttemptId open = run.openAttempt();
    if (open == null) {
      return;
    }
    long at = FlightDecider.endOfAttempt(run, command.timestamp());
    Interruption cause = cause(run);
    Verdict verdict = Verdict.onOpenAttempt(run, cause, command.policy());
    AttemptEvent finish = AttemptDecider.finished(run, open, verdict.outcome(cause), at);
    if (!RunCancellation.isReplayable(state, finish)) {
      // No event can close this attempt, so the run can only be canceled.
      RunCancellation.add(state, run, at, events);
      RunCancellation.addConsequences(state, run, at, events);
      return;
    }
    events.add(finish);
    FlightDecider.addExpiry(run, at, events);
    verdict.addMoves(state, run, at, events);
  }

  /// A lease of somebody else ran out; otherwise the executing process was this installation's own.
  private static Interruption cause(RunEntry run) {
    StateImage.Lease lease = run.lease();
    boolean remote = lease != null && !lease.owner().equals(RecoveryPolicy.LOCAL_OWNER);
    return remote ? Interruption.LEASE_LOST : Interruption.CRASH;
  }

  /// the outcome is recorded, what should follow from it is not.
  private static void addMissingMove(
      QueueState state, RunEntry run, RecoverRun command, List<Event> events) {
    StateImage.Attempt last = run.lastAttempt();
    AttemptResult result = last == null ? null : last.result();
    if (last == null || result == null) {
      return;
    }
    long at = Answer.notBefore(command.timestamp(), run.lastStateChangeAt());
    FlightDecider.addExpiry(run, at, events);
    switch (result) {
      case SUCCESS -> events.add(FlightDecider.move(run, RunState.RUNNING, RunState.COMPLETED, at));
      case SUSPENDED -> events.add(new RunEvent.RunSuspended(run.id(), null, at));
      case FAILURE, TIMEOUT -> {
        var outcome = AttemptOutcome.repaired(result, last.error(), last.output());
        if (outcome.isInterruption()) {
          recordedVerdict(run, outcome, command.policy()).addMoves(state, run, at, events);
        } else if (AttemptDecider.hasUsedUpAttempts(run)) {
          new Verdict(RunState.FAILED, null).addMoves(state, run, at, events);
        } else {
          events.add(FlightDecider.move(run, RunState.RUNNING, RunState.RETRY_WAIT, at));
        }
      }
    }
  }

  private static Verdict recordedVerdict(
      RunEntry run, AttemptOutcome outcome, RecoveryPolicy policy) {
    String error = outcome.error();
    Interruption cause = error == null ? null : Interruption.of(error);
    return Verdict.onRecordedAttempt(run, cause == null ? Interruption.CRASH : cause, policy);
  }

  private static RunState goingOn(RunEntry run) {
    return AttemptDecider.hasUsedUpAttempts(run) ? RunState.FAILED : RunState.READY;
  }
}
