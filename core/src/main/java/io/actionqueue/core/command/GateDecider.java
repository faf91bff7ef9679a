package io.actionqueue.core.command;

import io.actionqueue.core.event.AttemptEvent;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.LeaseEvent;
import io.actionqueue.core.event.PlatformEvent;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.GateVerdict;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.Extensions;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides about gates that runs wait at (spec 03 §10.7).
final class GateDecider {
  private GateDecider() {}

  static Decision suspend(QueueState state, SuspendAtGate command) {
    Decision finished = FlightDecider.finish(state, command.finish());
    if (!(finished instanceof Decision.Accepted(var events))) {
      return finished;
    }
    if (isOpen(state.extensions().gate(command.finish().runId(), command.gate()))) {
      return finished; // it waits there still
    }
    var all = new ArrayList<>(events);
    all.add(
        new ExtensionEvent.GateOpened(
            command.finish().runId(), command.gate(), command.timestampMillis()));
    return Answer.accept(all);
  }

  /// Why a run cannot simply be resumed: it waits for a decision. Null if it does not.
  static @Nullable Rejection waiting(QueueState state, RunEntry run) {
    for (Extensions.Gate gate : state.extensions().gates(run.id())) {
      if (isOpen(gate)) {
        return new GateRejection.GateUndecided(run.id(), gate.name());
      }
    }
    return null;
  }

  static Decision decide(QueueState state, DecideGate command) {
    RunEntry run = state.run(command.runId());
    if (run == null) {
      return Answer.reject(new RunRejection.UnknownRun(command.runId()));
    }
    Rejection refusal = refusal(state, run, command);
    if (refusal != null) {
      return Answer.reject(refusal);
    }
    long second = Long.divideUnsigned(command.timestampMillis(), 1000);
    List<Event> events = new ArrayList<>(12);
    events.add(
        new ExtensionEvent.GateDecided(
            command.runId(),
            command.gate(),
            command.verdict(),
            command.by(),
            command.comment(),
            command.timestampMillis()));
    addLedgerEntry(run, command, second, events);
    long at = Answer.notBefore(second, run.lastStateChangeAt());
    events.add(new RunEvent.RunResumed(run.id(), at));
    FlightDecider.addExpiry(run, at, events);
    if (command.verdict() == GateVerdict.REJECTED) {
      addFailure(state, run, command, at, events);
    }
    return Answer.accept(events);
  }

  private static @Nullable Rejection refusal(QueueState state, RunEntry run, DecideGate command) {
    Extensions.Gate gate = state.extensions().gate(run.id(), command.gate());
    if (gate == null) {
      return new GateRejection.UnknownGate(run.id(), command.gate());
    }
    GateVerdict verdict = gate.verdict();
    if (verdict != null) {
      return new GateRejection.GateAlreadyDecided(run.id(), command.gate(), verdict);
    }
    if (run.state().isTerminal()) {
      return new RunRejection.RunAlreadyTerminal(run.id(), run.state());
    }
    if (run.state() != RunState.SUSPENDED) {
      return new RunRejection.RunResumeRequiresSuspended(run.id(), run.state());
    }
    return RunDecider.cancellation(run);
  }

  private static boolean isOpen(Extensions.@Nullable Gate gate) {
    return gate != null && gate.decision() == null;
  }

  private static void addLedgerEntry(
      RunEntry run, DecideGate command, long second, List<Event> events) {
    TaskEntry task = run.task();
    TenantId tenant = task == null ? null : task.spec().tenantId();
    if (tenant != null) {
      events.add(
          new PlatformEvent.LedgerEntryAppended(
              command.ledger().id(),
              tenant,
              DecideGate.LEDGER_KEY,
              command.by(),
              command.ledger().payload(),
              second));
    }
  }

  private static void addFailure(
      QueueState state, RunEntry run, DecideGate command, long at, List<Event> events) {
    String owner = RecoveryPolicy.LOCAL_OWNER;
    var outcome = AttemptOutcome.failure(reason(command));
    events.add(FlightDecider.move(run, RunState.READY, RunState.LEASED, at));
    events.add(new LeaseEvent.LeaseAcquired(run.id(), owner, at, at));
    events.add(FlightDecider.move(run, RunState.LEASED, RunState.RUNNING, at));
    events.add(new AttemptEvent.AttemptStarted(run.id(), command.rejectedAttempt(), at));
    events.add(AttemptDecider.finished(run, command.rejectedAttempt(), outcome, at));
    events.add(new LeaseEvent.LeaseReleased(run.id(), owner, at, at));
    events.add(FlightDecider.move(run, RunState.RUNNING, RunState.FAILED, at));
    RunCancellation.addConsequences(state, run, at, events);
  }

  private static String reason(DecideGate command) {
    var text = new StringBuilder("rejected at gate '").append(command.gate()).append('\'');
    if (command.by() != null) {
      text.append(" by actor ").append(command.by());
    }
    if (command.comment() != null) {
      text.append(": ").append(command.comment());
    }
    return text.toString();
  }
}
