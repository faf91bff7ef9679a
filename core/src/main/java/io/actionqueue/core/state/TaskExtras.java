package io.actionqueue.core.state;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.ExtensionEvent.SlotsPassedOver;
import io.actionqueue.core.event.ExtensionEvent.TaskPolicySet;
import io.actionqueue.core.event.ExtensionEvent.TaskRedriven;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.TaskPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What some tasks have beside what every task has: options, slots that were passed over, the run
/// that they do again. Nothing of it takes memory in the others.
final class TaskExtras {
  private final Map<TaskId, TaskPolicySet> policies = new LinkedHashMap<>();
  private final Map<TaskPolicy, TaskPolicy> pool = new HashMap<>();
  private final Map<TaskId, TaskRedriven> redriven = new LinkedHashMap<>();
  private final Map<RunId, List<TaskId>> redrives = new HashMap<>();
  private final Map<TaskId, SlotsPassedOver> passedOver = new LinkedHashMap<>();

  boolean hasPolicies() {
    return !policies.isEmpty();
  }

  TaskPolicy policy(TaskId id) {
    TaskPolicySet known = policies.isEmpty() ? null : policies.get(id);
    return known == null ? TaskPolicy.NONE : known.policy();
  }

  @Nullable RunId original(TaskId id) {
    TaskRedriven known = redriven.get(id);
    return known == null ? null : known.original();
  }

  List<TaskId> redrives(RunId original) {
    return List.copyOf(redrives.getOrDefault(original, List.of()));
  }

  @Nullable SlotsPassedOver passedOver(TaskId id) {
    return passedOver.get(id);
  }

  /// Most tasks with options have the same ones: those that are equal share one object.
  void put(TaskPolicySet event) {
    TaskPolicy shared = pool.putIfAbsent(event.policy(), event.policy());
    policies.put(
        event.taskId(),
        shared == null
            ? event
            : new TaskPolicySet(event.taskId(), shared, event.timestampMillis()));
    if (pool.size() > 1024) {
      pool.clear();
    }
  }

  void put(TaskRedriven event) {
    redriven.put(event.taskId(), event);
    redrives.computeIfAbsent(event.original(), _ -> new ArrayList<>(1)).add(event.taskId());
  }

  /// Adds slots to those that the task has passed over.
  void put(SlotsPassedOver event) {
    passedOver.merge(event.taskId(), event, TaskExtras::together);
  }

  private static SlotsPassedOver together(SlotsPassedOver known, SlotsPassedOver more) {
    long sum = known.count() + more.count();
    boolean earlier = Long.compareUnsigned(more.firstSlot(), known.firstSlot()) < 0;
    boolean later = Long.compareUnsigned(more.lastSlot(), known.lastSlot()) > 0;
    return new SlotsPassedOver(
        known.taskId(),
        Long.compareUnsigned(sum, known.count()) < 0 ? -1L : sum,
        earlier ? more.firstSlot() : known.firstSlot(),
        later ? more.lastSlot() : known.lastSlot(),
        more.timestampMillis());
  }

  /// Forgets all of a task.
  void drop(TaskId id) {
    policies.remove(id);
    passedOver.remove(id);
    TaskRedriven known = redriven.remove(id);
    if (known != null) {
      List<TaskId> others = redrives.getOrDefault(known.original(), List.of());
      if (others.size() <= 1) {
        redrives.remove(known.original());
      } else {
        others.remove(id);
      }
    }
  }

  /// Adds the events that stand for all of it.
  void image(List<ExtensionEvent> target) {
    target.addAll(policies.values());
    target.addAll(redriven.values());
    target.addAll(passedOver.values());
  }
}
