package io.actionqueue;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.budget.BudgetConsumption;
import io.actionqueue.core.command.FinishDelayed;
import io.actionqueue.core.command.FinishRun;
import io.actionqueue.core.command.InterruptRun;
import io.actionqueue.core.command.SuspendAtGate;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.AttemptVerdict;
import io.actionqueue.core.run.Interruption;
import io.actionqueue.core.run.RetryDecision;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what handlers answer into what is recorded (spec 03 §5.3, §5.5, §6.3). Confined to the
/// engine thread.
final class Landing {
  private static final Logger LOG = LoggerFactory.getLogger(Landing.class);
  private static final long COOPERATION_NANOS = 250_000_000L;

  /// Characters of an error text that are kept.
  private static final int MAX_ERROR_CHARS = 32_768;

  private final Engine engine;

  /// An attempt that somebody executes, here or in another process.
  ///
  /// @param run its run
  /// @param id the attempt
  record Attempt(RunEntry run, AttemptId id) {}

  Landing(Engine engine) {
    this.engine = engine;
  }

  /// Records an answer. One that comes for an attempt that was canceled, abandoned or interrupted
  /// before changes nothing (RT-37).
  void land(Flight flight, TimedOutcome answer) {
    Outcome outcome = answer.outcome();
    if (!isOpen(flight)) {
      engine.metrics.lateResults.increment();
      flight.reports.drop();
      return;
    }
    Long limit = flight.timeoutSecs();
    if (limit != null && answer.isLate()) {
      countCooperation(flight);
      if (!(outcome instanceof Outcome.Suspended)) {
        drop(flight, answer);
        var timeout = AttemptOutcome.timeout(limit);
        finish(attempt(flight), AttemptVerdict.TIMEOUT, timeout, outcome.consumed());
        return;
      }
    }
    if (flight.wasSilent() && outcome instanceof Outcome.RetryableFailure) {
      flight.reports.drop();
      finish(attempt(flight), AttemptVerdict.TIMEOUT, silent(flight), outcome.consumed());
      return;
    }
    record(flight, bounded(outcome));
  }

  /// Drops an answer that came too late; its output is gone, which is told in the log.
  private void drop(Flight flight, TimedOutcome late) {
    flight.reports.drop();
    int lost = late.outputBytes();
    if (lost > 0) {
      engine.metrics.lateOutputs.increment();
      LOG.warn(
          "attempt {} of run {} took {} s of {} s: {} bytes of output came late and were dropped",
          flight.attemptId(),
          flight.runId(),
          late.elapsedNanos() / 1_000_000_000.0,
          flight.timeoutSecs(),
          lost);
    }
  }

  /// What is recorded of an attempt that told nothing for too long.
  private static AttemptOutcome silent(Flight flight) {
    Long most = flight.silenceNanos();
    String time = most == null ? "" : " within " + most / 1_000_000 + " ms";
    return new AttemptOutcome(AttemptResult.TIMEOUT, "no progress" + time, null);
  }

  /// Gives an attempt up whose handler heeded neither request nor interrupt (S-37).
  void abandon(Flight flight) {
    engine.metrics.abandonedAttempts.increment();
    if (!isOpen(flight)) {
      return;
    }
    Long limit = flight.timeoutSecs();
    AttemptOutcome outcome =
        flight.wasSilent()
            ? silent(flight)
            : limit == null
                ? AttemptOutcome.failure("abandoned: the handler did not return")
                : AttemptOutcome.timeout(limit);
    finish(attempt(flight), AttemptVerdict.TIMEOUT, outcome, List.of());
  }

