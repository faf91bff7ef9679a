package io.actionqueue.core.state;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.AwaitChildren;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What ties a task to others: prerequisites, dependents, children. Only tasks that have any own
/// one.
final class TaskLinks {
  private static final TaskEntry[] NOTHING = {};

  /// Ascending, without repetitions; null if nothing was ever declared.
  private TaskEntry @Nullable [] prerequisites;

  private int unmet;
  private int droppedDependents;
  private int droppedChildren;
  private final List<TaskEntry> dependents = new ArrayList<>(2);
  private final List<TaskEntry> children = new ArrayList<>(0);
  private @Nullable TaskEntry parent;
  private AwaitChildren await = AwaitChildren.NO;
  private int openChildren;
  private int failedChildren;

  /// Whether a declaration names this task as the waiting one, be it an empty declaration.
  boolean isDeclared() {
    return prerequisites != null;
  }

  TaskEntry[] prerequisites() {
    TaskEntry[] known = prerequisites;
    return known == null ? NOTHING : known;
  }

  int unmet() {
    return unmet;
  }

  List<TaskEntry> dependents() {
    if (droppedDependents > 0) {
      dependents.removeIf(TaskEntry::isDropped);
      droppedDependents = 0;
    }
    return dependents;
  }

  List<TaskEntry> children() {
    if (droppedChildren > 0) {
      children.removeIf(TaskEntry::isDropped);
      droppedChildren = 0;
    }
    return children;
  }

  @Nullable TaskEntry parent() {
    return parent;
  }

  void setParent(TaskEntry task) {
    parent = task;
  }

  void addChild(TaskEntry child) {
    children.add(child);
    count(child.standing(), 1);
  }

  /// Notes that a child has ended, or goes on after all.
  void childMoved(TaskEntry.Standing from, TaskEntry.Standing to) {
    count(from, -1);
    count(to, 1);
  }

  private void count(TaskEntry.Standing standing, int change) {
    switch (standing) {
      case OPEN -> openChildren += change;
      case FAILED -> failedChildren += change;
      case COMPLETED -> {}
    }
  }

  boolean hasOpenChildren() {
    return openChildren > 0;
  }

  /// Sets whether the task waits for its children.
  void await(AwaitChildren mode) {
    await = mode;
  }

  /// Whether the task waits for its children.
  boolean awaits() {
    return await != AwaitChildren.NO;
  }

  /// Whether the task fails if one of its children does.
  boolean failsWithChildren() {
    return await == AwaitChildren.FAIL_PARENT;
  }

  /// What a task is whose own runs have succeeded (spec 03 §8.2.2).
  TaskEntry.Outcome outcomeOfSuccess() {
    return switch (await) {
      case NO -> TaskEntry.Outcome.COMPLETED;
      case IGNORE_FAILURES ->
          openChildren > 0 ? TaskEntry.Outcome.OPEN : TaskEntry.Outcome.COMPLETED;
      case FAIL_PARENT -> {
        if (openChildren > 0) {
          yield TaskEntry.Outcome.OPEN;
        }
        yield failedChildren > 0 ? TaskEntry.Outcome.FAILED : TaskEntry.Outcome.COMPLETED;
      }
    };
  }

  /// Notes that one of the dependents is dropped; it leaves the list before that is read.
  void dependentDropped() {
    droppedDependents++;
  }

  /// Notes that one of the children is dropped; it leaves the list before that is read. That it had
  /// failed is forgotten with it, as it is after a restart.
  void childDropped(boolean failed) {
    droppedChildren++;
    failedChildren -= failed ? 1 : 0;
  }

  /// Whether nobody that stays is tied to the task.
  boolean isFree() {
    return dependents.size() == droppedDependents && children.size() == droppedChildren;
  }

  /// Puts another entry of the same id in the place of a prerequisite.
  void replacePrerequisite(TaskEntry before, TaskEntry after) {
    TaskEntry[] known = prerequisites();
    for (int i = 0; i < known.length; i++) {
      known[i] = known[i] == before ? after : known[i];
    }
  }

  /// Adds prerequisites of `owner` to those that it has.
  void declare(TaskEntry owner, TaskEntry[] declared) {
    TaskEntry[] sorted = declared.clone();
    Arrays.sort(sorted, Keyed::compare);
    TaskEntry[] known = prerequisites();
    var union = new ArrayList<TaskEntry>(known.length + sorted.length);
    int next = 0;
    TaskEntry previous = null;
    for (TaskEntry prerequisite : sorted) {
      while (next < known.length && Keyed.compare(known[next], prerequisite) < 0) {
        union.add(known[next++]);
      }
      boolean repeated = prerequisite == previous;
      previous = prerequisite;
      if (!repeated && (next == known.length || known[next] != prerequisite)) {
        union.add(prerequisite);
        await(owner, prerequisite);
      }
    }
    union.addAll(List.of(known).subList(next, known.length));
    prerequisites = union.toArray(NOTHING);
  }

  /// Notes that a prerequisite became or ceased to be completed.
  void prerequisiteChanged(boolean completed) {
    unmet += completed ? -1 : 1;
  }

  private void await(TaskEntry owner, TaskEntry prerequisite) {
    prerequisite.links().dependents.add(owner);
    if (!prerequisite.isCompleted()) {
      unmet++;
    }
  }

  static List<TaskId> ids(TaskEntry[] tasks) {
    var ids = new TaskId[tasks.length];
    for (int i = 0; i < tasks.length; i++) {
      ids[i] = tasks[i].id();
    }
    return List.of(ids);
  }
}
