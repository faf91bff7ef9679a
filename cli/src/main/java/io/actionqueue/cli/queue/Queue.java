package io.actionqueue.cli.queue;

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
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What commands ask of a queue. Confined to one thread.
///
/// Every method throws [CliFailure][io.actionqueue.cli.failure.CliFailure] where the answer is no;
/// nothing has then been changed, unless the failure says so.
public sealed interface Queue extends AutoCloseable permits DaemonQueue, OfflineQueue {
  /// Makes a task durable.
  SubmitAnswer submit(Order order);

  /// One task.
  TaskDetail task(TaskId id);

  /// A slice of the tasks, highest priority first.
  TaskList tasks(Listing listing);

  /// Cancels a task with its runs and all that depends on it.
  CancelTaskAnswer cancelTask(TaskId id);

  /// One run.
  RunDetail run(RunId id);

  /// A slice of the runs, by due time.
  RunList runs(Listing listing);

  /// Cancels a run.
  RunAnswer cancelRun(RunId id);

  /// Sets an executing run aside.
  RunAnswer suspendRun(RunId id, @Nullable String reason);

  /// Lets a suspended run go on.
  RunAnswer resumeRun(RunId id);

  /// Why a run is, or is not, executing.
  RunExplanation explain(RunId id);

  /// Totals.
  Stats stats();

  /// What the engine is doing.
  EngineView engine();

  /// Holds promotion by time and starts.
  StatusAnswer pause();

  /// Ends a pause.
  StatusAnswer resume();

  /// One task, after it has ended or `wait` is over.
  TaskDetail await(TaskId id, Duration wait);

  /// The budgets of a task.
  BudgetList budgets(TaskId id);

  /// Sets the ceiling of a budget; needs somebody who works on the queue.
  BudgetDetail allocateBudget(TaskId id, BudgetDimension dimension, BudgetOrder order);

  /// Fills a budget again; needs somebody who works on the queue.
  BudgetDetail replenishBudget(TaskId id, BudgetDimension dimension, long limit);

  /// A slice of the actors, in order of first registration.
  ActorList actors(int limit, long offset);

  /// Fires a custom event; needs somebody who works on the queue.
  EventAnswer fire(String key);

  /// What people decide, limit and keep about it.
  Oversight oversight();

  /// Tenants and rights.
  Tenancy tenancy();

  /// Adds a run to a task; needs somebody who works on the queue.
  RunDetail addRun(TaskId task, RunOrder order);

  /// Gives a Ready run another priority; needs somebody who works on the queue.
  RunDetail reprioritise(RunId run, int priority);

  /// When a task is due next; needs somebody who works on the queue.
  TaskSchedule schedule(TaskId task, int count);

  /// Durable events as they come.
  EventFeed events(EventQuery query);

  /// Whether somebody works on the queue, so that waiting makes sense.
  boolean isServed();

  @Override
  void close();
}
