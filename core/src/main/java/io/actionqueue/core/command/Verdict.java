package io.actionqueue.core.command;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.Interruption;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.SafetyLevel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a run goes whose attempt was cut off (S-2 to S-4, S-35).
///
/// @param target Ready, Failed, Suspended or Canceled
/// @param words what is recorded behind the cause, null for nothing
record Verdict(RunState target, @Nullable String words) {
  /// About a run whose attempt is still open: this interruption is not yet among the counted ones.
  static Verdict onOpenAttempt(RunEntry run, Interruption cause, RecoveryPolicy policy) {
    // An attempt that was cut off does not count, but while it is open it is among the counted.
    return of(run, cause, policy, new Tally(cause.isCounted() ? 1 : 0, -1));
  }

  /// About a run whose last attempt is already recorded as interrupted.
  static Verdict onRecordedAttempt(RunEntry run, Interruption cause, RecoveryPolicy policy) {
    return of(run, cause, policy, new Tally(0, 0));
  }

  /// What the batch will add to the run's own counters.
  ///
  /// @param interruptions added to the counted interruptions
  /// @param attempts added to the counted attempts
  private record Tally(int interruptions, int attempts) {}

  private static Verdict of(RunEntry run, Interruption cause, RecoveryPolicy policy, Tally added) {
    TaskEntry task = run.task();
    if (cause == Interruption.CANCELED || (task != null && task.isCanceled())) {
      return new Verdict(RunState.CANCELED, null);
    }
    long interruptions = (long) run.interruptions() + added.interruptions();
    if (cause.isCounted() && interruptions > policy.maxInterruptions()) {
      return new Verdict(RunState.FAILED, Interruption.TOO_OFTEN);
    }
    RunState goingOn =
        run.countedAttempts() + added.attempts() >= AttemptDecider.cap(run)
            ? RunState.FAILED
            : RunState.READY;
    boolean uncertain =
        cause != Interruption.RELEASED
            && task != null
            && task.spec().constraints().safetyLevel() == SafetyLevel.TRANSACTIONAL;
    if (!uncertain) {
      return new Verdict(goingOn, null);
    }
    return switch (policy.onUncertain()) {
      case FAIL -> new Verdict(RunState.FAILED, Interruption.UNCERTAIN);
      case SUSPEND -> new Verdict(RunState.SUSPENDED, Interruption.UNCERTAIN);
      case RETRY -> new Verdict(goingOn, null);
    };
  }

  AttemptOutcome outcome(Interruption cause) {
    return words == null ? cause.outcome() : cause.outcome(words);
  }

  /// Adds the moves from Running, attempt and lease being closed already.
  void addMoves(QueueState state, RunEntry run, long at, List<Event> events) {
    if (target == RunState.SUSPENDED) {
      events.add(new RunEvent.RunSuspended(run.id(), words, at));
      return;
    }
    if (target == RunState.READY) {
      events.add(FlightDecider.move(run, RunState.RUNNING, RunState.RETRY_WAIT, at));
      events.add(FlightDecider.move(run, RunState.RETRY_WAIT, RunState.READY, at));
      return;
    }
    events.add(FlightDecider.move(run, RunState.RUNNING, target, at));
    RunCancellation.addConsequences(state, run, at, events);
  }
}
