package io.actionqueue.core.state;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.event.BudgetEvent;
import io.actionqueue.core.event.BudgetEvent.BudgetAllocated;
import io.actionqueue.core.event.BudgetEvent.BudgetConsumed;
import io.actionqueue.core.event.BudgetEvent.BudgetExhausted;
import io.actionqueue.core.event.BudgetEvent.BudgetReplenished;
import io.actionqueue.core.id.TaskId;
import java.util.Collection;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Consumption ceilings, one for each pair of task and dimension.
final class Budgets {
  private record Key(TaskId taskId, BudgetDimension dimension) {
    static Key of(StateImage.Budget budget) {
      return new Key(budget.taskId(), budget.dimension());
    }
  }

  private final Tasks tasks;
  private final Observers observers;
  private final SharedTable<Key, StateImage.Budget> budgets = new SharedTable<>(Key::of);

  Budgets(Tasks tasks, Observers observers) {
    this.tasks = tasks;
    this.observers = observers;
  }

  boolean isEmpty() {
    return budgets.isEmpty();
  }

  StateImage.@Nullable Budget get(TaskId taskId, BudgetDimension dimension) {
    return budgets.get(new Key(taskId, dimension));
  }

  Collection<StateImage.Budget> all() {
    return budgets.values();
  }

  /// All of them as they are now.
  Collection<StateImage.Budget> view() {
    return budgets.view();
  }

  /// Takes in a budget of an image. One that is consumed up to its limit is exhausted, whatever the
  /// image says (spec 01 T22).
  void restore(StateImage.Budget image) {
    boolean used =
        image.consumed() != 0 && Long.compareUnsigned(image.consumed(), image.limit()) >= 0;
    budgets.put(with(image, image.limit(), image.consumed(), image.exhausted() || used));
  }

  /// Forgets the budgets of a task.
  void drop(TaskId taskId) {
    if (budgets.isEmpty()) {
      return;
    }
    for (BudgetDimension dimension : BudgetDimension.values()) {
      budgets.remove(new Key(taskId, dimension));
    }
  }

  void apply(BudgetEvent event) {
    switch (event) {
      case BudgetAllocated(var taskId, var dimension, var limit, var timestamp) ->
          put(new StateImage.Budget(taskId, dimension, limit, 0, timestamp, false));
      case BudgetConsumed(var taskId, var dimension, var amount, _) ->
          change(taskId, dimension, budget -> consumed(budget, amount));
      case BudgetExhausted(var taskId, var dimension, _) ->
          change(
              taskId, dimension, budget -> with(budget, budget.limit(), budget.consumed(), true));
      case BudgetReplenished(var taskId, var dimension, var newLimit, _) ->
          change(taskId, dimension, budget -> with(budget, newLimit, 0, false));
    }
  }

  private void change(
      TaskId taskId, BudgetDimension dimension, UnaryOperator<StateImage.Budget> change) {
    StateImage.Budget budget = get(taskId, dimension);
    if (budget != null) {
      put(change.apply(budget));
    }
  }

  private void put(StateImage.Budget budget) {
    budgets.put(budget);
    observers.budgetChanged(budget);
    TaskEntry task = tasks.get(budget.taskId());
    if (task != null) {
      observers.taskChanged(task);
    }
  }

  private static StateImage.Budget consumed(StateImage.Budget budget, long amount) {
    long sum = budget.consumed() + amount;
    if (Long.compareUnsigned(sum, amount) < 0) {
      sum = -1L;
    }
    boolean used = Long.compareUnsigned(sum, budget.limit()) >= 0;
    return with(budget, budget.limit(), sum, budget.exhausted() || used);
  }

  private static StateImage.Budget with(
      StateImage.Budget budget, long limit, long consumed, boolean exhausted) {
    return new StateImage.Budget(
        budget.taskId(), budget.dimension(), limit, consumed, budget.allocatedAt(), exhausted);
  }
}
