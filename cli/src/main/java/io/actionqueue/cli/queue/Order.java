package io.actionqueue.cli.queue;

import io.actionqueue.core.id.IdempotencyKey;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.task.TaskSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A submission.
///
/// @param spec the task
/// @param policy its options beside the spec
/// @param key the name under which it is made only once; null for none. The spec's id is then the
///   one derived from it
/// @param after tasks that must succeed first
public record Order(
    TaskSpec spec, TaskPolicy policy, @Nullable IdempotencyKey key, List<TaskId> after) {
  /// Copies the list.
  public Order {
    after = List.copyOf(after);
  }
}
