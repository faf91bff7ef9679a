package io.actionqueue;

import io.actionqueue.core.command.FinishRun;
import io.actionqueue.core.command.InterruptRun;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.AttemptVerdict;
import io.actionqueue.core.run.Interruption;
import io.actionqueue.core.run.RetryDecision;
import io.actionqueue.core.run.RunState;
import io.actionqueue.engine.dispatch.Promotions;
import java.util.List;
import java.util.OptionalLong;

/// Turns what handlers answer into what is recorded (spec 03 §5.3, §5.5, §6.3). Confined to the
/// engine thread.
final class Landing {
  private static final long COOPERATION_NANOS = 250_000_000L;

  private final Engine engine;
  private final Promotions promotions;

  Landing(Engine engine, Promotions promotions) {
    this.engine = engine;
    this.promotions = promotions;
  }

  /// Records an answer. One that comes for an attempt that was canceled, abandoned or interrupted
  /// before changes nothing (RT-37).
  void land(Flight flight, Outcome outcome, long elapsedNanos) {
    if (!isOpen(flight)) {
      engine.metrics.lateResults.increment();
      return;
    }
    Long limit = flight.timeoutSecs();
    if (limit != null && elapsedNanos > Flights.limitNanos(flight)) {
      countCooperation(flight);
      if (!(outcome instanceof Outcome.Suspended)) {
        finish(flight, AttemptVerdict.TIMEOUT, AttemptOutcome.timeout(limit));
        return;
      }
    }
    record(flight, outcome);
  }

  /// Gives an attempt up whose handler heeded neither request nor interrupt (S-37).
  void abandon(Flight flight) {
    engine.metrics.abandonedAttempts.increment();
    if (!isOpen(flight)) {
      return;
    }
    Long limit = flight.timeoutSecs();
    AttemptOutcome outcome =
        limit == null
            ? AttemptOutcome.failure("abandoned: the handler did not return")
            : AttemptOutcome.timeout(limit);
    finish(flight, AttemptVerdict.TIMEOUT, outcome);
  }

  /// Records that an attempt was cut off.
  void interrupt(Flight flight, Interruption cause) {
    engine.own.execute(
        new InterruptRun(
            flight.runId(),
            flight.attemptId(),
            cause,
            engine.config.recovery(),
            engine.clock.second()));
  }

  /// Whether the attempt is still the run's open one.
  static boolean isOpen(Flight flight) {
    return flight.entry.state() == RunState.RUNNING
        && flight.attemptId().equals(flight.entry.openAttempt());
  }

  private void record(Flight flight, Outcome outcome) {
    switch (outcome) {
      case Outcome.Success(var output) ->
          finish(
              flight,
              AttemptVerdict.SUCCESS,
              output == null ? AttemptOutcome.success() : AttemptOutcome.success(output));
      case Outcome.RetryableFailure(var error, var delay) -> {
        if (flight.token.requested() == CancelReason.SHUTDOWN) {
          interrupt(flight, Interruption.SHUTDOWN); // deploys do not wear out attempts (S-35)
          return;
        }
        boolean again = decide(flight, AttemptVerdict.RETRYABLE_FAILURE) == RetryDecision.RETRY;
        if (delay != null && again) {
          promotions.delayNextRetry(flight.entry, delay);
        }
        finish(flight, AttemptVerdict.RETRYABLE_FAILURE, failure(error));
      }
      case Outcome.TerminalFailure(var error) ->
          finish(flight, AttemptVerdict.TERMINAL_FAILURE, failure(error));
      case Outcome.Suspended(var partial) ->
          finish(
              flight,
              AttemptVerdict.SUSPENDED,
              partial == null ? AttemptOutcome.suspended() : AttemptOutcome.suspended(partial));
    }
  }

  private void finish(Flight flight, AttemptVerdict verdict, AttemptOutcome outcome) {
    RunState target = decide(flight, verdict).target();
    boolean done =
        engine.own.execute(
            new FinishRun(
                flight.runId(),
                flight.attemptId(),
                outcome,
                target,
                List.of(),
                engine.clock.second()));
    if (done && target.isTerminal()) {
      engine.tally.completed++;
    }
  }

  private static RetryDecision decide(Flight flight, AttemptVerdict verdict) {
    long cap = flight.context.spec().constraints().maxAttempts();
    return RetryDecision.of(verdict, Math.min(flight.entry.countedAttempts(), cap), cap);
  }

  /// An error text of a handler; one that looks like an interruption is marked as the handler's own
  /// (S-34).
  private static AttemptOutcome failure(String error) {
    boolean reserved = error.startsWith(AttemptOutcome.INTERRUPTED_PREFIX);
    return AttemptOutcome.failure(reserved ? "handler: " + error : error);
  }

  /// Counts how promptly the handler of a timed-out attempt looked at the request.
  private void countCooperation(Flight flight) {
    OptionalLong latency = flight.token.latencyNanos();
    if (latency.isEmpty()) {
      engine.metrics.nonCooperative.increment();
    } else if (latency.getAsLong() <= COOPERATION_NANOS) {
      engine.metrics.cooperative.increment();
    } else {
      engine.metrics.cooperativeLate.increment();
    }
  }
}
