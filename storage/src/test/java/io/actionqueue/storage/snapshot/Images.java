package io.actionqueue.storage.snapshot;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Small states for tests of snapshots. Tasks and runs are numbered from 1; a run was created at
/// 100 and moved once a second.
final class Images {
  static final StateImage.Engine RUNNING = new StateImage.Engine(false, null, null);
  static final AttemptId ATTEMPT = new AttemptId(7, 7);
  static final StateImage.Attempt OPEN =
      new StateImage.Attempt(ATTEMPT, 103, null, null, null, null);

  private Images() {}

  static TaskId taskId(long number) {
    return new TaskId(1, number);
  }

  static RunId runId(long number) {
    return new RunId(2, number);
  }

  static StateImage.Task task(long number) {
    var spec = TaskSpec.of(taskId(number), TaskPayload.of(Bytes.utf8("task " + number)));
    return new StateImage.Task(spec, 100, null);
  }

  /// A run of task 1 that went through these states after Scheduled.
  static StateImage.Run run(long number, RunState... path) {
    var history = new ArrayList<StateImage.HistoryEntry>();
    history.add(new StateImage.HistoryEntry(null, RunState.SCHEDULED, 100));
    RunState state = RunState.SCHEDULED;
    for (RunState next : path) {
      history.add(new StateImage.HistoryEntry(state, next, 100 + history.size()));
      state = next;
    }
    long changedAt = history.getLast().timestamp();
    var instance =
        new RunInstance(runId(number), taskId(1), state, null, 0, 100, 100, 0, changedAt);
    return new StateImage.Run(instance, history, List.of(), null);
  }

  static StateImage.Run with(StateImage.Run run, @Nullable AttemptId current, long count) {
    RunInstance from = run.instance();
    var instance =
        new RunInstance(
            from.id(),
            from.taskId(),
            from.state(),
            current,
            count,
            from.createdAt(),
            from.scheduledAt(),
            from.effectivePriority(),
            from.lastStateChangeAt());
    return new StateImage.Run(instance, run.history(), run.attempts(), run.lease());
  }

  static StateImage.Run withAttempts(StateImage.Run run, StateImage.Attempt... attempts) {
    return new StateImage.Run(run.instance(), run.history(), List.of(attempts), run.lease());
  }

  static StateImage.Run withHistory(StateImage.Run run, StateImage.HistoryEntry... history) {
    return new StateImage.Run(run.instance(), List.of(history), run.attempts(), run.lease());
  }

  static StateImage.Run withLease(StateImage.Run run) {
    var lease = new StateImage.Lease("worker-1", 1000, 102, 102);
    return new StateImage.Run(run.instance(), run.history(), run.attempts(), lease);
  }

  static StateImage.Run withScheduledAt(StateImage.Run run, long scheduledAt) {
    RunInstance from = run.instance();
    var instance =
        new RunInstance(
            from.id(),
            from.taskId(),
            from.state(),
            from.currentAttemptId(),
            from.attemptCount(),
            from.createdAt(),
            scheduledAt,
            from.effectivePriority(),
            from.lastStateChangeAt());
    return new StateImage.Run(instance, run.history(), run.attempts(), run.lease());
  }

  static StateImage.Attempt finished(AttemptResult result, @Nullable String error) {
    return new StateImage.Attempt(ATTEMPT, 103, 104L, result, error, null);
  }

  static StateImage state(List<StateImage.Task> tasks, List<StateImage.Run> runs) {
    return state(tasks, runs, RUNNING);
  }

  static StateImage state(
      List<StateImage.Task> tasks, List<StateImage.Run> runs, StateImage.Engine engine) {
    List<StateImage.Dependencies> none = List.of();
    return new StateImage(
        3, tasks, runs, engine, none, List.of(), List.of(), List.of(), List.of(), List.of(),
        List.of(), List.of(), List.of());
  }

  static StateImage withDependencies(StateImage state, StateImage.Dependencies... declared) {
    return new StateImage(
        state.sequence(),
        state.tasks(),
        state.runs(),
        state.engine(),
        List.of(declared),
        state.budgets(),
        state.subscriptions(),
        state.actors(),
        state.tenants(),
        state.roles(),
        state.grants(),
        state.ledger(),
        state.extensions());
  }

  static StateImage withBudgets(StateImage state, StateImage.Budget... budgets) {
    return new StateImage(
        state.sequence(),
        state.tasks(),
        state.runs(),
        state.engine(),
        state.dependencies(),
        List.of(budgets),
        state.subscriptions(),
        state.actors(),
        state.tenants(),
        state.roles(),
        state.grants(),
        state.ledger(),
        state.extensions());
  }

  static StateImage withSubscriptions(StateImage state, StateImage.Subscription... list) {
    return new StateImage(
        state.sequence(),
        state.tasks(),
        state.runs(),
        state.engine(),
        state.dependencies(),
        state.budgets(),
        List.of(list),
        state.actors(),
        state.tenants(),
        state.roles(),
        state.grants(),
        state.ledger(),
        state.extensions());
  }
}
