package io.actionqueue.core.state;

import io.actionqueue.core.event.ExtensionEvent.TasksDropped;
import io.actionqueue.core.id.TaskId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes tasks that have ended out of the state, with everything that belongs to them (S-21). Costs
/// what is dropped and what it is tied to, whatever else the state holds.
final class TaskDrop {
  private final CaptureSlot captures;
  private final Tasks tasks;
  private final Runs runs;
  private final Budgets budgets;
  private final Extensions extensions;

  TaskDrop(CaptureSlot captures, Tasks tasks, Runs runs, Budgets budgets, Extensions extensions) {
    this.captures = captures;
    this.tasks = tasks;
    this.runs = runs;
    this.budgets = budgets;
    this.extensions = extensions;
  }

  @Nullable ReplayRefusal check(TasksDropped event) {
    Set<TaskId> named = HashSet.newHashSet(event.taskIds().size());
    for (TaskId id : event.taskIds()) {
      TaskEntry task = tasks.get(id);
      if (task == null) {
        return ExtensionChecks.refused("UnknownTask", "task " + id + " does not exist");
      }
      if (!named.add(id)) {
        return ExtensionChecks.refused("DuplicateTask", "task " + id + " is named twice");
      }
      if (!task.isOver()) {
        return ExtensionChecks.refused("TaskOpen", "task " + id + " has not ended");
      }
      ReplayRefusal tied = checkTies(task);
      if (tied != null) {
        return tied;
      }
    }
    return named.isEmpty()
        ? ExtensionChecks.refused("EmptyList", "no task is named")
        : checkRemembered(event, named);
  }

  /// A task that fails with its children has failed as long as the one that did so is there: images
  /// record no outcomes, they follow from what is recorded. So that one stays, or both go.
  private @Nullable ReplayRefusal checkRemembered(TasksDropped event, Set<TaskId> named) {
    for (TaskId id : event.taskIds()) {
      TaskEntry task = tasks.get(id);
      TaskLinks links = task == null ? null : task.linksOrNull();
      TaskEntry parent = links == null ? null : links.parent();
      if (task == null || parent == null || parent.isDropped() || named.contains(parent.id())) {
        continue;
      }
      if (parent.isCreated() && parent.links().failsWithChildren() && !task.isCompleted()) {
        return ExtensionChecks.refused(
            "ParentFailed", "task " + parent.id() + " fails with its child " + id);
      }
    }
    return null;
  }

  private static @Nullable ReplayRefusal checkTies(TaskEntry task) {
    TaskLinks links = task.linksOrNull();
    if (links == null) {
      return null;
    }
    TaskEntry dependent = firstOpen(links.dependents());
    if (dependent != null) {
      return ExtensionChecks.refused(
          "DependentOpen", "task " + dependent.id() + " still waits for task " + task.id());
    }
    TaskEntry parent = links.parent();
    boolean awaited =
        parent != null
            && parent.isCreated()
            && !parent.isDropped()
            && parent.links().awaits()
            && !parent.isOver();
    if (parent != null && awaited) {
      return ExtensionChecks.refused(
          "ParentOpen", "task " + parent.id() + " still waits for its child " + task.id());
    }
    TaskEntry child = firstOpen(links.children());
    return child == null
        ? null
        : ExtensionChecks.refused(
            "ChildOpen", "child " + child.id() + " of task " + task.id() + " has not ended");
  }

  private static @Nullable TaskEntry firstOpen(List<TaskEntry> tied) {
    for (TaskEntry each : tied) {
      if (!each.isOver()) {
        return each;
      }
    }
    return null;
  }

  void apply(TasksDropped event) {
    for (TaskId id : event.taskIds()) {
      TaskEntry task = tasks.get(id);
      if (task != null) {
        captures.beforeChange(task);
        task.runs().forEach(captures::beforeChange);
        extensions.drop(task);
        budgets.drop(id);
        runs.drop(task);
        tasks.drop(task);
        extensions.dropped(task);
      }
    }
  }
}
