package io.actionqueue.simulation;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.event.BudgetEvent;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.event.SubscriptionEvent;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.subscription.SubscriptionMode;
import io.actionqueue.core.subscription.SubscriptionScope;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Subscriptions (RT-42 to RT-44): what triggers them, and what a trigger may do.
final class SubscriptionJudge implements Concern {
  private final Knowledge known;
  private final Verdicts verdicts;
  private final Map<SubscriptionId, Integer> consumed = new HashMap<>();

  /// Triggers that must follow on what has happened.
  private final Map<SubscriptionId, Integer> owed = new HashMap<>();

  /// Early promotions of a task that its triggers still allow.
  private final Map<TaskId, Long> allowance = new HashMap<>();

  /// Triggers that the present step has to use up.
  private final Set<SubscriptionId> toUse = new HashSet<>();

  private @Nullable String fired;
  private @Nullable EventFilter trueAlready;

  SubscriptionJudge(Knowledge known, Verdicts verdicts) {
    this.known = known;
    this.verdicts = verdicts;
  }

  /// What was owed was recorded with its cause or not at all.
  @Override
  public void follow() {
    owed.clear();
    allowance.clear();
  }

  /// A caller tells that something has happened; null when it has been told.
  void firing(@Nullable String key) {
    fired = key;
  }

  /// A caller subscribes to what may be true already; null when that is over.
  void subscribing(@Nullable EventFilter filter) {
    trueAlready = filter != null && isTrue(filter) ? filter : null;
  }

  private boolean isTrue(EventFilter filter) {
    return switch (filter) {
      case EventFilter.TaskCompleted(var id) ->
          known.state.task(id) instanceof TaskEntry task
              && known.kin.outcome(known.state, task) == TaskEntry.Outcome.COMPLETED;
      case EventFilter.RunStateChanged(var id, var state) ->
          known.state.task(id) instanceof TaskEntry task
              && task.runs().stream().anyMatch(run -> run.state() == state);
      case EventFilter.BudgetThreshold(var id, var dimension, var percent) -> {
        var budget = known.state.budget(id, dimension);
        yield budget != null && budget.consumed() * 100 / budget.limit() >= percent;
      }
      case EventFilter.Custom _ -> false;
    };
  }

  /// How many subscriptions wait for a key.
  long listeners(String key) {
    return listeners(key, _ -> true);
  }

  /// How many subscriptions of some tasks wait for a key.
  long listeners(String key, Predicate<@Nullable TaskEntry> subscribers) {
    return known.state.subscriptions().stream()
        .filter(each -> each.filter().equals(new EventFilter.Custom(key)))
        .filter(each -> listens(each) && !hasEnded(each))
        .filter(each -> subscribers.test(known.state.task(each.taskId())))
        .count();
  }

  @Override
  public void before(Event event) {
    switch (event) {
      case SubscriptionEvent.SubscriptionTriggered(var id, _) -> triggered(id);
      case ExtensionEvent.SubscriptionConsumed(var id, _) -> used(id);
      case RunEvent.RunStateChanged(var id, var from, var to, _)
          when from == RunState.SCHEDULED && to == RunState.READY ->
          promoted(known.state.run(id));
      case BudgetEvent.BudgetConsumed(var task, var dimension, var amount, _) ->
          consumes(task, dimension, amount);
      default -> {}
    }
  }

  private void triggered(SubscriptionId id) {
    StateImage.Subscription subscription = known.state.subscription(id);
    if (subscription == null) {
      return; // replay refuses it
    }
    allowance.remove(subscription.taskId());
    verdicts.expect(
        "RT-42", listens(subscription), () -> subscription + " was triggered although it is over");
    boolean caused =
        switch (subscription.filter()) {
          case EventFilter.Custom(var key) -> key.equals(fired);
          case EventFilter filter when filter.equals(trueAlready) -> true;
          case EventFilter.TaskCompleted _,
              EventFilter.RunStateChanged _,
              EventFilter.BudgetThreshold _ ->
              wasOwed(id);
        };
    verdicts.expect("RT-44", caused, () -> subscription + " was triggered by nothing");
  }

  private boolean wasOwed(SubscriptionId id) {
    Integer before = owed.remove(id);
    if (before != null && before > 1 && isRepeating(id)) {
      owed.put(id, before - 1);
    }
    return before != null;
  }

  private void used(SubscriptionId id) {
    toUse.remove(id);
    int times = consumed.merge(id, 1, Integer::sum);
    verdicts.expect(
        "RT-42", times == 1 || isRepeating(id), () -> id + " was used up " + times + " times");
  }

  /// RT-42: whoever becomes Ready before its time takes a trigger.
  private void promoted(@Nullable RunEntry run) {
    if (run == null) {
      return; // replay refuses it
    }
    forEachOf(run.taskId(), id -> isPlain(id) && toUse.remove(id));
    boolean due = run.scheduledAt() <= known.second();
    long left = allowance.computeIfAbsent(run.taskId(), this::triggersOf) - 1;
    allowance.put(run.taskId(), due ? Math.max(0, left) : left);
    verdicts.expect(
        "RT-42", due || left >= 0, () -> run.id() + " became Ready early without a trigger");
  }

