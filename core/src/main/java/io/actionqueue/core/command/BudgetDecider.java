package io.actionqueue.core.command;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.event.BudgetEvent;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.state.QueueState;
import org.jspecify.annotations.Nullable;

/// Decides about [BudgetCommand]s (spec 02 §4.5, S-45).
final class BudgetDecider {
  private BudgetDecider() {}

  static Decision decide(QueueState state, BudgetCommand command) {
    return switch (command) {
      case BudgetAllocate allocate -> allocate(state, allocate);
      case BudgetConsume(var taskId, var dimension, var amount, var timestamp) -> {
        Rejection refusal = absence(state, taskId, dimension);
        yield refusal != null
            ? Answer.reject(refusal)
            : Answer.accept(new BudgetEvent.BudgetConsumed(taskId, dimension, amount, timestamp));
      }
      case BudgetReplenish(var taskId, var dimension, var newLimit, var timestamp) -> {
        Rejection refusal = absence(state, taskId, dimension);
        yield refusal != null
            ? Answer.reject(refusal)
            : Answer.accept(
                new BudgetEvent.BudgetReplenished(taskId, dimension, newLimit, timestamp));
      }
    };
  }

  private static Decision allocate(QueueState state, BudgetAllocate command) {
    TaskId taskId = command.taskId();
    if (state.task(taskId) == null) {
      return Answer.reject(new TaskRejection.UnknownTask(taskId));
    }
    boolean replaces = command.mode() == BudgetAllocate.Mode.REPLACE;
    if (!replaces && state.budget(taskId, command.dimension()) != null) {
      return Answer.reject(new BudgetRejection.BudgetAlreadyAllocated(taskId, command.dimension()));
    }
    return Answer.accept(
        new BudgetEvent.BudgetAllocated(
            taskId, command.dimension(), command.limit(), command.timestamp()));
  }

  private static @Nullable Rejection absence(
      QueueState state, TaskId taskId, BudgetDimension dimension) {
    if (state.task(taskId) == null) {
      return new TaskRejection.UnknownTask(taskId);
    }
    return state.budget(taskId, dimension) == null
        ? new BudgetRejection.BudgetNotAllocated(taskId, dimension)
        : null;
  }
}
