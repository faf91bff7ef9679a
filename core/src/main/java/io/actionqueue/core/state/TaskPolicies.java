package io.actionqueue.core.state;

import io.actionqueue.core.event.ExtensionEvent.TaskPolicySet;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.TaskPolicy;
import java.util.HashMap;
import java.util.Map;

/// The options of tasks. A task carries its own, so that asking for them costs a look at the task;
/// most tasks with options have the same ones, and those share one object.
final class TaskPolicies {
  private static final int POOLED = 1024;

  private final CaptureSlot captures;
  private final Tasks tasks;
  private final Map<TaskPolicy, TaskPolicy> pool = new HashMap<>();
  private int withOptions;

  /// What [#pooled] gave last: most tasks come in series.
  private TaskPolicy latest = TaskPolicy.NONE;

  TaskPolicies(CaptureSlot captures, Tasks tasks) {
    this.captures = captures;
    this.tasks = tasks;
  }

  boolean isEmpty() {
    return withOptions == 0;
  }

  TaskPolicy of(TaskId id) {
    TaskEntry task = isEmpty() ? null : tasks.get(id);
    return task == null ? TaskPolicy.NONE : task.policy();
  }

  /// Gives a task its options, in place of those that it had. The task exists.
  @SuppressWarnings("ReferenceEquality") // asks whether there is an object to be spared
  void put(TaskPolicySet event) {
    TaskEntry task = tasks.get(event.taskId());
    if (task == null) {
      throw new IllegalArgumentException("options of a task that does not exist: " + event);
    }
    if (task.policySet() == null) {
      withOptions++;
    }
    captures.beforeChange(task);
    TaskPolicy shared = pooled(event.policy());
    boolean isShared = shared == event.policy();
    task.set(isShared ? event : new TaskPolicySet(task.id(), shared, event.timestampMillis()));
    task.await(event.policy().awaitChildren());
  }

  private TaskPolicy pooled(TaskPolicy policy) {
    if (policy.equals(latest)) {
      return latest;
    }
    TaskPolicy known = pool.putIfAbsent(policy, policy);
    if (pool.size() > POOLED) {
      pool.clear();
    }
    latest = known == null ? policy : known;
    return latest;
  }

  /// Notes that a task has left the state.
  void dropped(TaskEntry task) {
    if (task.policySet() != null) {
      withOptions--;
    }
  }
}
