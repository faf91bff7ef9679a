package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.TaskId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The budgets of a task together, and what is left of them (spec 03 §9.2).
class BudgetListTest {
  private static final BudgetDimension TOKEN = BudgetDimension.TOKEN;

  @RegisterExtension final World world = World.at(1000);

  /// replenishing begins anew, with what is left by the new ceiling.
  @Test
  void replenishingLeavesTheNewCeiling() {
    ActionQueue queue = world.open(_ -> Outcome.success().consuming(TOKEN, 100));
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler());
    queue.budgets().allocate(task, TOKEN, 100).join();
    queue.runUntilIdle();
    assertThat(queue.budgets().show(task, TOKEN).join().orElseThrow().remaining()).isZero();
    BudgetView view = queue.budgets().replenish(task, TOKEN, 200).join();
    assertThat(view.remaining()).isEqualTo(200);
    assertThat(view.consumed()).isZero();
    assertThat(view.exhausted()).isFalse();
  }

  /// which budgets of a task have reached a share, by the list of all of them.
  @Test
  void budgetsThatReachedAShareAreFoundInTheList() {
    ActionQueue queue =
        world.open(_ ->
            Outcome.success()
                .consuming(TOKEN, 90)
                .consuming(BudgetDimension.COST_CENTS, 80)
                .consuming(BudgetDimension.TIME_SECS, 40));
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler());
    assertThat(atLeast(queue, task, 0)).isEmpty();
    queue.budgets().allocate(task, TOKEN, 100).join();
    queue.budgets().allocate(task, BudgetDimension.COST_CENTS, 100).join();
    assertThat(atLeast(queue, task, 0)).containsExactly(TOKEN, BudgetDimension.COST_CENTS);
    queue.budgets().allocate(task, BudgetDimension.TIME_SECS, 100).join();
    queue.runUntilIdle();
    assertThat(atLeast(queue, task, 80)).containsExactly(TOKEN, BudgetDimension.COST_CENTS);
    queue.budgets().replace(task, TOKEN, 1).join();
    TaskId full = World.submit(queue, TaskRequest.forDefaultHandler());
    queue.budgets().allocate(full, TOKEN, 90).join();
    queue.budgets().allocate(full, BudgetDimension.TIME_SECS, 100).join();
    queue.runUntilIdle();
    assertThat(atLeast(queue, full, 100)).containsExactly(TOKEN);
  }

  private static List<BudgetDimension> atLeast(ActionQueue queue, TaskId task, int percent) {
    return queue.budgets().of(task).join().stream()
        .filter(view -> view.percent() >= percent)
        .map(BudgetView::dimension)
        .toList();
  }
}
