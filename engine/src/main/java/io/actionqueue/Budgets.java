package io.actionqueue;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.command.BudgetAllocate;
import io.actionqueue.core.command.BudgetReplenish;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.state.StateImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Ceilings of what a task's runs may use together (spec 03 §9). Thread-safe; answers complete when
/// they are durable.
///
/// A task has at most one budget a dimension, and without one it is not bounded. Consumption is
/// what handlers report, during an attempt with [RunContext#report] or with the outcome. When a
/// budget is used up, attempts in flight are asked to stop with the reason `BUDGET` and no run of
/// the task starts until the budget is replenished; runs that were suspended then need
/// [ActionQueue#resumeRun], unless the task asked for [TaskRequest#autoResumeOnReplenish].
///
/// What a [Session] gives is about the tasks of its tenant; changing something needs `CanOperate`.
public final class Budgets {
  private final ActionQueue queue;
  private final Engine engine;
  private final Principal principal;

  Budgets(ActionQueue queue, Engine engine, Principal principal) {
    this.queue = queue;
    this.engine = engine;
    this.principal = principal;
  }

  /// Sets a ceiling for a task that has none in this dimension. Refused with `unknown_task` or
  /// `budget_already_allocated` (S-45).
  ///
  /// @param limit at least 1
  /// @throws io.actionqueue.core.InvalidValue kind `ZeroLimit`
  public CompletableFuture<BudgetView> allocate(
      TaskId task, BudgetDimension dimension, long limit) {
    return allocate(task, dimension, Amounts.limit(limit), BudgetAllocate.Mode.FIRST);
  }

  /// Sets a ceiling whether there was one or not; consumption starts at 0. Refused with
  /// `unknown_task`.
  ///
  /// @param limit at least 1
  /// @throws io.actionqueue.core.InvalidValue kind `ZeroLimit`
  public CompletableFuture<BudgetView> replace(TaskId task, BudgetDimension dimension, long limit) {
    return allocate(task, dimension, Amounts.limit(limit), BudgetAllocate.Mode.REPLACE);
  }

  /// Sets a new ceiling (absolute, not added) and starts consumption at 0: runs that waited for the
  /// budget may start. Refused with `unknown_task` or `budget_not_allocated`.
  ///
  /// @param newLimit at least 1
  /// @throws io.actionqueue.core.InvalidValue kind `ZeroLimit`
  public CompletableFuture<BudgetView> replenish(
      TaskId task, BudgetDimension dimension, long newLimit) {
    long limit = Amounts.limit(newLimit);
    return queue.command(() -> {
      engine.access.changeable(principal, Capability.CAN_OPERATE, task);
      engine.controls.carryOut(new BudgetReplenish(task, dimension, limit, engine.clock.second()));
      engine.suspensions.afterReplenishment(task);
      return known(task, dimension);
    });
  }

  /// The budget of a task in one dimension, empty if there is none.
  public CompletableFuture<Optional<BudgetView>> show(TaskId task, BudgetDimension dimension) {
    return queue.query(() -> {
      engine.access.requireMember(principal);
      boolean there = Access.sees(principal, engine.lane.state().task(task));
      return Optional.ofNullable(there ? engine.lane.state().budget(task, dimension) : null)
          .map(BudgetView::of);
    });
  }

  /// All budgets of a task in the order of the dimensions. Refused with `unknown_task`.
  public CompletableFuture<List<BudgetView>> of(TaskId task) {
    return queue.query(() -> {
      engine.access.readable(principal, task);
      var views = new ArrayList<BudgetView>();
      for (BudgetDimension dimension : BudgetDimension.values()) {
        StateImage.Budget budget = engine.lane.state().budget(task, dimension);
        if (budget != null) {
          views.add(BudgetView.of(budget));
        }
      }
      return List.copyOf(views);
    });
  }

  private CompletableFuture<BudgetView> allocate(
      TaskId task, BudgetDimension dimension, long limit, BudgetAllocate.Mode mode) {
    return queue.command(() -> {
      engine.access.changeable(principal, Capability.CAN_OPERATE, task);
      engine.controls.carryOut(
          new BudgetAllocate(task, dimension, limit, mode, engine.clock.second()));
      engine.suspensions.afterReplenishment(task);
      return known(task, dimension);
    });
  }

  private BudgetView known(TaskId task, BudgetDimension dimension) {
    StateImage.Budget budget = engine.lane.state().budget(task, dimension);
    if (budget == null) {
      throw new IllegalStateException("an accepted allocation is in the state");
    }
    return BudgetView.of(budget);
  }
}