  /// Records that an attempt was cut off.
  void interrupt(Flight flight, Interruption cause) {
    engine.own.execute(
        new InterruptRun(
            flight.runId(),
            flight.attemptId(),
            cause,
            engine.recoveryOf(flight.entry),
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
    boolean cutOff =
        outcome instanceof Outcome.RetryableFailure
            && flight.token.requested() == CancelReason.SHUTDOWN;
    if (cutOff) {
      outcome.consumed().forEach(part -> AttemptReports.consume(engine, flight, part));
      interrupt(flight, Interruption.SHUTDOWN); // deploys do not wear out attempts (S-35)
      return;
    }
    record(attempt(flight), outcome);
  }

  /// Records what an open attempt came to, and moves its run on.
  void record(Attempt attempt, Outcome outcome) {
    AttemptOutcome end = recorded(outcome);
    switch (outcome) {
      case Outcome.Success _ -> finish(attempt, AttemptVerdict.SUCCESS, end, outcome.consumed());
      case Outcome.RetryableFailure(_, var delay, var consumed) ->
          finish(attempt, AttemptVerdict.RETRYABLE_FAILURE, end, consumed, delay);
      case Outcome.TerminalFailure _ ->
          finish(attempt, AttemptVerdict.TERMINAL_FAILURE, end, outcome.consumed());
      case Outcome.Suspended(_, var gate, var consumed) -> {
        if (gate == null) {
          finish(attempt, AttemptVerdict.SUSPENDED, end, consumed);
          engine.suspensions.suspended(attempt.run());
        } else {
          awaitDecision(attempt, gate, end, consumed);
        }
      }
    }
  }

  /// Ends an open attempt with a suspension that only a decision ends.
  private void awaitDecision(
      Attempt attempt, String gate, AttemptOutcome end, List<BudgetConsumption> consumed) {
    var finish =
        new FinishRun(
            attempt.run().id(),
            attempt.id(),
            end,
            RunState.SUSPENDED,
            consumed,
            engine.clock.second());
    engine.own.execute(new SuspendAtGate(finish, gate, engine.clock.millis()));
  }

  /// What is recorded of an answer.
  static AttemptOutcome recorded(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Success(var output, _) ->
          output == null ? AttemptOutcome.success() : AttemptOutcome.success(output);
      case Outcome.RetryableFailure failure -> failure(failure.error());
      case Outcome.TerminalFailure(var error, _) -> failure(error);
      case Outcome.Suspended(var partial, _, _) ->
          partial == null ? AttemptOutcome.suspended() : AttemptOutcome.suspended(partial);
    };
  }

  /// The outcome, or a failure in its place if it keeps more than is allowed.
  Outcome bounded(Outcome outcome) {
    Bytes kept =
        switch (outcome) {
          case Outcome.Success(var output, _) -> output;
          case Outcome.Suspended(var partial, _, _) -> partial;
          case Outcome.RetryableFailure _, Outcome.TerminalFailure _ -> null;
        };
    int limit = engine.config.maxOutputBytes();
    if (kept == null || kept.length() <= limit) {
      return outcome;
    }
    String size = kept.length() + " bytes of output, at most " + limit + " are allowed";
    return new Outcome.TerminalFailure("output too large: " + size, outcome.consumed());
  }

  /// Ends an open attempt and moves its run on.
  void finish(
      Attempt attempt,
      AttemptVerdict verdict,
      AttemptOutcome outcome,
      List<BudgetConsumption> consumed) {
    finish(attempt, verdict, outcome, consumed, null);
  }

  private void finish(
      Attempt attempt,
      AttemptVerdict verdict,
      AttemptOutcome outcome,
      List<BudgetConsumption> consumed,
      @Nullable Long chosenDelaySecs) {
    RetryDecision decision = decide(attempt, verdict);
    Long readyAt = null;
    if (decision == RetryDecision.RETRY) {
      switch (engine.retries.choose(attempt.run(), chosenDelaySecs)) {
        case Retries.Choice.Backoff() -> {}
        case Retries.Choice.At(long millis) -> readyAt = millis;
        case Retries.Choice.GiveUp() -> decision = RetryDecision.FAIL;
      }
    }
    RunState target = decision.target();
    var finish =
        new FinishRun(
            attempt.run().id(), attempt.id(), outcome, target, consumed, engine.clock.second());
    boolean done =
        engine.own.execute(
            readyAt == null ? finish : new FinishDelayed(finish, readyAt, engine.clock.millis()));
    if (done && target.isTerminal()) {
      engine.tally.completed++;
    }
  }

  private static RetryDecision decide(Attempt attempt, AttemptVerdict verdict) {
    TaskEntry task = attempt.run().task();
    long cap = task == null ? 1 : task.spec().constraints().maxAttempts();
    return RetryDecision.of(verdict, Math.min(attempt.run().countedAttempts(), cap), cap);
  }

  private static Attempt attempt(Flight flight) {
    return new Attempt(flight.entry, flight.attemptId());
  }

  /// An error text of a handler, cut to what is kept; one that looks like an interruption is marked
  /// as the handler's own (S-34).
  private static AttemptOutcome failure(String error) {
    boolean reserved = error.startsWith(AttemptOutcome.INTERRUPTED_PREFIX);
    String text = reserved ? "handler: " + error : error;
    return AttemptOutcome.failure(cut(text));
  }

  /// An error text, cut to what is kept.
  static String cut(String text) {
    boolean fits = text.length() <= MAX_ERROR_CHARS;
    return fits ? text : text.substring(0, MAX_ERROR_CHARS) + " … (cut)";
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
