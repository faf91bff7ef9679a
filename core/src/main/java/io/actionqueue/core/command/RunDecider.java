package io.actionqueue.core.command;

import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import org.jspecify.annotations.Nullable;

/// Decides about [RunCommand]s (spec 02 §4.3).
final class RunDecider {
  private RunDecider() {}

  static Decision decide(QueueState state, RunCommand command) {
    return switch (command) {
      case RunCreate create -> create(state, create.run());
      case RunStateTransition move -> move(state, move);
      case RunSuspend suspend -> suspend(state, suspend);
      case RunResume resume -> resume(state, resume);
    };
  }

  private static Decision create(QueueState state, RunInstance run) {
    TaskEntry task = state.task(run.taskId());
    if (task == null) {
      return Answer.reject(new TaskRejection.UnknownTask(run.taskId()));
    }
    if (state.run(run.id()) != null) {
      return Answer.reject(new RunRejection.RunAlreadyExists(run.id()));
    }
    if (run.state() != RunState.SCHEDULED) {
      return Answer.reject(new RunRejection.RunCreateRequiresScheduled(run.id(), run.state()));
    }
    String preset = PolicyBound.presetField(run);
    if (preset != null) {
      return Answer.reject(new RunRejection.RunCreateRequiresFresh(run.id(), preset));
    }
    if (task.isCanceled()) {
      return Answer.reject(new TaskRejection.TaskCanceled(task.id()));
    }
    return Answer.accept(new RunEvent.RunCreated(run));
  }

  private static Decision move(QueueState state, RunStateTransition command) {
    RunEntry run = state.run(command.runId());
    if (run == null) {
      return Answer.reject(new RunRejection.UnknownRun(command.runId()));
    }
    if (run.state() != command.previous()) {
      return Answer.reject(
          new RunRejection.PreviousStateMismatch(run.id(), command.previous(), run.state()));
    }
    if (!run.state().canMoveTo(command.next())) {
      return Answer.reject(
          new RunRejection.InvalidTransition(run.id(), run.state(), command.next()));
    }
    Rejection refusal = moveRefusal(run, command.next());
    if (refusal != null) {
      return Answer.reject(refusal);
    }
    long timestamp = Answer.notBefore(command.timestamp(), run.lastStateChangeAt());
    return Answer.accept(
        new RunEvent.RunStateChanged(run.id(), run.state(), command.next(), timestamp));
  }

  /// What stands against a move that the table allows: an open attempt, a lease that could not be
  /// closed any more, a canceled task.
  private static @Nullable Rejection moveRefusal(RunEntry run, RunState next) {
    AttemptId open = run.openAttempt();
    if (open != null && next != RunState.CANCELED) {
      return new AttemptRejection.AttemptInProgress(run.id(), open);
    }
    if (run.lease() != null && strandsLease(run.state(), next)) {
      return new RunRejection.LeaseStillOpen(run.id(), run.state(), next);
    }
    boolean promotion = next == RunState.READY && run.state() != RunState.LEASED;
    return promotion ? cancellation(run) : null;
  }

  /// Moves that keep the lease although it can no longer be used (02-W-8).
  private static boolean strandsLease(RunState from, RunState to) {
    return (from == RunState.RUNNING && (to == RunState.RETRY_WAIT || to == RunState.SUSPENDED))
        || (from == RunState.LEASED && to == RunState.READY);
  }

  /// Refuses what a canceled task must not get (02-W-37), null if the task is not canceled.
  static @Nullable Rejection cancellation(RunEntry run) {
    TaskEntry task = run.task();
    return task != null && task.isCanceled() ? new TaskRejection.TaskCanceled(task.id()) : null;
  }

  private static Decision suspend(QueueState state, RunSuspend command) {
    RunEntry run = state.run(command.runId());
    if (run == null) {
      return Answer.reject(new RunRejection.UnknownRun(command.runId()));
    }
    if (run.state() != RunState.RUNNING) {
      return Answer.reject(new RunRejection.RunSuspendRequiresRunning(run.id(), run.state()));
    }
    Rejection refusal = moveRefusal(run, RunState.SUSPENDED);
    if (refusal != null) {
      return Answer.reject(refusal);
    }
    long timestamp = Answer.notBefore(command.timestamp(), run.lastStateChangeAt());
    return Answer.accept(new RunEvent.RunSuspended(run.id(), command.reason(), timestamp));
  }

  private static Decision resume(QueueState state, RunResume command) {
    RunEntry run = state.run(command.runId());
    if (run == null) {
      return Answer.reject(new RunRejection.UnknownRun(command.runId()));
    }
    if (run.state() != RunState.SUSPENDED) {
      return Answer.reject(new RunRejection.RunResumeRequiresSuspended(run.id(), run.state()));
    }
    Rejection refusal = cancellation(run);
    if (refusal != null) {
      return Answer.reject(refusal);
    }
    long timestamp = Answer.notBefore(command.timestamp(), run.lastStateChangeAt());
    return Answer.accept(new RunEvent.RunResumed(run.id(), timestamp));
  }
}
