package io.actionqueue.engine.dispatch;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// No run starts while a budget of its task is used up (spec 03 §9.3).
final class BudgetLeft implements Check {
  private static final BudgetDimension[] DIMENSIONS = BudgetDimension.values();

  private final QueueState state;
  private final Map<TaskEntry, Waiters> waiting = new HashMap<>();

  BudgetLeft(QueueState state) {
    this.state = state;
  }

  /// Lets candidates of a task try again after its budget changed.
  void changed(TaskEntry task, Consumer<Candidate> again) {
    if (waiting.isEmpty()) {
      return;
    }
    Waiters waiters = waiting.remove(task);
    if (waiters != null) {
      waiters.drain(again);
    }
  }

  @Override
  public boolean refuses(RunEntry run) {
    return state.hasBudgets() && exhausted(run) != null;
  }

  @Override
  public Block describe(RunEntry run) {
    StateImage.Budget budget = exhausted(run);
    if (budget == null) {
      return new Block("budget", "a budget is used up", null);
    }
    String used =
        Long.toUnsignedString(budget.consumed()) + " of " + Long.toUnsignedString(budget.limit());
    String name = budget.dimension().label();
    return new Block("budget", "budget " + name + " is used up: " + used, null);
  }

  @Override
  public void park(Candidate candidate) {
    TaskEntry task = candidate.run().task();
    if (task != null) {
      waiting.computeIfAbsent(task, _ -> new Waiters()).add(candidate);
    }
  }

  private StateImage.@Nullable Budget exhausted(RunEntry run) {
    for (BudgetDimension dimension : DIMENSIONS) {
      StateImage.Budget budget = state.budget(run.taskId(), dimension);
      if (budget != null && budget.exhausted()) {
        return budget;
      }
    }
    return null;
  }
}
