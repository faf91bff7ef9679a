package io.actionqueue.engine.index;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.subscription.EventFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// Who listens to what: subscriptions that may trigger, found by the one thing that each of them
/// observes, so that an event costs nothing but for those it concerns (spec 03 §9.6). Confined to
/// the engine thread.
public final class SubscriptionIndex {
  /// What a filter observes.
  private sealed interface Topic {
    record Completion(TaskId task) implements Topic {}

    record State(TaskId task, RunState state) implements Topic {}

    record Budget(TaskId task, BudgetDimension dimension) implements Topic {}

    record Custom(String key) implements Topic {}
  }

  private final Map<Topic, Map<SubscriptionId, EventFilter>> byTopic = new HashMap<>();
  private final Map<SubscriptionId, Topic> topics = new HashMap<>();

  private SubscriptionIndex() {}

  /// An index of nothing.
  public static SubscriptionIndex create() {
    return new SubscriptionIndex();
  }

  /// Whether nobody listens to anything.
  public boolean isEmpty() {
    return topics.isEmpty();
  }

  /// Whether a subscription listens.
  public boolean contains(SubscriptionId id) {
    return topics.containsKey(id);
  }

  /// Lets a subscription listen; again is harmless. With another filter than before it listens to
  /// that one only.
  public void add(SubscriptionId id, EventFilter filter) {
    Topic topic = topic(filter);
    Topic before = topics.get(id);
    if (before != null && !listenersAt(before).getOrDefault(id, filter).equals(filter)) {
      remove(id);
    }
    if (topics.putIfAbsent(id, topic) == null) {
      byTopic.computeIfAbsent(topic, _ -> new LinkedHashMap<>(2)).put(id, filter);
    }
  }

  /// Lets a subscription listen no more; again is harmless.
  public void remove(SubscriptionId id) {
    Topic topic = topics.remove(id);
    Map<SubscriptionId, EventFilter> listeners = topic == null ? null : byTopic.get(topic);
    if (topic != null && listeners != null) {
      listeners.remove(id);
      if (listeners.isEmpty()) {
        byTopic.remove(topic);
      }
    }
  }

  /// Who waits for the success of a task, in order of creation.
  public List<SubscriptionId> onCompletion(TaskId task) {
    return idsAt(new Topic.Completion(task));
  }

  /// Who waits for a run of a task to enter a state.
  public List<SubscriptionId> onState(TaskId task, RunState state) {
    return idsAt(new Topic.State(task, state));
  }

  /// Who waits for a custom event.
  public List<SubscriptionId> onCustom(String key) {
    return idsAt(new Topic.Custom(key));
  }

  /// Tells who waits for shares of a budget, each with its percentage.
  public void onBudget(
      TaskId task, BudgetDimension dimension, BiConsumer<SubscriptionId, Integer> each) {
    listenersAt(new Topic.Budget(task, dimension))
        .forEach((id, filter) -> {
          if (filter instanceof EventFilter.BudgetThreshold(_, _, var threshold)) {
            each.accept(id, threshold);
          }
        });
  }

  /// Whether anybody waits for shares of a budget.
  public boolean observes(TaskId task, BudgetDimension dimension) {
    return !topics.isEmpty() && byTopic.containsKey(new Topic.Budget(task, dimension));
  }

  private Map<SubscriptionId, EventFilter> listenersAt(Topic topic) {
    return byTopic.getOrDefault(topic, Map.of());
  }

  private List<SubscriptionId> idsAt(Topic topic) {
    Map<SubscriptionId, EventFilter> listeners = byTopic.get(topic);
    return listeners == null ? List.of() : new ArrayList<>(listeners.keySet());
  }

  private static Topic topic(EventFilter filter) {
    return switch (filter) {
      case EventFilter.TaskCompleted(var task) -> new Topic.Completion(task);
      case EventFilter.RunStateChanged(var task, var state) -> new Topic.State(task, state);
      case EventFilter.BudgetThreshold(var task, var dimension, _) ->
          new Topic.Budget(task, dimension);
      case EventFilter.Custom(var key) -> new Topic.Custom(key);
    };
  }
}
