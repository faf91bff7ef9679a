package io.actionqueue;

import io.actionqueue.core.command.FinishRun;
import io.actionqueue.core.command.InterruptRun;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.Interruption;
import io.actionqueue.core.run.RunState;
import io.actionqueue.engine.dispatch.Promotions;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

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
    boolean late = limit != null && elapsedNanos > Flights.limitNanos(flight);
    countCooperation(flight, late);
    if (limit != null && late && !(outcome instanceof Outcome.Suspended)) {
      finish(flight, AttemptOutcome.timeout(limit), afterFailure(flight));
      return;
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
    finish(flight, outcome, afterFailure(flight));
  }

  /// Records that an attempt was cut off.
  void interrupt(Flight flight, Interruption cause) {
    engine.own.execute(
        new InterruptRun(
            flight.entry.id(),
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
              output == null ? AttemptOutcome.success() : AttemptOutcome.success(output),
              RunState.COMPLETED);
      case Outcome.RetryableFailure(var error, var delay) -> {
        if (flight.token.requested() == CancelReason.SHUTDOWN) {
          interrupt(flight, Interruption.SHUTDOWN); // deploys do not wear out attempts (S-35)
          return;
        }
        retry(flight, error, delay);
      }
      case Outcome.TerminalFailure(var error) -> finish(flight, failure(error), RunState.FAILED);
      case Outcome.Suspended(var partial) ->
          finish(
              flight,
              partial == null ? AttemptOutcome.suspended() : AttemptOutcome.suspended(partial),
              RunState.SUSPENDED);
    }
  }

  private void retry(Flight flight, String error, @Nullable Long delay) {
    RunState target = afterFailure(flight);
    if (delay != null && target == RunState.RETRY_WAIT) {
      promotions.delayNextRetry(flight.entry, delay);
    }
    finish(flight, failure(error), target);
  }

  private void finish(Flight flight, AttemptOutcome outcome, RunState target) {
    boolean done =
        engine.own.execute(
            new FinishRun(
                flight.entry.id(),
                flight.attemptId(),
                outcome,
                target,
                List.of(),
                engine.clock.second()));
    if (done && target.isTerminal()) {
      engine.tally.completed++;
    }
  }

  /// Where a retryable failure leads (03 §5.5): the cap counts neither suspended nor interrupted
  /// attempts.
  private static RunState afterFailure(Flight flight) {
    long cap = flight.context.spec().constraints().maxAttempts();
    return flight.entry.countedAttempts() < cap ? RunState.RETRY_WAIT : RunState.FAILED;
  }

  /// An error text of a handler; one that looks like an interruption is marked as the handler's own
  /// (S-34).
  private static AttemptOutcome failure(String error) {
    boolean reserved = error.startsWith(AttemptOutcome.INTERRUPTED_PREFIX);
    return AttemptOutcome.failure(reserved ? "handler: " + error : error);
  }

  private void countCooperation(Flight flight, boolean timedOut) {
    if (!timedOut) {
      return;
    }
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
