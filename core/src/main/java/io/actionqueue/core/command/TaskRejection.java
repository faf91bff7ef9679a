package io.actionqueue.core.command;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;

/// Refusals about tasks, parents and dependencies.
public sealed interface TaskRejection extends Rejection {
  /// No such task.
  ///
  /// @param taskId the task
  record UnknownTask(TaskId taskId) implements TaskRejection {
    @Override
    public String message() {
      return "task " + taskId + " is unknown";
    }
  }

  /// The id is taken, whatever the spec (S-46).
  ///
  /// @param taskId the task
  record TaskAlreadyExists(TaskId taskId) implements TaskRejection {
    @Override
    public String message() {
      return "task " + taskId + " already exists";
    }
  }

  /// The task was canceled before.
  ///
  /// @param taskId the task
  record TaskAlreadyCanceled(TaskId taskId) implements TaskRejection {
    @Override
    public String message() {
      return "task " + taskId + " is already canceled";
    }
  }

  /// A canceled task gets no runs, promotions or attempts (02-W-37).
  ///
  /// @param taskId the task
  record TaskCanceled(TaskId taskId) implements TaskRejection {
    @Override
    public String message() {
      return "task " + taskId + " is canceled";
    }
  }

  /// A declaration must name a prerequisite.
  ///
  /// @param taskId the task that would wait
  record EmptyDependencyList(TaskId taskId) implements TaskRejection {
    @Override
    public String message() {
      return "task " + taskId + " declares no prerequisite";
    }
  }

  /// The task would wait for itself (02-W-21).
  ///
  /// @param taskId the task that would wait
  /// @param through the prerequisite that closes the cycle
  record DependencyCycle(TaskId taskId, TaskId through) implements TaskRejection {
    @Override
    public String message() {
      return taskId.equals(through)
          ? "task " + taskId + " cannot depend on itself"
          : "task " + taskId + " and its prerequisite " + through + " would wait for each other";
    }
  }

  /// A run of the task has left Scheduled already (spec 03 §8.1.3).
  ///
  /// @param taskId the task that would wait
  /// @param runId a run that is not Scheduled
  /// @param state its state
  record DependencyTooLate(TaskId taskId, RunId runId, RunState state) implements TaskRejection {
    @Override
    public String message() {
      return "task "
          + taskId
          + " cannot get a dependency: its run "
          + runId
          + " is "
          + state.wireName();
    }
  }

  /// The parent does not exist (03-RT-35).
  ///
  /// @param taskId the child
  /// @param parent the parent that it names
  record UnknownParent(TaskId taskId, TaskId parent) implements TaskRejection {
    @Override
    public String message() {
      return "parent " + parent + " of task " + taskId + " is unknown";
    }
  }

  /// The parent was canceled or has ended.
  ///
  /// @param child the child
  /// @param parent the parent that it names
  record OrphanPrevention(TaskId child, TaskId parent) implements TaskRejection {
    @Override
    public String message() {
      return "parent " + parent + " of task " + child + " is canceled or has ended";
    }
  }

  /// The task would be above itself (02-W-22).
  ///
  /// @param taskId the child
  /// @param parent the parent that it names
  record ParentCycle(TaskId taskId, TaskId parent) implements TaskRejection {
    @Override
    public String message() {
      return "task " + taskId + " would be above its own parent " + parent;
    }
  }

  /// The tree of tasks would grow too deep.
  ///
  /// @param child the child
  /// @param parent the parent that it names
  /// @param depth how deep the child would be; a root has depth 0
  /// @param limit how deep it may be
  record DepthLimitExceeded(TaskId child, TaskId parent, int depth, int limit)
      implements TaskRejection {
    @Override
    public String message() {
      return "task "
          + child
          + " under "
          + parent
          + " would be at depth "
          + depth
          + ", at most "
          + limit
          + " is allowed";
    }
  }

  /// A task refers to a task of another tenant (spec 03 §10.5).
  ///
  /// @param taskId the task that refers
  /// @param other the task that it names
  record TenantMismatch(TaskId taskId, TaskId other) implements TaskRejection {
    @Override
    public String message() {
      return "task " + taskId + " and task " + other + " belong to different tenants";
    }
  }
}
