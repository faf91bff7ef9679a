package io.actionqueue.core.state;

import io.actionqueue.core.event.SubscriptionEvent;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionCanceled;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionCreated;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionTriggered;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Standing requests, and which of their triggers no promotion has used up yet (02-W-15).
final class Subscriptions {
  private final Observers observers;
  private final Map<SubscriptionId, StateImage.Subscription> byId = new LinkedHashMap<>();
  private final Map<TaskId, Set<SubscriptionId>> pendingByTask = new HashMap<>();

  Subscriptions(Observers observers) {
    this.observers = observers;
  }

  StateImage.@Nullable Subscription get(SubscriptionId id) {
    return byId.get(id);
  }

  Collection<StateImage.Subscription> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  /// Whether a trigger of this subscription waits for a promotion.
  boolean isPending(SubscriptionId id) {
    StateImage.Subscription subscription = byId.get(id);
    if (subscription == null) {
      return false;
    }
    Set<SubscriptionId> pending = pendingByTask.get(subscription.taskId());
    return pending != null && pending.contains(id);
  }

  /// Every subscription with a trigger that waits for a promotion.
  Set<SubscriptionId> pending() {
    return pendingByTask.values().stream()
        .flatMap(Set::stream)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Notes that a run of a task was promoted: it used up the triggers that waited.
  void consumeTriggers(TaskId taskId) {
    if (!pendingByTask.isEmpty()) {
      pendingByTask.remove(taskId);
    }
  }

  /// Takes in a subscription of an image. Its trigger waits if no run of the task was promoted at
  /// its time or later: the sequences that would tell exactly are not in an image.
  void restore(StateImage.Subscription image, @Nullable TaskEntry task) {
    Long triggeredAt = image.triggeredAt();
    boolean waits =
        triggeredAt != null && image.canceledAt() == null && !wasPromoted(task, triggeredAt);
    restore(image, waits ? StateRestorer.Trigger.WAITING : StateRestorer.Trigger.SETTLED);
  }

  /// Takes in a subscription whose trigger is known to wait or not.
  void restore(StateImage.Subscription image, StateRestorer.Trigger trigger) {
    byId.put(image.subscriptionId(), image);
    if (trigger == StateRestorer.Trigger.WAITING) {
      await(image);
    }
  }

  void apply(SubscriptionEvent event) {
    switch (event) {
      case SubscriptionCreated(var id, var taskId, var filter, var timestamp) -> {
        forget(id);
        put(new StateImage.Subscription(id, taskId, filter, timestamp, null, null));
      }
      case SubscriptionTriggered(var id, var timestamp) -> trigger(id, timestamp);
      case SubscriptionCanceled(var id, var timestamp) -> cancel(id, timestamp);
    }
  }

  private void trigger(SubscriptionId id, long timestamp) {
    StateImage.Subscription known = byId.get(id);
    if (known == null) {
      return;
    }
    if (known.canceledAt() == null) {
      await(known);
    }
    put(with(known, timestamp, known.canceledAt()));
  }

  private void cancel(SubscriptionId id, long timestamp) {
    StateImage.Subscription known = byId.get(id);
    if (known != null) {
      forget(id);
      put(with(known, known.triggeredAt(), timestamp));
    }
  }

  private void put(StateImage.Subscription subscription) {
    byId.put(subscription.subscriptionId(), subscription);
    observers.subscriptionChanged(subscription);
  }

  private void await(StateImage.Subscription subscription) {
    pendingByTask
        .computeIfAbsent(subscription.taskId(), _ -> new LinkedHashSet<>())
        .add(subscription.subscriptionId());
  }

  private void forget(SubscriptionId id) {
    StateImage.Subscription known = byId.get(id);
    if (known == null) {
      return;
    }
    Set<SubscriptionId> pending = pendingByTask.get(known.taskId());
    if (pending != null && pending.remove(id) && pending.isEmpty()) {
      pendingByTask.remove(known.taskId());
    }
  }

  private static boolean wasPromoted(@Nullable TaskEntry task, long since) {
    if (task == null) {
      return false;
    }
    for (RunEntry run : task.runs()) {
      for (StateImage.HistoryEntry step : run.history()) {
        if (step.from() == RunState.SCHEDULED
            && step.to() == RunState.READY
            && Long.compareUnsigned(step.timestamp(), since) >= 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static StateImage.Subscription with(
      StateImage.Subscription known, @Nullable Long triggeredAt, @Nullable Long canceledAt) {
    return new StateImage.Subscription(
        known.subscriptionId(),
        known.taskId(),
        known.filter(),
        known.createdAt(),
        triggeredAt,
        canceledAt);
  }
}
