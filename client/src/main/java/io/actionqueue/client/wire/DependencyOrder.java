package io.actionqueue.client.wire;

import io.actionqueue.core.id.TaskId;
import java.util.List;

/// The body of `POST /api/v1/tasks/{task_id}/dependencies`.
///
/// @param dependsOn what the task is to wait for, too; not empty
public record DependencyOrder(List<TaskId> dependsOn) {
  /// Copies the lists.
  public DependencyOrder {
    dependsOn = List.copyOf(dependsOn);
  }
}
