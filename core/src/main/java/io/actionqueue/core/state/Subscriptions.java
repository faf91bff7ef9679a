package io.actionqueue.core.state;

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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Standing requests, and which of their triggers no promotion has used up yet (02-W-15).
final class Subscriptions {
  private final Observers observers;
  private final SharedTable<SubscriptionId, StateImage.Subscription> byId =
      new SharedTable<>(StateImage.Subscription::subscriptionId);
  private final SharedTable<SubscriptionId, SubscriptionId> pending = new SharedTable<>(id -> id);
  private final Map<TaskId, Set<SubscriptionId>> pendingByTask = new HashMap<>();
  private final SharedTable<SubscriptionId, SubscriptionTerms> terms =
      new SharedTable<>(SubscriptionTerms::id);
  private final Map<TaskId, Set<SubscriptionId>> byTask = new HashMap<>();

  Subscriptions(Observers observers) {
    this.observers = observers;
  }

  StateImage.@Nullable Subscription get(SubscriptionId id) {
    return byId.get(id);
  }

  Collection<StateImage.Subscription> all() {
    return byId.values();
  }

  /// All of them as they are now.
  Collection<StateImage.Subscription> view() {
    return byId.view();
  }

  /// Whether a trigger of this subscription waits for a promotion.
  boolean isPending(SubscriptionId id) {
    return pending.containsKey(id);
  }

  /// The subscriptions of a task with a trigger that waits for a promotion, in order of creation.
  /// Where there is one at most, nothing else is looked at.
  List<SubscriptionId> pendingOf(TaskId taskId) {
    Set<SubscriptionId> waiting = pendingByTask.isEmpty() ? null : pendingByTask.get(taskId);
    if (waiting == null || waiting.size() < 2) {
      return waiting == null ? List.of() : List.copyOf(waiting);
    }
    return byTask.getOrDefault(taskId, Set.of()).stream().filter(waiting::contains).toList();
  }

  /// Every subscription with a trigger that waits for a promotion, as it is now.
  Collection<SubscriptionId> pending() {
    return pending.view();
  }

  /// What is recorded of a subscription beside what log version 5 knows.
  SubscriptionTerms terms(SubscriptionId id) {
    SubscriptionTerms known = terms.get(id);
    return known == null ? SubscriptionTerms.NONE : known;
  }

  /// The subscriptions of a task, in order of creation.
  Set<SubscriptionId> ofTask(TaskId taskId) {
    return Collections.unmodifiableSet(byTask.getOrDefault(taskId, Set.of()));
  }

  /// Notes that a run of a task was promoted: it used up the triggers that waited, but for those of
  /// subscriptions with terms of their own.
  void consumeTriggers(TaskId taskId) {
    Set<SubscriptionId> waiting = pendingByTask.isEmpty() ? null : pendingByTask.get(taskId);
    if (waiting == null) {
      return;
    }
    for (SubscriptionId id : List.copyOf(waiting)) {
      if (terms(id).policy() == null) {
        forget(id);
      }
    }
  }

  /// Gives a subscription terms of its own.
  void apply(SubscriptionPolicySet event) {
    StateImage.Subscription known = byId.get(event.subscriptionId());
    terms.put(new SubscriptionTerms(event, null));
    forget(event.subscriptionId());
    if (known != null && event.credits() > 0 && known.canceledAt() == null) {
      await(known);
    }
  }

  /// Uses a trigger up.
  void apply(SubscriptionConsumed event) {
    SubscriptionId id = event.subscriptionId();
    SubscriptionTerms after = terms(id).consumed(event);
    terms.put(after);
    if (after.credits() == 0) {
      forget(id);
    }
  }

  /// Takes in a recorded consumption, which has been counted already.
  void restore(SubscriptionConsumed event) {
    terms.put(new SubscriptionTerms(terms(event.subscriptionId()).policy(), event));
  }

  /// Forgets the subscriptions of a task.
  void drop(TaskId taskId) {
    Set<SubscriptionId> dropped = byTask.remove(taskId);
    if (dropped != null) {
      dropped.forEach(this::forget);
      dropped.forEach(byId::remove);
      dropped.forEach(terms::remove);
    }
  }

  /// What is recorded beside log version 5, as it is now.
  ExtensionPart termsView() {
    Collection<SubscriptionTerms> now = terms.view();
    return () -> now.stream().flatMap(SubscriptionTerms::events);
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
        replace(id);
        put(new StateImage.Subscription(id, taskId, filter, timestamp, null, null));
      }
      case SubscriptionTriggered(var id, var timestamp) -> trigger(id, timestamp);
      case SubscriptionCanceled(var id, var timestamp) -> cancel(id, timestamp);
    }
  }

  /// Makes room for a subscription that is made again under its id: the one before is gone, and the
  /// new one is the latest of its task (spec 02 §6.5).
  private void replace(SubscriptionId id) {
    forget(id);
    terms.remove(id);
    StateImage.Subscription before = byId.remove(id);
    if (before != null) {
      byTask.getOrDefault(before.taskId(), Set.of()).remove(id);
    }
  }

  private void trigger(SubscriptionId id, long timestamp) {
    StateImage.Subscription known = byId.get(id);
    if (known == null) {
      return;
    }
    SubscriptionTerms own = terms.get(id);
    if (own != null) {
      terms.put(own.triggered());
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
    if (byId.put(subscription) == null) {
      byTask
          .computeIfAbsent(subscription.taskId(), _ -> new LinkedHashSet<>())
          .add(subscription.subscriptionId());
    }
  }

  private void await(StateImage.Subscription subscription) {
    pending.put(subscription.subscriptionId());
    pendingByTask
        .computeIfAbsent(subscription.taskId(), _ -> new LinkedHashSet<>())
        .add(subscription.subscriptionId());
  }

  private void forget(SubscriptionId id) {
    StateImage.Subscription known = pending.remove(id) == null ? null : byId.get(id);
    Set<SubscriptionId> waiting = known == null ? null : pendingByTask.get(known.taskId());
    if (known != null && waiting != null && waiting.remove(id) && waiting.isEmpty()) {
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
