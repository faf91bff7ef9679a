package io.actionqueue.client.wire;

import io.actionqueue.core.id.TaskId;
import java.util.List;

/// `GET` and `POST /api/v1/tasks/{task_id}/dependencies`.
///
/// @param taskId the task
/// @param dependsOn what it waits for, or has waited for, in ascending order
/// @param dependents what waits for it, in order of declaration
public record DependencyList(TaskId taskId, List<TaskId> dependsOn, List<TaskId> dependents) {
  /// Copies the lists.
  public DependencyList {
    dependsOn = List.copyOf(dependsOn);
    dependents = List.copyOf(dependents);
  }
}
