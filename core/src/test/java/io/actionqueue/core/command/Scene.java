package io.actionqueue.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.List;

/// A state under test with the log that led to it. Every accepted event must pass the check of
/// replay, every refusal must leave the state as it was (02-INV-14, INV-16).
final class Scene {
  /// When everything happens unless a test says otherwise.
  static final long NOW = 1000;

  private final List<Event> log = new ArrayList<>();
  private QueueState state = QueueState.empty();

  static TaskId task(long number) {
    return new TaskId(0xa, number);
  }

  static RunId run(long number) {
    return new RunId(0xb, number);
  }

  static AttemptId attempt(long number) {
    return new AttemptId(0xc, number);
  }

  static TenantId tenant(long number) {
    return new TenantId(0xd, number);
  }

  static SubscriptionId subscription(long number) {
    return new SubscriptionId(0xe, number);
  }

  static TaskSpec spec(long number) {
    return TaskSpec.of(task(number), new TaskPayload(Bytes.utf8("payload"), null));
  }

  static RunInstance scheduled(long run, long task) {
    return RunInstance.scheduled(run(run), task(task), NOW, NOW);
  }

  QueueState state() {
    return state;
  }

  List<Event> log() {
    return log;
  }

  TaskEntry taskEntry(long number) {
    TaskEntry entry = state.task(task(number));
    assertThat(entry).as("task %d", number).isNotNull();
    return entry;
  }

  RunEntry runEntry(long number) {
    RunEntry entry = state.run(run(number));
    assertThat(entry).as("run %d", number).isNotNull();
    return entry;
  }

  RunState stateOf(long run) {
    return runEntry(run).state();
  }

  Decision decide(Command command) {
    return Decider.decide(state, null, command);
  }

  /// Carries a command out that must be accepted.
  List<Event> accept(Command command) {
    Decision decision = decide(command);
    assertThat(decision).as("%s", command).isInstanceOf(Decision.Accepted.class);
    List<Event> events = ((Decision.Accepted) decision).events();
    events.forEach(this::apply);
    return events;
  }

  /// Carries commands out one by one.
  Scene with(Command... commands) {
    for (Command command : commands) {
      accept(command);
    }
    return this;
  }

  /// Takes in an event as replay does: what an old log may hold, not what a command may write.
  Scene replay(Event... events) {
    for (Event event : events) {
      apply(event);
    }
    return this;
  }

  /// The refusal of a command that must be refused and change nothing.
  Rejection refuse(Command command) {
    String before = state.digest();
    Decision decision = decide(command);
    assertThat(decision).as("%s", command).isInstanceOf(Decision.Rejected.class);
    assertThat(state.digest()).isEqualTo(before);
    return ((Decision.Rejected) decision).rejection();
  }

  private void apply(Event event) {
    long sequence = state.latestSequence() + 1;
    assertThat(state.check(sequence, event)).as("%s", event).isNull();
    state.apply(sequence, event);
    log.add(event);
  }

  /// The state that replaying the log gives.
  QueueState replayed() {
    QueueState again = QueueState.empty();
    for (Event event : log) {
      long sequence = again.latestSequence() + 1;
      assertThat(again.check(sequence, event)).as("%s", event).isNull();
      again.apply(sequence, event);
    }
    return again;
  }

  /// Makes the state as of a snapshot of itself.
  Scene reopened() {
    state = QueueState.of(state.image());
    return this;
  }

  /// A task with one run in Scheduled, both with the same number.
  Scene scheduledRun(long number) {
    return scheduledRun(number, spec(number));
  }

  Scene scheduledRun(long number, TaskSpec spec) {
    return with(new TaskCreate(spec, NOW), new RunCreate(scheduled(number, number)));
  }

  Scene readyRun(long number) {
    return scheduledRun(number).move(number, RunState.READY);
  }

  /// A Running run without lease and without attempt.
  Scene runningRun(long number) {
    return readyRun(number).move(number, RunState.LEASED).move(number, RunState.RUNNING);
  }

  /// A Running run with the given attempt open and a lease of the local executor until 1300.
  Scene startedRun(long number, long attempt, TaskSpec spec) {
    return scheduledRun(number, spec).move(number, RunState.READY).start(number, attempt);
  }

  Scene startedRun(long number, long attempt) {
    return startedRun(number, attempt, spec(number));
  }

  Scene start(long run, long attempt) {
    return with(
        new StartRun(run(run), attempt(attempt), RecoveryPolicy.LOCAL_OWNER, NOW + 300, NOW));
  }

  Scene finish(long run, long attempt, AttemptOutcome outcome, RunState target) {
    return with(new FinishRun(run(run), attempt(attempt), outcome, target, List.of(), NOW));
  }

  /// Closes the open attempt and leaves the run Running.
  Scene finishAttempt(long run, long attempt, AttemptOutcome outcome) {
    return with(new AttemptFinish(run(run), attempt(attempt), outcome, NOW));
  }

  /// One bare transition.
  Scene move(long run, RunState target) {
    return with(new RunStateTransition(run(run), stateOf(run), target, NOW));
  }

  /// A task that has completed.
  Scene completedTask(long number) {
    return startedRun(number, number)
        .finish(number, number, AttemptOutcome.success(), RunState.COMPLETED);
  }

  /// A task that has failed.
  Scene failedTask(long number) {
    return startedRun(number, number)
        .finish(number, number, AttemptOutcome.failure("broken"), RunState.FAILED);
  }
}
