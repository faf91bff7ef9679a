package io.actionqueue.core.state;

import io.actionqueue.core.event.ExtensionEvent.TaskCreatedWithPolicy;
import io.actionqueue.core.event.ExtensionEvent.TaskPolicySet;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.TaskPolicy;
import org.jspecify.annotations.Nullable;

/// The options of tasks. A task carries its own, so that asking for them costs a look at the task;
/// most tasks with options have the same ones, and those share one object.
final class TaskPolicies {
  private static final int POOLED = 256;

  private final CaptureSlot captures;
  private final Tasks tasks;

  /// By hash; what comes later takes the place of what was there.
  private final @Nullable TaskPolicy[] pool = new TaskPolicy[POOLED];

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

  /// Creates a task with its options.
  TaskEntry create(TaskCreatedWithPolicy event) {
    TaskEntry task = tasks.create(event.spec(), event.timestamp());
    TaskPolicy shared = pooled(event.policy());
    withOptions++;
    task.set(new TaskPolicySet(task.id(), shared, event.timestampMillis()));
    task.await(shared.awaitChildren());
    return task;
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

  /// The object that tasks with these options share, if there is one at hand; else the given one.
  TaskPolicy shared(TaskPolicy policy) {
    return policy.equals(latest) ? latest : policy;
  }

  private TaskPolicy pooled(TaskPolicy policy) {
    if (policy.equals(latest)) {
      return latest;
    }
    if (policy.deadlineMillis() != null) {
      latest = policy; // an instant of its own: only tasks in series have the same
      return policy;
    }
    int hash = policy.hashCode();
    int slot = (hash ^ hash >>> 16) & (POOLED - 1);
    TaskPolicy known = pool[slot];
    if (known == null || !known.equals(policy)) {
      known = policy;
      pool[slot] = policy;
    }
    latest = known;
    return known;
  }

  /// Notes that a task has left the state.
  void dropped(TaskEntry task) {
    if (task.policySet() != null) {
      withOptions--;
    }
  }
}
