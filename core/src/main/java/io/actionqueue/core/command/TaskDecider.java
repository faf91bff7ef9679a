package io.actionqueue.core.command;

import io.actionqueue.core.event.TaskEvent;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.TaskEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides about [TaskCommand]s (spec 02 §4.3).
final class TaskDecider {
  private TaskDecider() {}

  static Decision decide(QueueState state, TaskCommand command) {
    return switch (command) {
      case TaskCreate create -> create(state, create);
      case TaskCancel cancel -> cancel(state, cancel);
      case DependencyDeclare declare -> declare(state, declare);
    };
  }

  private static Decision create(QueueState state, TaskCreate command) {
    Rejection refusal = Admission.refusal(state, command.spec(), Admission.MAX_DEPTH);
    if (refusal != null) {
      return Answer.reject(refusal);
    }
    return Answer.accept(new TaskEvent.TaskCreated(command.spec(), command.timestamp()));
  }

  private static Decision cancel(QueueState state, TaskCancel command) {
    TaskEntry task = state.task(command.taskId());
    if (task == null) {
      return Answer.reject(new TaskRejection.UnknownTask(command.taskId()));
    }
    if (task.isCanceled()) {
      return Answer.reject(new TaskRejection.TaskAlreadyCanceled(command.taskId()));
    }
    long timestamp = Answer.notBefore(command.timestamp(), task.createdAt());
    return Answer.accept(new TaskEvent.TaskCanceled(command.taskId(), timestamp));
  }

  private static Decision declare(QueueState state, DependencyDeclare command) {
    Rejection refusal = declarationRefusal(state, command.taskId(), command.dependsOn());
    if (refusal != null) {
      return Answer.reject(refusal);
    }
    return Answer.accept(
        new TaskEvent.DependencyDeclared(
            command.taskId(), command.dependsOn(), command.timestamp()));
  }

  /// Why an existing task may not get these prerequisites, null if it may.
  static @Nullable Rejection declarationRefusal(
      QueueState state, TaskId taskId, List<TaskId> dependsOn) {
    if (dependsOn.isEmpty()) {
      return new TaskRejection.EmptyDependencyList(taskId);
    }
    TaskEntry task = state.task(taskId);
    if (task == null) {
      return new TaskRejection.UnknownTask(taskId);
    }
    Rejection refusal = Admission.dependencyRefusal(state, task.spec(), dependsOn);
    return refusal != null ? refusal : Admission.lateness(task);
  }
}
