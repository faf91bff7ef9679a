package io.actionqueue.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.event.AttemptEvent.AttemptFinished;
import io.actionqueue.core.event.AttemptEvent.AttemptStarted;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.LeaseEvent.LeaseAcquired;
import io.actionqueue.core.event.RunEvent.RunCreated;
import io.actionqueue.core.event.RunEvent.RunStateChanged;
import io.actionqueue.core.event.TaskEvent.TaskCreated;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import org.jspecify.annotations.Nullable;

/// Feeds a state with events under the next sequence, and holds each refusal to changing nothing.
final class Replay {
  static final TaskId TASK = new TaskId(1, 1);
  static final RunId RUN = new RunId(2, 1);
  static final AttemptId ATTEMPT = new AttemptId(3, 1);
  static final AttemptId OTHER_ATTEMPT = new AttemptId(3, 2);
  static final String OWNER = "worker-1";

  final QueueState state;

  private Replay(QueueState state) {
    this.state = state;
  }

  /// Nothing applied yet.
  static Replay empty() {
    return new Replay(QueueState.empty());
  }

  /// Goes on from a state.
  static Replay on(QueueState state) {
    return new Replay(state);
  }

  /// One Once task created at 100 with one run due at 100, in Scheduled (sequences 1 and 2).
  static Replay scheduled() {
    return empty().apply(task(TASK)).apply(run(RUN, TASK));
  }

  /// The same, moved on to Ready at 110.
  static Replay ready() {
    return scheduled().move(RunState.SCHEDULED, RunState.READY, 110);
  }

  /// The same, moved on to Leased at 120.
  static Replay leased() {
    return ready().move(RunState.READY, RunState.LEASED, 120);
  }

  /// The same, moved on to Running at 130 (latest sequence 5).
  static Replay running() {
    return leased().move(RunState.LEASED, RunState.RUNNING, 130);
  }

  /// The same with [#ATTEMPT] open since 140.
  static Replay attempting() {
    return running().apply(new AttemptStarted(RUN, ATTEMPT, 140));
  }

  static TaskCreated task(TaskId id) {
    return new TaskCreated(TaskSpec.of(id, TaskPayload.of(Bytes.utf8("payload"))), 100);
  }

  static RunCreated run(RunId id, TaskId task) {
    return new RunCreated(RunInstance.scheduled(id, task, 100, 100));
  }

  static LeaseAcquired lease(long expiry) {
    return new LeaseAcquired(RUN, OWNER, expiry, 115);
  }

  static AttemptFinished finished(AttemptId id, AttemptResult result, @Nullable String error) {
    return new AttemptFinished(RUN, id, result, error, null, 150);
  }

  static RunStateChanged moved(RunState from, RunState to, long timestamp) {
    return new RunStateChanged(RUN, from, to, timestamp);
  }

  /// Applies an event that must be accepted.
  Replay apply(Event event) {
    long sequence = state.latestSequence() + 1;
    assertThat(state.check(sequence, event)).as("refusal of %s", event).isNull();
    state.apply(sequence, event);
    return this;
  }

  Replay move(RunState from, RunState to, long timestamp) {
    return apply(moved(from, to, timestamp));
  }

  /// The refusal of an event that must be refused, under the next sequence.
  ReplayRefusal refusal(Event event) {
    return refusal(state.latestSequence() + 1, event);
  }

  /// The refusal of an event that must be refused, under any sequence.
  ReplayRefusal refusal(long sequence, Event event) {
    StateImage before = state.image();
    ReplayRefusal refusal = state.check(sequence, event);
    assertThat(state.image()).as("state after a refusal").isEqualTo(before);
    if (refusal == null) {
      throw new AssertionError("expected a refusal of " + event);
    }
    return refusal;
  }

  /// The run that the fixtures move.
  RunEntry run() {
    return run(RUN);
  }

  RunEntry run(RunId id) {
    RunEntry run = state.run(id);
    if (run == null) {
      throw new AssertionError("no run " + id);
    }
    return run;
  }

  TaskEntry task() {
    return taskOf(TASK);
  }

  TaskEntry taskOf(TaskId id) {
    TaskEntry task = state.task(id);
    if (task == null) {
      throw new AssertionError("no task " + id);
    }
    return task;
  }
}