  /// How many runs the triggers that wait may promote.
  private long triggersOf(TaskId task) {
    long sum = 0;
    for (StateImage.Subscription each : known.state.subscriptions()) {
      if (each.taskId().equals(task) && known.state.isTriggerPending(each.subscriptionId())) {
        var terms = known.state.extensions().terms(each.subscriptionId());
        boolean all = terms.scope() == SubscriptionScope.ALL_RUNS;
        sum += all ? 1_000_000 : terms.policy() == null ? 1 : terms.credits();
      }
    }
    return sum;
  }

  /// Upward crossings only.
  private void consumes(TaskId task, BudgetDimension dimension, long amount) {
    StateImage.Budget budget = known.state.budget(task, dimension);
    if (budget == null) {
      return;
    }
    long before = budget.consumed() == 0 ? -1 : share(budget.consumed(), budget.limit());
    long after = share(budget.consumed() + amount, budget.limit());
    owe(filter ->
        filter instanceof EventFilter.BudgetThreshold(var id, var which, var percent)
            && id.equals(task)
            && which == dimension
            && before < percent
            && percent <= after);
  }

  private static long share(long consumed, long limit) {
    return Math.min(100, consumed * 100 / limit);
  }

  @Override
  public void moved(RunEntry run, RunState from) {
    TaskEntry task = Knowledge.taskOf(run);
    boolean completes =
        run.state().isTerminal()
            && known.kin.outcome(known.state, task) == TaskEntry.Outcome.COMPLETED;
    owe(filter ->
        filter.equals(new EventFilter.RunStateChanged(task.id(), run.state()))
            || (completes && filter.equals(new EventFilter.TaskCompleted(task.id()))));
    if (run.state().isTerminal()) {
      parentCompletes(task);
    }
  }

  @Override
  public void canceled(TaskEntry task) {
    parentCompletes(task);
  }

  /// Whoever waits for a child that has just ended may have completed by that.
  private void parentCompletes(TaskEntry child) {
    TaskId id = child.spec().parentTaskId();
    TaskEntry parent = id == null ? null : known.state.task(id);
    if (parent == null
        || !known.kin.awaits(known.state, parent.id())
        || !known.kin.isOver(known.state, child)
        || !known.kin.isOver(known.state, parent)) {
      return;
    }
    if (known.kin.outcome(known.state, parent) == TaskEntry.Outcome.COMPLETED) {
      owe(filter -> filter.equals(new EventFilter.TaskCompleted(parent.id())));
    }
    parentCompletes(parent);
  }

  private void owe(Predicate<EventFilter> matches) {
    for (StateImage.Subscription each : known.state.subscriptions()) {
      if (matches.test(each.filter()) && listens(each)) {
        owed.merge(each.subscriptionId(), 1, Integer::sum);
      }
    }
  }

  @Override
  public void stepBegins() {
    toUse.clear();
    if (known.state.isPaused()) {
      return;
    }
    for (StateImage.Subscription each : known.state.subscriptions()) {
      if (couldPromote(each)) {
        toUse.add(each.subscriptionId());
      }
    }
  }

  private boolean couldPromote(StateImage.Subscription subscription) {
    TaskEntry task = known.state.task(subscription.taskId());
    return task != null
        && known.state.isTriggerPending(subscription.subscriptionId())
        && !task.isCanceled()
        && known.prerequisitesCompleted(task)
        && task.runs().stream().anyMatch(run -> run.state() == RunState.SCHEDULED);
  }

  @Override
  public void stepEnded() {
    for (SubscriptionId id : owed.keySet()) {
      StateImage.Subscription subscription = known.state.subscription(id);
      verdicts.expect(
          "RT-44",
          subscription == null || !listens(subscription) || hasEnded(subscription),
          () -> subscription + " should have been triggered");
    }
    owed.clear();
    allowance.clear();
    for (SubscriptionId id : toUse) {
      StateImage.Subscription subscription = known.state.subscription(id);
      boolean still = subscription != null && couldPromote(subscription);
      verdicts.expect("RT-42", !still, () -> subscription + " could promote a run and does not");
    }
  }

  private void forEachOf(TaskId task, Predicate<SubscriptionId> action) {
    for (StateImage.Subscription each : known.state.subscriptions()) {
      if (each.taskId().equals(task)) {
        boolean _ = action.test(each.subscriptionId());
      }
    }
  }

  private boolean isPlain(SubscriptionId id) {
    return known.state.extensions().terms(id).policy() == null;
  }

  private boolean isRepeating(SubscriptionId id) {
    return known.state.extensions().terms(id).mode() == SubscriptionMode.REPEATING;
  }

  private boolean listens(StateImage.Subscription subscription) {
    boolean fresh = subscription.triggeredAt() == null;
    return subscription.canceledAt() == null
        && (fresh || isRepeating(subscription.subscriptionId()));
  }

  private boolean hasEnded(StateImage.Subscription subscription) {
    TaskEntry task = known.state.task(subscription.taskId());
    return task == null || task.isCanceled() || known.kin.isOver(known.state, task);
  }
}
