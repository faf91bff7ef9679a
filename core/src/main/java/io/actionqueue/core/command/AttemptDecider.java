package io.actionqueue.core.command;

import io.actionqueue.core.event.AttemptEvent;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import org.jspecify.annotations.Nullable;

/// Decides about [AttemptCommand]s (spec 02 §4.4).
final class AttemptDecider {
  private static final long MAX_COUNT = 0xffff_ffffL;

  private AttemptDecider() {}

  static Decision decide(QueueState state, AttemptCommand command) {
    return switch (command) {
      case AttemptStart start -> start(state, start);
      case AttemptFinish finish -> finish(state, finish);
    };
  }

  private static Decision start(QueueState state, AttemptStart command) {
    RunEntry run = state.run(command.runId());
    if (run == null) {
      return Answer.reject(new AttemptRejection.AttemptStartUnknownRun(command.runId()));
    }
    if (run.state() != RunState.RUNNING) {
      return Answer.reject(new AttemptRejection.AttemptStartRequiresRunning(run.id(), run.state()));
    }
    AttemptId open = run.openAttempt();
    if (open != null) {
      return Answer.reject(new AttemptRejection.AttemptStartAlreadyActive(run.id(), open));
    }
    Rejection canceled = RunDecider.cancellation(run);
    Rejection refusal = canceled != null ? canceled : startRefusal(run, command.attemptId());
    if (refusal != null) {
      return Answer.reject(refusal);
    }
    // Not before the run's entry into Running, by which attempts are told to be of this period.
    long timestamp = Answer.notBefore(command.timestamp(), run.lastStateChangeAt());
    return Answer.accept(new AttemptEvent.AttemptStarted(run.id(), command.attemptId(), timestamp));
  }

  /// Why a run without an open attempt may not start this one, null if it may.
  static @Nullable Rejection startRefusal(RunEntry run, AttemptId attemptId) {
    if (hasUsedUpAttempts(run)) {
      return new AttemptRejection.AttemptCapReached(run.id(), cap(run));
    }
    if (run.hasAttempt(attemptId)) {
      return new AttemptRejection.AttemptIdReused(run.id(), attemptId);
    }
    if (run.attemptCount() >= MAX_COUNT) {
      return new AttemptRejection.AttemptCountOverflow(run.id());
    }
    return null;
  }

  /// Whether the counted attempts, an open one among them, have reached the cap (02-W-13).
  static boolean hasUsedUpAttempts(RunEntry run) {
    return run.countedAttempts() >= cap(run);
  }

  /// How many counted attempts a run may have; without bound for one whose task the log lacks.
  static long cap(RunEntry run) {
    TaskEntry task = run.task();
    return task == null ? Long.MAX_VALUE : task.spec().constraints().maxAttempts();
  }

  private static Decision finish(QueueState state, AttemptFinish command) {
    RunEntry run = state.run(command.runId());
    Rejection refusal = finishRefusal(run, command.runId(), command.attemptId());
    if (run == null || refusal != null) {
      return Answer.reject(
          refusal != null
              ? refusal
              : new AttemptRejection.AttemptFinishUnknownRun(command.runId()));
    }
    long timestamp = Answer.notBefore(command.timestamp(), openSince(run));
    return Answer.accept(finished(run, command.attemptId(), command.outcome(), timestamp));
  }

  /// Why this attempt cannot be finished, null if it can.
  static @Nullable Rejection finishRefusal(
      @Nullable RunEntry run, RunId runId, AttemptId attemptId) {
    if (run == null) {
      return new AttemptRejection.AttemptFinishUnknownRun(runId);
    }
    if (run.state() != RunState.RUNNING) {
      return new AttemptRejection.AttemptFinishRequiresRunning(runId, run.state());
    }
    AttemptId open = run.openAttempt();
    if (open == null) {
      return new AttemptRejection.AttemptFinishMissingActive(runId);
    }
    return open.equals(attemptId)
        ? null
        : new AttemptRejection.AttemptFinishAttemptMismatch(runId, open, attemptId);
  }

  /// The earliest instant at which the open attempt can end.
  static long openSince(RunEntry run) {
    var last = run.lastAttempt();
    return last == null ? 0 : last.startedAt();
  }

  static AttemptEvent.AttemptFinished finished(
      RunEntry run, AttemptId attemptId, AttemptOutcome outcome, long timestamp) {
    return new AttemptEvent.AttemptFinished(
        run.id(), attemptId, outcome.result(), outcome.error(), outcome.output(), timestamp);
  }
}
