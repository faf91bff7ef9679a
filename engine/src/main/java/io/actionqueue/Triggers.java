package io.actionqueue;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.budget.BudgetShare;
import io.actionqueue.core.command.PromoteTriggered;
import io.actionqueue.core.command.SubscriptionTrigger;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.subscription.SubscriptionMode;
import io.actionqueue.engine.index.SubscriptionIndex;
import io.actionqueue.engine.index.TaskSubscriptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Follows what happens, triggers the subscriptions that wait for it, and promotes runs by the
/// triggers that wait (spec 03 §2.2, §9.6). Confined to the engine thread.
///
/// A trigger is recorded in the batch of what caused it, a promotion in one batch with the record
/// that uses the trigger up: a crash loses and repeats neither.
final class Triggers implements StateObserver {
  private record BudgetKey(TaskId task, BudgetDimension dimension) {}

  private final Engine engine;
  private final QueueState state;
  private final SubscriptionIndex index = SubscriptionIndex.create();
  final TaskSubscriptions all = TaskSubscriptions.create();
  private final ArrayDeque<SubscriptionId> matched = new ArrayDeque<>();

  /// The share of observed budgets when they last changed; -1 before anything was consumed.
  private final Map<BudgetKey, Integer> shares = new HashMap<>();

  /// Tasks for which a trigger waits.
  private final Set<TaskId> pending = new HashSet<>();

  /// Those of them for which that may have become possible since it was last tried.
  private final Set<TaskId> promotable = new LinkedHashSet<>();

  Triggers(Engine engine, QueueState state) {
    this.engine = engine;
    this.state = state;
  }

  @Override
  public void subscriptionChanged(StateImage.Subscription subscription) {
    SubscriptionId id = subscription.subscriptionId();
    all.changed(subscription);
    if (state.isTriggerPending(id)) {
      pending.add(subscription.taskId());
      promotable.add(subscription.taskId());
    }
    if (listens(subscription)) {
      index.add(id, subscription.filter());
      if (subscription.filter() instanceof EventFilter.BudgetThreshold threshold) {
        noteShare(threshold.taskId(), threshold.dimension());
      }
    } else {
      index.remove(id);
    }
  }

  private boolean listens(StateImage.Subscription subscription) {
    boolean repeating =
        state.extensions().terms(subscription.subscriptionId()).mode()
            == SubscriptionMode.REPEATING;
    return subscription.canceledAt() == null && (repeating || subscription.triggeredAt() == null);
  }

  /// Looks at a subscription again whose terms were set after it was made.
  void termsChanged(SubscriptionId id) {
    StateImage.Subscription subscription = state.subscription(id);
    if (subscription != null) {
      subscriptionChanged(subscription);
    }
  }

  @Override
  public void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {
    if (index.isEmpty() && pending.isEmpty()) {
      return; // nobody waits for anything, which is the common case
    }
    if (from == null) {
      wake(run.taskId()); // a trigger that found no run may find this one
      return;
    }
    matched.addAll(index.onState(run.taskId(), run.state()));
    TaskEntry task = run.state().isTerminal() ? run.task() : null;
    if (task != null && task.outcome() == TaskEntry.Outcome.COMPLETED) {
      completed(task);
    }
  }

  /// A task has completed: every run has ended, one with success.
  void completed(TaskEntry task) {
    if (!index.isEmpty()) {
      matched.addAll(index.onCompletion(task.id()));
    }
    if (!pending.isEmpty()) {
      state.dependentsOf(task.id()).forEach(this::wake);
    }
  }

  /// A subscriber has left: nothing of it waits any more.
  @Override
  public void taskDropped(TaskEntry task) {
    pending.remove(task.id());
    promotable.remove(task.id());
    all.dropped(task.id());
  }

  @Override
  public void budgetChanged(StateImage.Budget budget) {
    if (!index.observes(budget.taskId(), budget.dimension())) {
      return;
    }
    var key = new BudgetKey(budget.taskId(), budget.dimension());
    int before = shares.getOrDefault(key, -1);
    int now = share(budget);
    shares.put(key, now);
    index.onBudget(
        key.task(),
        key.dimension(),
        (id, threshold) -> {
          if (before < threshold && threshold <= now) {
            matched.add(id); // upward crossings only
          }
        });
  }

  private void noteShare(TaskId task, BudgetDimension dimension) {
    StateImage.Budget budget = state.budget(task, dimension);
    shares.putIfAbsent(new BudgetKey(task, dimension), budget == null ? -1 : share(budget));
  }

  private static int share(StateImage.Budget budget) {
    return budget.consumed() == 0 ? -1 : BudgetShare.percent(budget.consumed(), budget.limit());
  }

  private void wake(TaskId task) {
    if (pending.contains(task)) {
      promotable.add(task);
    }
  }

  /// Triggers what matched since the last call. A subscriber that can get no run any more is left
  /// alone.
  void run() {
    while (!matched.isEmpty()) {
      SubscriptionId id = matched.poll();
      if (index.contains(id)) {
        trigger(id);
      }
    }
  }

  private boolean trigger(SubscriptionId id) {
    StateImage.Subscription subscription = state.subscription(id);
    TaskEntry subscriber = subscription == null ? null : state.task(subscription.taskId());
    if (subscription == null || subscriber == null || hasEnded(subscriber)) {
      index.remove(id);
      return false;
    }
    if (isElsewhere(subscriber, subscription.filter().observedTask())) {
      return false;
    }
    return engine.own.execute(new SubscriptionTrigger(id, engine.clock.second()));
  }

  /// Whether what is observed belongs to another tenant: it did not exist yet when the subscription
  /// was made.
  private boolean isElsewhere(TaskEntry subscriber, @Nullable TaskId observed) {
    TaskEntry task = observed == null ? null : state.task(observed);
    return task != null && !Objects.equals(task.spec().tenantId(), subscriber.spec().tenantId());
  }

  private static boolean hasEnded(TaskEntry task) {
    return task.isCanceled() || task.outcome() != TaskEntry.Outcome.OPEN;
  }

  /// Whether there is something to promote.
  boolean isBusy() {
    return !promotable.isEmpty();
  }

  /// Fires a custom event.
  ///
  /// @param hears which subscribers hear of it
  /// @return how many subscriptions it triggered
  int fire(String key, Predicate<@Nullable TaskEntry> hears) {
    int triggered = 0;
    for (SubscriptionId id : index.onCustom(key)) {
      StateImage.Subscription subscription = state.subscription(id);
      boolean heard = subscription != null && hears.test(state.task(subscription.taskId()));
      if (heard && trigger(id)) {
        triggered++;
      }
    }
    return triggered;
  }

  /// Promotes runs by the triggers that wait.
  void promote() {
    while (!promotable.isEmpty()) {
      List<TaskId> tasks = new ArrayList<>(promotable);
      promotable.clear();
      for (TaskId task : tasks) {
        long before = state.runsIn(RunState.SCHEDULED);
        engine.own.execute(new PromoteTriggered(task, engine.clock.millis()));
        engine.tally.promotedScheduled += (int) (before - state.runsIn(RunState.SCHEDULED));
        if (hasNoTrigger(task)) {
          pending.remove(task);
        }
        engine.flushIfFull();
      }
      engine.settle(); // promotions are events too
    }
  }

  private boolean hasNoTrigger(TaskId task) {
    return state.extensions().pendingTriggersOf(task).isEmpty();
  }
}
