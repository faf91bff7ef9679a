package io.actionqueue;

import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.TaskSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A task as it stands, durable.
///
/// @param spec as submitted
/// @param createdAt epoch seconds
/// @param canceledAt epoch seconds, null if it was not canceled
/// @param runsByState number of its runs in each state that has any
/// @param policy its options beside the spec
public record TaskView(
    TaskSpec spec,
    long createdAt,
    @Nullable Long canceledAt,
    Map<RunState, Integer> runsByState,
    TaskPolicy policy) {
  /// Copies the map.
  public TaskView {
    runsByState = Map.copyOf(runsByState);
  }
}
