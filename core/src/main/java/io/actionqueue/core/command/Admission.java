package io.actionqueue.core.command;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.TaskSpec;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The one set of rules by which tasks, parents and dependencies are let in, whatever the way (spec
/// 03 §8.2.1, §8.4): ids, tenant, parent, depth, prerequisites, cycles.
final class Admission {
  /// How deep a tree of tasks may be unless somebody says otherwise; a root has depth 0 (spec 03
  /// §8.2.1).
  static final int MAX_DEPTH = SubmitTask.DEFAULT_MAX_DEPTH;

  private Admission() {}

  /// Why a task may not be created, null if it may.
  ///
  /// @param maxDepth how deep below its root it may be
  static @Nullable Rejection refusal(QueueState state, TaskSpec spec, int maxDepth) {
    if (state.task(spec.id()) != null) {
      return new TaskRejection.TaskAlreadyExists(spec.id());
    }
    TenantId tenant = spec.tenantId();
    if (tenant != null && state.tenant(tenant) == null) {
      return new PlatformRejection.UnknownTenant(tenant);
    }
    TaskId parent = spec.parentTaskId();
    return parent == null ? null : parentRefusal(state, spec, parent, maxDepth);
  }

  private static @Nullable Rejection parentRefusal(
      QueueState state, TaskSpec spec, TaskId parentId, int maxDepth) {
    TaskEntry parent = state.task(parentId);
    if (parent == null) {
      return new TaskRejection.UnknownParent(spec.id(), parentId);
    }
    if (parent.isCanceled() || Fate.hasEnded(parent)) {
      return new TaskRejection.OrphanPrevention(spec.id(), parentId);
    }
    if (!Objects.equals(parent.spec().tenantId(), spec.tenantId())) {
      return new TaskRejection.TenantMismatch(spec.id(), parentId);
    }
    return depthRefusal(state, spec.id(), parent, maxDepth);
  }

  /// Walks up from the parent. The limit ends the walk also where an old log holds a circle.
  static @Nullable Rejection depthRefusal(
      QueueState state, TaskId child, TaskEntry parent, int limit) {
    int depth = 1;
    TaskId above = parent.spec().parentTaskId();
    while (above != null && depth <= limit) {
      if (above.equals(child)) {
        return new TaskRejection.ParentCycle(child, parent.id());
      }
      depth++;
      TaskEntry next = state.task(above);
      above = next == null ? null : next.spec().parentTaskId();
    }
    return depth > limit
        ? new TaskRejection.DepthLimitExceeded(child, parent.id(), depth, limit)
        : null;
  }

  /// Why a task may not wait for these, null if it may. The task itself need not exist yet.
  static @Nullable Rejection dependencyRefusal(
      QueueState state, TaskSpec spec, List<TaskId> dependsOn) {
    for (TaskId prerequisite : dependsOn) {
      if (state.task(prerequisite) == null && !prerequisite.equals(spec.id())) {
        return new TaskRejection.UnknownTask(prerequisite);
      }
    }
    for (TaskId prerequisite : dependsOn) {
      TaskEntry task = state.task(prerequisite);
      if (task != null && !Objects.equals(task.spec().tenantId(), spec.tenantId())) {
        return new TaskRejection.TenantMismatch(spec.id(), prerequisite);
      }
    }
    return cycleRefusal(state, spec, dependsOn);
  }

  /// Nobody may wait for whoever waits for it (spec 03 §8.1.3). Searched upwards, from the task
  /// along those who wait for it: a new task has none, but for a parent that waits for its
  /// children.
  private static @Nullable Rejection cycleRefusal(
      QueueState state, TaskSpec spec, List<TaskId> dependsOn) {
    if (dependsOn.isEmpty()) {
      return null;
    }
    Set<TaskId> waiting = waitingFor(state, spec);
    for (TaskId prerequisite : dependsOn) {
      if (waiting.contains(prerequisite)) {
        return new TaskRejection.DependencyCycle(spec.id(), prerequisite);
      }
    }
    return null;
  }

  /// A task and all who wait for it, directly or through others: those that depend on it, and a
  /// parent that is not done before its children are.
  private static Set<TaskId> waitingFor(QueueState state, TaskSpec spec) {
    Set<TaskId> seen = new HashSet<>();
    var open = new ArrayDeque<TaskId>();
    open.add(spec.id());
    while (!open.isEmpty()) {
      TaskId id = open.poll();
      if (!seen.add(id)) {
        continue;
      }
      open.addAll(state.dependentsOf(id));
      TaskEntry task = state.task(id);
      TaskId above = task == null ? null : task.spec().parentTaskId();
      TaskId parentId = id.equals(spec.id()) ? spec.parentTaskId() : above;
      TaskEntry parent = parentId == null ? null : state.task(parentId);
      if (parent != null && parent.policy().awaitChildren() != AwaitChildren.NO) {
        open.add(parent.id());
      }
    }
    return seen;
  }

  /// A task that has begun cannot be made to wait any more, null if it has not.
  static @Nullable Rejection lateness(TaskEntry task) {
    if (task.runsIn(RunState.SCHEDULED) == task.runCount()) {
      return null;
    }
    for (RunEntry run : task.runs()) { // of a task with a history it is the first one
      if (run.state() != RunState.SCHEDULED) {
        return new TaskRejection.DependencyTooLate(task.id(), run.id(), run.state());
      }
    }
    return null;
  }
}
