package io.actionqueue.core.command;

import io.actionqueue.core.id.TaskId;
import java.util.List;

/// Declares dependencies and, if one of the prerequisites has failed, cancels the task and all that
/// waits for it (spec 03 §8.1.3). Refused as [DependencyDeclare].
///
/// @param taskId the task that waits
/// @param dependsOn the prerequisites, in the order in which they are checked; repetitions are
///   dropped
/// @param timestamp epoch seconds, unsigned
public record DeclareDependencies(TaskId taskId, List<TaskId> dependsOn, long timestamp)
    implements BatchCommand {
  /// Copies the list without its repetitions.
  public DeclareDependencies {
    dependsOn = Arguments.distinct(dependsOn);
  }
}
