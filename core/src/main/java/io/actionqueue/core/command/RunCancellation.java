package io.actionqueue.core.command;

import io.actionqueue.core.event.AttemptEvent;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.LeaseEvent;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.run.Interruption;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import java.util.ArrayList;
import java.util.List;

/// The one way in which runs are canceled (S-36): an open attempt ends as interrupted and its lease
/// is released before the run moves.
final class RunCancellation {
  private RunCancellation() {}

  static Decision decide(QueueState state, CancelRun command) {
    RunEntry run = state.run(command.runId());
    if (run == null) {
      return Answer.reject(new RunRejection.UnknownRun(command.runId()));
    }
    if (run.state().isTerminal()) {
      return Answer.reject(new RunRejection.RunAlreadyTerminal(run.id(), run.state()));
    }
    List<Event> events = new ArrayList<>(4);
    add(state, run, command.timestamp(), events);
    addConsequences(state, run, command.timestamp(), events);
    return Answer.accept(events);
  }

  /// Adds the events that cancel a run which is not terminal.
  static void add(QueueState state, RunEntry run, long timestamp, List<Event> events) {
    AttemptId open = run.openAttempt();
    long at = Answer.notBefore(timestamp, run.lastStateChangeAt());
    if (open != null) {
      at = Answer.notBefore(at, AttemptDecider.openSince(run));
      AttemptEvent finish = AttemptDecider.finished(run, open, Interruption.CANCELED.outcome(), at);
      if (isReplayable(state, finish)) {
        events.add(finish);
        addRelease(run, at, events);
      }
    }
    events.add(new RunEvent.RunStateChanged(run.id(), run.state(), RunState.CANCELED, at));
  }

  /// Whether an open attempt can be finished at all: where an old log has used its id twice, replay
  /// would look at the wrong one, and the attempt stays open as 02-S-13 has it.
  static boolean isReplayable(QueueState state, AttemptEvent finish) {
    return state.check(state.latestSequence() + 1, finish) == null;
  }

  /// Adds the release of a run's lease, if it has one.
  static void addRelease(RunEntry run, long timestamp, List<Event> events) {
    var lease = run.lease();
    if (lease != null) {
      events.add(new LeaseEvent.LeaseReleased(run.id(), lease.owner(), lease.expiry(), timestamp));
    }
  }

  /// Adds the cancellation of all that waits for the run's task if the task fails by the end of
  /// this run.
  static void addConsequences(QueueState state, RunEntry run, long timestamp, List<Event> events) {
    TaskEntry task = run.task();
    if (task != null && Fate.failsWithout(task, run)) {
      new Cascade(state, timestamp, events).cancelDependentsOf(task.id());
    }
  }
}
