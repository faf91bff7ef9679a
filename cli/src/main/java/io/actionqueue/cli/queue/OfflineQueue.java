package io.actionqueue.cli.queue;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.client.EventFeed;
import io.actionqueue.client.EventQuery;
import io.actionqueue.client.wire.ActorList;
import io.actionqueue.client.wire.BudgetDetail;
import io.actionqueue.client.wire.BudgetList;
import io.actionqueue.client.wire.BudgetOrder;
import io.actionqueue.client.wire.CancelTaskAnswer;
import io.actionqueue.client.wire.EngineView;
import io.actionqueue.client.wire.EventAnswer;
import io.actionqueue.client.wire.RunAnswer;
import io.actionqueue.client.wire.RunDetail;
import io.actionqueue.client.wire.RunExplanation;
import io.actionqueue.client.wire.RunList;
import io.actionqueue.client.wire.RunOrder;
import io.actionqueue.client.wire.Stats;
import io.actionqueue.client.wire.StatusAnswer;
import io.actionqueue.client.wire.SubmitAnswer;
import io.actionqueue.client.wire.TaskDetail;
import io.actionqueue.client.wire.TaskList;
import io.actionqueue.client.wire.TaskSchedule;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.command.CancelRun;
import io.actionqueue.core.command.CancelTask;
import io.actionqueue.core.command.Command;
import io.actionqueue.core.command.EnginePause;
import io.actionqueue.core.command.EngineResume;
import io.actionqueue.core.command.Rejection;
import io.actionqueue.core.command.ResumeRun;
import io.actionqueue.core.command.SuspendRun;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A queue that nobody works on: its directory is read, and a change is one command on its log
/// (S-40). Reading changes nothing at all; what a change would be refused for is looked up by
/// reading first, so that a refusal leaves every file as it was.
public final class OfflineQueue implements Queue {
  private final OfflineStore store;
  private final Surroundings surroundings;
  private @Nullable QueueState state;

  private OfflineQueue(OfflineStore store, Surroundings surroundings) {
    this.store = store;
    this.surroundings = surroundings;
  }

  static OfflineQueue of(Surroundings surroundings, Path directory, Consumer<String> warnings) {
    return new OfflineQueue(new OfflineStore(surroundings, directory, warnings), surroundings);
  }

  @Override
  public SubmitAnswer submit(Order order) {
    return new OfflineSubmission(order, surroundings).carryOut(store);
  }

  @Override
  public TaskDetail task(TaskId id) {
    return OfflineViews.detail(taskEntry(id));
  }

  @Override
  public TaskList tasks(Listing listing) {
    return OfflineViews.tasks(state(), listing);
  }

  @Override
  public CancelTaskAnswer cancelTask(TaskId id) {
    TaskEntry task = taskEntry(id);
    String status = task.isCanceled() ? "already_canceled" : "canceled";
    long total = task.runCount();
    long ended = task.terminalRuns();
    change(new CancelTask(id, now()));
    return new CancelTaskAnswer(id, status, total - ended, ended, total);
  }

  @Override
  public RunDetail run(RunId id) {
    RunEntry run = runEntry(id);
    return RunDetail.of(run.image(), run.countedAttempts(), reasons().of(run));
  }

  @Override
  public RunList runs(Listing listing) {
    return OfflineViews.runs(state(), listing);
  }

  @Override
  public RunAnswer cancelRun(RunId id) {
    RunState found = runEntry(id).state();
    if (found.isTerminal()) {
      return new RunAnswer(
          id, found == RunState.CANCELED ? "already_canceled" : "already_terminal");
    }
    change(new CancelRun(id, now()));
    return new RunAnswer(id, "canceled");
  }

  @Override
  public RunAnswer suspendRun(RunId id, @Nullable String reason) {
    if (runEntry(id).state() == RunState.SUSPENDED) {
      return new RunAnswer(id, "already_suspended");
    }
    change(new SuspendRun(id, reason, now()));
    return new RunAnswer(id, "suspended");
  }

  @Override
  public RunAnswer resumeRun(RunId id) {
    if (runEntry(id).state() == RunState.READY) {
      return new RunAnswer(id, "already_resumed");
    }
    change(new ResumeRun(id, now()));
    return new RunAnswer(id, "resumed");
  }

  @Override
  public RunExplanation explain(RunId id) {
    return reasons().explain(runEntry(id));
  }

  @Override
  public Stats stats() {
    return OfflineViews.stats(state());
  }

  @Override
  public EngineView engine() {
    return OfflineViews.engine(state());
  }

  @Override
  public StatusAnswer pause() {
    if (state().isPaused()) {
      return new StatusAnswer("already_paused");
    }
    change(new EnginePause(now()));
    return new StatusAnswer("paused");
  }

  @Override
  public StatusAnswer resume() {
    if (!state().isPaused()) {
      return new StatusAnswer("already_resumed");
    }
    change(new EngineResume(now()));
    return new StatusAnswer("resumed");
  }

  @Override
  public TaskDetail await(TaskId id, Duration wait) {
    return task(id);
  }

  @Override
  public BudgetList budgets(TaskId id) {
    taskEntry(id);
    return OfflineViews.budgets(state(), id);
  }

  @Override
  public BudgetDetail allocateBudget(TaskId id, BudgetDimension dimension, BudgetOrder order) {
    throw nobody();
  }

  @Override
  public BudgetDetail replenishBudget(TaskId id, BudgetDimension dimension, long limit) {
    throw nobody();
  }

  @Override
  public ActorList actors(int limit, long offset) {
    return OfflineViews.actors(state(), limit, offset);
  }

  @Override
  public EventAnswer fire(String key) {
    throw nobody();
  }

  @Override
  public Oversight oversight() {
    return new OfflineOversight(state());
  }

  @Override
  public Tenancy tenancy() {
    return new OfflineTenancy(state());
  }

  @Override
  public RunDetail addRun(TaskId task, RunOrder order) {
    throw nobody();
  }

  @Override
  public RunDetail reprioritise(RunId run, int priority) {
    throw nobody();
  }

  @Override
  public TaskSchedule schedule(TaskId task, int count) {
    throw nobody();
  }

  @Override
  public EventFeed events(EventQuery query) {
    throw nobody();
  }

  /// What has consequences that an engine draws cannot be done by one command on the log.
  static CliFailure nobody() {
    return CliFailure.connectivity(
        "no_daemon", "no daemon works on the data directory: start one, or name it by --server");
  }

  @Override
  public boolean isServed() {
    return false;
  }

  private void change(Command command) {
    Rejection rejection = store.probe(state(), command);
    if (rejection == null) {
      rejection = store.change(command);
    }
    if (rejection != null) {
      throw CliFailure.validation(rejection.code(), rejection.message());
    }
  }

  private TaskEntry taskEntry(TaskId id) {
    TaskEntry task = state().task(id);
    if (task == null) {
      throw CliFailure.validation("task_not_found", "task not found: " + id);
    }
    return task;
  }

  private RunEntry runEntry(RunId id) {
    RunEntry run = state().run(id);
    if (run == null) {
      throw CliFailure.validation("run_not_found", "run not found: " + id);
    }
    return run;
  }

  private OfflineReasons reasons() {
    return new OfflineReasons(state(), now());
  }

  private QueueState state() {
    QueueState known = state;
    if (known == null) {
      known = store.load();
      state = known;
    }
    return known;
  }

  private long now() {
    return surroundings.time().epochSeconds();
  }

  @Override
  public void close() {}
}
