package io.actionqueue.core.state;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.ExtensionEvent.SubscriptionConsumed;
import io.actionqueue.core.event.ExtensionEvent.SubscriptionPolicySet;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Standing requests, and which of their triggers no promotion has used up yet (02-W-15).
final class Subscriptions {
  private final Observers observers;
  private final Map<SubscriptionId, StateImage.Subscription> byId = new LinkedHashMap<>();
  private final Map<TaskId, Set<SubscriptionId>> pendingByTask = new HashMap<>();
  private final Map<SubscriptionId, SubscriptionTerms> terms = new LinkedHashMap<>();
  private final Map<TaskId, Set<SubscriptionId>> byTask = new HashMap<>();

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

  /// What is recorded of a subscription beside what log version 5 knows.
  SubscriptionTerms terms(SubscriptionId id) {
    return terms.getOrDefault(id, SubscriptionTerms.NONE);
  }

  /// The subscriptions of a task, in order of creation.
  Set<SubscriptionId> ofTask(TaskId taskId) {
    return Collections.unmodifiableSet(byTask.getOrDefault(taskId, Set.of()));
  }

  /// Notes that a run of a task was promoted: it used up the triggers that waited, but for those of
  /// subscriptions with terms of their own.
  void consumeTriggers(TaskId taskId) {
    if (pendingByTask.isEmpty()) {
      return;
    }
    Set<SubscriptionId> pending = pendingByTask.get(taskId);
    if (pending != null && !terms.isEmpty()) {
      pending.removeIf(id -> terms(id).policy() == null);
    }
    if (pending != null && (terms.isEmpty() || pending.isEmpty())) {
      pendingByTask.remove(taskId);
    }
  }

  /// Gives a subscription terms of its own.
  void apply(SubscriptionPolicySet event) {
    StateImage.Subscription known = byId.get(event.subscriptionId());
    terms.put(event.subscriptionId(), new SubscriptionTerms(event, null));
    forget(event.subscriptionId());
    if (known != null && event.credits() > 0 && known.canceledAt() == null) {
      await(known);
    }
  }

  /// Uses a trigger up.
  void apply(SubscriptionConsumed event) {
    SubscriptionId id = event.subscriptionId();
    SubscriptionTerms after = terms(id).consumed(event);
    terms.put(id, after);
    if (after.credits() == 0) {
      forget(id);
    }
  }

  /// Takes in a recorded consumption, which has been counted already.
  void restore(SubscriptionConsumed event) {
    terms.merge(
        event.subscriptionId(),
        new SubscriptionTerms(null, event),
        (known, _) -> new SubscriptionTerms(known.policy(), event));
  }

  /// Forgets the subscriptions of a task.
  void drop(TaskId taskId) {
    Set<SubscriptionId> dropped = byTask.remove(taskId);
    pendingByTask.remove(taskId);
    if (dropped != null) {
      dropped.forEach(byId::remove);
      dropped.forEach(terms::remove);
    }
  }

  /// Adds the events that stand for what is recorded beside log version 5.
  void image(List<ExtensionEvent> target) {
    for (SubscriptionTerms each : terms.values()) {
      if (each.policy() != null) {
        target.add(each.policy());
      }
      if (each.consumed() != null) {
        target.add(each.consumed());
      }
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
    store(image);
    if (trigger == StateRestorer.Trigger.WAITING) {
      await(image);
    }
  }

  void apply(SubscriptionEvent event) {
    switch (event) {
      case SubscriptionCreated(var id, var taskId, var filter, var timestamp) -> {
        forget(id);
        terms.remove(id);
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
    SubscriptionTerms own = terms.get(id);
    if (own != null) {
      terms.put(id, own.triggered());
    }
    if (known.canceledAt() == null && (own == null || !own.isSpent())) {
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
    store(subscription);
    observers.subscriptionChanged(subscription);
  }

  private void store(StateImage.Subscription subscription) {
    SubscriptionId id = subscription.subscriptionId();
    StateImage.Subscription before = byId.put(id, subscription);
    if (before == null || !before.taskId().equals(subscription.taskId())) {
      if (before != null) {
        byTask.getOrDefault(before.taskId(), Set.of()).remove(id);
      }
      byTask.computeIfAbsent(subscription.taskId(), _ -> new LinkedHashSet<>()).add(id);
    }
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
