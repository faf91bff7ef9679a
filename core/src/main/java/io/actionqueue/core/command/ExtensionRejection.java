package io.actionqueue.core.command;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.Scope;

/// Refusals about what log version 5 does not know.
public sealed interface ExtensionRejection extends Rejection {

  /// The scope is paused already.
  ///
  /// @param scope the scope
  record ScopeAlreadyPaused(Scope scope) implements ExtensionRejection {
    @Override
    public String message() {
      return scope.label() + " is paused already";
    }
  }

  /// The scope is not paused.
  ///
  /// @param scope the scope
  record ScopeNotPaused(Scope scope) implements ExtensionRejection {
    @Override
    public String message() {
      return scope.label() + " is not paused";
    }
  }

  /// The scope has no limit.
  ///
  /// @param scope the scope
  record NoLimit(Scope scope) implements ExtensionRejection {
    @Override
    public String message() {
      return scope.label() + " has no limit";
    }
  }

  /// A task that has not ended cannot be dropped.
  ///
  /// @param taskId the task
  record TaskNotOver(TaskId taskId) implements ExtensionRejection {
    @Override
    public String message() {
      return "task " + taskId + " has not ended";
    }
  }

  /// A task that others need cannot be dropped.
  ///
  /// @param message who needs it
  record TaskStillNeeded(String message) implements ExtensionRejection {}
}
