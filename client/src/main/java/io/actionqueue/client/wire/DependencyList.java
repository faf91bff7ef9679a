package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.actionqueue.core.id.TaskId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET` and `POST /api/v1/tasks/{task_id}/dependencies`.
///
/// @param taskId the task
/// @param dependsOn what it waits for, or has waited for, in ascending order
/// @param dependents a slice of what waits for it, in order of declaration
/// @param total how many wait for it
/// @param next for `after`, to get the next page; absent at the end of the list, not before
public record DependencyList(
    TaskId taskId,
    List<TaskId> dependsOn,
    List<TaskId> dependents,
    long total,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {
  /// Copies the lists.
  public DependencyList {
    dependsOn = List.copyOf(dependsOn);
    dependents = List.copyOf(dependents);
  }
}
