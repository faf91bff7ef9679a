package io.actionqueue.core.event;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.task.TaskSpec;
import java.util.List;

/// Events about tasks and what is declared between them. Field order is that on disk (spec 01
/// §4.1).
public sealed interface TaskEvent extends Event {

  /// A task was submitted (ordinal 0).
  ///
  /// @param spec the task as submitted
  /// @param timestamp epoch seconds, unsigned
  record TaskCreated(TaskSpec spec, long timestamp) implements TaskEvent {}

  /// A task was canceled; its runs have events of their own (ordinal 5).
  ///
  /// @param taskId the task
  /// @param timestamp epoch seconds, unsigned
  record TaskCanceled(TaskId taskId, long timestamp) implements TaskEvent {}

  /// A task waits for the success of others; declarations add up (ordinal 13).
  ///
  /// @param taskId the task
  /// @param dependsOn the prerequisites as declared, repetitions kept
  /// @param timestamp epoch seconds, unsigned
  record DependencyDeclared(TaskId taskId, List<TaskId> dependsOn, long timestamp)
      implements TaskEvent {
    /// Copies the list.
    public DependencyDeclared {
      dependsOn = List.copyOf(dependsOn);
    }
  }
}
