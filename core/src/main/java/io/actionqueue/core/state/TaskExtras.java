package io.actionqueue.core.state;

import io.actionqueue.core.event.ExtensionEvent.DependenciesAdded;
import io.actionqueue.core.event.ExtensionEvent.SlotsPassedOver;
import io.actionqueue.core.event.ExtensionEvent.TaskRedriven;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What some tasks have beside what every task has: slots that were passed over, the run that they
/// do again, prerequisites of later. Nothing of it takes memory in the others.
final class TaskExtras {
  private final SharedTable<TaskId, TaskRedriven> redriven =
      new SharedTable<>(TaskRedriven::taskId);
  private final Map<RunId, List<TaskId>> redrives = new HashMap<>();
  private final SharedTable<TaskId, SlotsPassedOver> passedOver =
      new SharedTable<>(SlotsPassedOver::taskId);
  private final SharedTable<TaskId, DependenciesAdded> added =
      new SharedTable<>(DependenciesAdded::taskId);

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

  Set<TaskId> addedDependencies(TaskId id) {
    DependenciesAdded known = added.get(id);
    return known == null ? Set.of() : new LinkedHashSet<>(known.added());
  }

  /// Adds prerequisites to those that the task got before.
  void put(DependenciesAdded event) {
    Set<TaskId> all = new LinkedHashSet<>(addedDependencies(event.taskId()));
    all.addAll(event.added());
    added.put(new DependenciesAdded(event.taskId(), List.copyOf(all), event.timestampMillis()));
  }

  void put(TaskRedriven event) {
    redriven.put(event);
    redrives.computeIfAbsent(event.original(), _ -> new ArrayList<>(1)).add(event.taskId());
  }

  /// Adds slots to those that the task has passed over.
  void put(SlotsPassedOver event) {
    SlotsPassedOver known = passedOver.get(event.taskId());
    passedOver.put(known == null ? event : together(known, event));
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
    passedOver.remove(id);
    added.remove(id);
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

  /// All of it as it is now.
  List<ExtensionPart> view() {
    return List.of(
        ExtensionPart.of(redriven.view()),
        ExtensionPart.of(passedOver.view()),
        ExtensionPart.of(added.view()));
  }
}
