package io.actionqueue.core.command;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
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
    return cycleRefusal(state, spec.id(), dependsOn);
  }

  /// Searches from each prerequisite along what it waits for (spec 03 §8.1.3).
  private static @Nullable Rejection cycleRefusal(
      QueueState state, TaskId taskId, List<TaskId> dependsOn) {
    boolean awaited = !state.dependentsOf(taskId).isEmpty();
    Set<TaskId> seen = new HashSet<>();
    for (TaskId prerequisite : dependsOn) {
      boolean closes =
          prerequisite.equals(taskId) || (awaited && waitsFor(state, prerequisite, taskId, seen));
      if (closes) {
        return new TaskRejection.DependencyCycle(taskId, prerequisite);
      }
    }
    return null;
  }

  /// Whether a task waits for another, directly or through others. What was seen without success
  /// need not be looked at again.
  private static boolean waitsFor(QueueState state, TaskId from, TaskId target, Set<TaskId> seen) {
    var open = new ArrayDeque<TaskId>();
    open.add(from);
    while (!open.isEmpty()) {
      TaskEntry task = state.task(open.poll());
      if (task == null || !seen.add(task.id())) {
        continue;
      }
      for (TaskId prerequisite : task.prerequisites()) {
        if (prerequisite.equals(target)) {
          return true;
        }
        open.add(prerequisite);
      }
    }
    return false;
  }

  /// A task that has begun cannot be made to wait any more, null if it has not.
  static @Nullable Rejection lateness(TaskEntry task) {
    for (RunEntry run : task.runs()) {
      if (run.state() != RunState.SCHEDULED) {
        return new TaskRejection.DependencyTooLate(task.id(), run.id(), run.state());
      }
    }
    return null;
  }
}
