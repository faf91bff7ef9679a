package io.actionqueue;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.budget.BudgetConsumption;
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

  /// Characters of an error text that are kept.
  private static final int MAX_ERROR_CHARS = 32_768;

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
      flight.reports.drop();
      return;
    }
    Long limit = flight.timeoutSecs();
    if (limit != null && elapsedNanos > Flights.limitNanos(flight)) {
      countCooperation(flight);
      if (!(outcome instanceof Outcome.Suspended)) {
        flight.reports.drop();
        var timeout = AttemptOutcome.timeout(limit);
        finish(flight, AttemptVerdict.TIMEOUT, timeout, outcome.consumed());
        return;
      }
    }
    record(flight, bounded(outcome));
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
    finish(flight, AttemptVerdict.TIMEOUT, outcome, List.of());
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
    if (outcome instanceof Outcome.Success || outcome instanceof Outcome.Suspended) {
      flight.reports.commit(); // children are let in while their parent is still alive
    } else {
      flight.reports.drop();
    }
    var consumed = outcome.consumed();
    switch (outcome) {
      case Outcome.Success(var output, _) -> {
        var end = output == null ? AttemptOutcome.success() : AttemptOutcome.success(output);
        finish(flight, AttemptVerdict.SUCCESS, end, consumed);
      }
      case Outcome.RetryableFailure failure -> recordRetryable(flight, failure);
      case Outcome.TerminalFailure(var error, _) ->
          finish(flight, AttemptVerdict.TERMINAL_FAILURE, failure(error), consumed);
      case Outcome.Suspended(var partial, _) -> {
        var end = partial == null ? AttemptOutcome.suspended() : AttemptOutcome.suspended(partial);
        finish(flight, AttemptVerdict.SUSPENDED, end, consumed);
      }
    }
  }

  private void recordRetryable(Flight flight, Outcome.RetryableFailure failure) {
    if (flight.token.requested() == CancelReason.SHUTDOWN) {
      failure.consumed().forEach(part -> AttemptReports.consume(engine, flight, part));
      interrupt(flight, Interruption.SHUTDOWN); // deploys do not wear out attempts (S-35)
      return;
    }
    boolean again = decide(flight, AttemptVerdict.RETRYABLE_FAILURE) == RetryDecision.RETRY;
    Long delay = failure.delaySecs();
    if (delay != null && again) {
      promotions.delayNextRetry(flight.entry, delay);
    }
    var end = failure(failure.error());
    finish(flight, AttemptVerdict.RETRYABLE_FAILURE, end, failure.consumed());
  }

  /// The outcome, or a failure in its place if it keeps more than is allowed.
  private Outcome bounded(Outcome outcome) {
    Bytes kept =
        switch (outcome) {
          case Outcome.Success(var output, _) -> output;
          case Outcome.Suspended(var partial, _) -> partial;
          case Outcome.RetryableFailure _, Outcome.TerminalFailure _ -> null;
        };
    int limit = engine.config.maxOutputBytes();
    if (kept == null || kept.length() <= limit) {
      return outcome;
    }
    String size = kept.length() + " bytes of output, at most " + limit + " are allowed";
    return new Outcome.TerminalFailure("output too large: " + size, outcome.consumed());
  }

  private void finish(
      Flight flight,
      AttemptVerdict verdict,
      AttemptOutcome outcome,
      List<BudgetConsumption> consumed) {
    RunState target = decide(flight, verdict).target();
    boolean done =
        engine.own.execute(
            new FinishRun(
                flight.runId(),
                flight.attemptId(),
                outcome,
                target,
                consumed,
                engine.clock.second()));
    if (done && target.isTerminal()) {
      engine.tally.completed++;
    }
  }

  private static RetryDecision decide(Flight flight, AttemptVerdict verdict) {
    long cap = flight.context.spec().constraints().maxAttempts();
    return RetryDecision.of(verdict, Math.min(flight.entry.countedAttempts(), cap), cap);
  }

  /// An error text of a handler, cut to what is kept; one that looks like an interruption is marked
  /// as the handler's own (S-34).
  private static AttemptOutcome failure(String error) {
    boolean reserved = error.startsWith(AttemptOutcome.INTERRUPTED_PREFIX);
    String text = reserved ? "handler: " + error : error;
    boolean fits = text.length() <= MAX_ERROR_CHARS;
    return AttemptOutcome.failure(fits ? text : text.substring(0, MAX_ERROR_CHARS) + " … (cut)");
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
