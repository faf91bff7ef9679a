package io.actionqueue.core.command;

import io.actionqueue.core.id.TaskId;
import java.util.List;

/// Makes a task wait for the success of others; declarations add up. Refused, in this order:
/// `empty_dependency_list`, `unknown_task` (the task, then the first unknown prerequisite),
/// `tenant_mismatch`, `dependency_cycle`, `dependency_too_late`.
///
/// @param taskId the task that waits
/// @param dependsOn the prerequisites, in the order in which they are checked; repetitions are kept
/// @param timestamp epoch seconds, unsigned
public record DependencyDeclare(TaskId taskId, List<TaskId> dependsOn, long timestamp)
    implements TaskCommand {
  /// Copies the list.
  public DependencyDeclare {
    dependsOn = List.copyOf(dependsOn);
  }
}
