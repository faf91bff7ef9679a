package io.actionqueue.core.state;

import io.actionqueue.core.event.AttemptEvent;
import io.actionqueue.core.event.AttemptEvent.AttemptFinished;
import io.actionqueue.core.event.AttemptEvent.AttemptStarted;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.RunState;
import org.jspecify.annotations.Nullable;

/// Start and end of attempts. A run's state does not change by them.
final class Attempts {
  private static final long MAX_COUNT = 0xffff_ffffL;

  private final Runs runs;

  Attempts(Runs runs) {
    this.runs = runs;
  }

  @Nullable ReplayRefusal check(AttemptEvent event) {
    return switch (event) {
      case AttemptStarted(var runId, var attemptId, _) -> checkStart(runId, attemptId);
      case AttemptFinished finished -> checkFinish(finished.runId(), finished.attemptId());
    };
  }

  void apply(AttemptEvent event) {
    switch (event) {
      case AttemptStarted(var runId, var attemptId, var timestamp) ->
          runs.startAttempt(runId, attemptId, timestamp);
      case AttemptFinished(var runId, _, var result, var error, var output, var timestamp) -> {
        runs.checked(runId)
            .finishAttempt(AttemptOutcome.repaired(result, error, output), timestamp);
        runs.tally().add(result, error);
      }
    }
  }

  private @Nullable ReplayRefusal checkStart(RunId runId, AttemptId attemptId) {
    RunEntry run = runs.get(runId);
    if (run == null) {
      return Runs.unknown(runId);
    }
    if (run.state() != RunState.RUNNING) {
      return Runs.invalid(
          "attempt " + attemptId + " starts while run " + runId + " is " + run.state().wireName());
    }
    if (run.hasOpenAttempt()) {
      return Runs.invalid(
          "attempt " + attemptId + " starts while attempt " + run.openAttempt() + " is open");
    }
    return run.attemptCount() < MAX_COUNT
        ? null
        : new ReplayRefusal.CorruptedData("run " + runId + " cannot count another attempt");
  }

  private @Nullable ReplayRefusal checkFinish(RunId runId, AttemptId attemptId) {
    RunEntry run = runs.get(runId);
    if (run == null) {
      return Runs.unknown(runId);
    }
    if (run.state() != RunState.RUNNING) {
      return Runs.invalid(
          "attempt " + attemptId + " ends while run " + runId + " is " + run.state().wireName());
    }
    if (!run.isOpenAttempt(attemptId)) {
      return Runs.invalid(
          "attempt " + attemptId + " ends while the open attempt is " + run.openAttempt());
    }
    return run.openAttemptIsReused()
        ? new ReplayRefusal.CorruptedData(
            "run " + runId + " has finished an attempt " + attemptId + " before")
        : null;
  }
}
