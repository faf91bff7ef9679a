package io.actionqueue.cli.queue;

import io.actionqueue.cli.failure.Failures;
import io.actionqueue.client.ActionQueueClient;
import io.actionqueue.client.ClientException;
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
import io.actionqueue.client.wire.SnapshotAnswer;
import io.actionqueue.client.wire.Stats;
import io.actionqueue.client.wire.StatusAnswer;
import io.actionqueue.client.wire.Submission;
import io.actionqueue.client.wire.SubmitAnswer;
import io.actionqueue.client.wire.TaskDetail;
import io.actionqueue.client.wire.TaskList;
import io.actionqueue.client.wire.TaskSchedule;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.task.TaskSpec;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A queue behind a daemon.
public final class DaemonQueue implements Queue {
  private final ActionQueueClient client;

  private DaemonQueue(ActionQueueClient client) {
    this.client = client;
  }

  static DaemonQueue of(ActionQueueClient client) {
    return new DaemonQueue(client);
  }

  @Override
  public SubmitAnswer submit(Order order) {
    TaskSpec spec = order.spec();
    Submission submission =
        Submission.withoutAction()
            .payload(spec.payload().bytes())
            .contentType(spec.payload().contentType())
            .runPolicy(spec.runPolicy())
            .constraints(spec.constraints())
            .metadata(spec.metadata())
            .options(order.policy())
            .after(order.after());
    if (order.key() == null) {
      submission.id(spec.id());
    } else {
      submission.idempotencyKey(order.key().text());
    }
    return call(() -> client.submit(submission));
  }

  @Override
  public TaskDetail task(TaskId id) {
    return call(() -> client.task(id));
  }

  @Override
  public TaskList tasks(Listing listing) {
    return call(() -> client.tasks(listing.filter()));
  }

  @Override
  public CancelTaskAnswer cancelTask(TaskId id) {
    return call(() -> client.cancelTask(id));
  }

  @Override
  public RunDetail run(RunId id) {
    return call(() -> client.run(id));
  }

  @Override
  public RunList runs(Listing listing) {
    return call(() -> client.runs(listing.filter()));
  }

  @Override
  public RunAnswer cancelRun(RunId id) {
    return call(() -> client.cancelRun(id));
  }

  @Override
  public RunAnswer suspendRun(RunId id, @Nullable String reason) {
    return call(() -> client.suspendRun(id, reason));
  }

  @Override
  public RunAnswer resumeRun(RunId id) {
    return call(() -> client.resumeRun(id));
  }

  @Override
  public RunExplanation explain(RunId id) {
    return call(() -> client.explain(id));
  }

  @Override
  public Stats stats() {
    return call(client::stats);
  }

  @Override
  public EngineView engine() {
    return call(client::engine);
  }

  /// Has a snapshot written, which applies the retention and drops log that is not needed any more.
  public SnapshotAnswer snapshot() {
    return call(client::snapshot);
  }

  /// The same, and drops all of the log before the snapshot.
  public SnapshotAnswer compact() {
    return call(client::compact);
  }

  @Override
  public StatusAnswer pause() {
    return call(client::pause);
  }

  @Override
  public StatusAnswer resume() {
    return call(client::resume);
  }

  @Override
  public TaskDetail await(TaskId id, Duration wait) {
    return call(() -> client.awaitTask(id, wait));
  }

  @Override
  public BudgetList budgets(TaskId id) {
    return call(() -> client.budgets(id));
  }

  @Override
  public BudgetDetail allocateBudget(TaskId id, BudgetDimension dimension, BudgetOrder order) {
    return call(() -> client.allocateBudget(id, dimension, order));
  }

  @Override
  public BudgetDetail replenishBudget(TaskId id, BudgetDimension dimension, long limit) {
    return call(() -> client.replenishBudget(id, dimension, limit));
  }

  @Override
  public ActorList actors(int limit, long offset) {
    return call(() -> client.workers().actors(limit, offset));
  }

  @Override
  public EventAnswer fire(String key) {
    return call(() -> client.fire(key));
  }

  @Override
  public Oversight oversight() {
    return new DaemonOversight(client);
  }

  @Override
  public Tenancy tenancy() {
    return new DaemonTenancy(client);
  }

  @Override
  public RunDetail addRun(TaskId task, RunOrder order) {
    return call(() -> client.addRun(task, order));
  }

  @Override
  public RunDetail reprioritise(RunId run, int priority) {
    return call(() -> client.limits().reprioritise(run, priority));
  }

  @Override
  public TaskSchedule schedule(TaskId task, int count) {
    return call(() -> client.schedule(task, count));
  }

  @Override
  public EventFeed events(EventQuery query) {
    return call(() -> client.events(query));
  }

  @Override
  public boolean isServed() {
    return true;
  }

  static <T> T call(Supplier<T> request) {
    try {
      return request.get();
    } catch (ClientException e) {
      throw Failures.calling(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
