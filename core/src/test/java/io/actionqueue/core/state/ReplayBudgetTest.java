package io.actionqueue.core.state;

import static io.actionqueue.core.budget.BudgetDimension.COST_CENTS;
import static io.actionqueue.core.budget.BudgetDimension.TIME_SECS;
import static io.actionqueue.core.budget.BudgetDimension.TOKEN;
import static io.actionqueue.core.state.Replay.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.BudgetEvent.BudgetAllocated;
import io.actionqueue.core.event.BudgetEvent.BudgetConsumed;
import io.actionqueue.core.event.BudgetEvent.BudgetExhausted;
import io.actionqueue.core.event.BudgetEvent.BudgetReplenished;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.state.StateImage.Budget;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Budgets on replay (spec 02 §4.5, §6.4).
class ReplayBudgetTest {
  private static Replay allocated(long limit) {
    return Replay.empty()
        .apply(Replay.task(TASK))
        .apply(new BudgetAllocated(TASK, TOKEN, limit, 5000));
  }

  private static BudgetConsumed consumed(long amount) {
    return new BudgetConsumed(TASK, TOKEN, amount, 6000);
  }

  @Test
  @DisplayName("A-425: a fresh budget of 10,000")
  void freshBudget() {
    Replay replay = allocated(10_000);
    assertThat(replay.state.budget(TASK, TOKEN))
        .isEqualTo(new Budget(TASK, TOKEN, 10_000, 0, 5000, false));
    assertThat(replay.state.hasBudgets()).isTrue();
    assertThat(replay.state.budget(TASK, TIME_SECS)).isNull();
  }

  @Test
  @DisplayName("A-426: 200 of 500 consumed is not exhausted")
  void partlyConsumed() {
    Replay replay =
        Replay.empty()
            .apply(Replay.task(TASK))
            .apply(new BudgetAllocated(TASK, COST_CENTS, 500, 5000))
            .apply(new BudgetConsumed(TASK, COST_CENTS, 200, 6000));
    assertThat(replay.state.budget(TASK, COST_CENTS))
        .isEqualTo(new Budget(TASK, COST_CENTS, 500, 200, 5000, false));
  }

  @Test
  @DisplayName("A-429, 02-S-28: replenishing sets a new limit and keeps the time of allocation")
  void replenishing() {
    Replay replay =
        allocated(100).apply(consumed(100)).apply(new BudgetReplenished(TASK, TOKEN, 200, 7000));
    assertThat(replay.state.budget(TASK, TOKEN))
        .isEqualTo(new Budget(TASK, TOKEN, 200, 0, 5000, false));
  }

  @Test
  @DisplayName("02-S-27: overrun exhausts; replay accepts a second allocation, which starts again")
  void secondAllocationStartsAgain() {
    Replay replay = allocated(5).apply(consumed(7));
    assertThat(replay.state.budget(TASK, TOKEN))
        .isEqualTo(new Budget(TASK, TOKEN, 5, 7, 5000, true));
    replay.apply(new BudgetAllocated(TASK, TOKEN, 9, 8000));
    assertThat(replay.state.budget(TASK, TOKEN))
        .isEqualTo(new Budget(TASK, TOKEN, 9, 0, 8000, false));
  }

  @Test
  @DisplayName("02-S-29, INV-47: without an allocation nothing is counted and nothing refused")
  void withoutAnAllocation() {
    Replay replay =
        Replay.empty()
            .apply(consumed(10))
            .apply(new BudgetExhausted(TASK, TOKEN, 1))
            .apply(new BudgetReplenished(TASK, TOKEN, 10, 1));
    assertThat(replay.state.budgets()).isEmpty();
    assertThat(replay.state.hasBudgets()).isFalse();
    assertThat(replay.state.latestSequence()).isEqualTo(3);
  }

  @Test
  @DisplayName("INV-47: consumption stops at the end of the range")
  void consumptionSaturates() {
    Replay replay = allocated(10).apply(consumed(-1L)).apply(consumed(-1L)).apply(consumed(2));
    assertThat(replay.state.budget(TASK, TOKEN))
        .isEqualTo(new Budget(TASK, TOKEN, 10, -1L, 5000, true));
    assertThat(allocated(-1L).apply(consumed(Long.MAX_VALUE)).apply(consumed(Long.MAX_VALUE)))
        .extracting(last -> last.state.budget(TASK, TOKEN))
        .isEqualTo(new Budget(TASK, TOKEN, -1L, -2L, 5000, false));
  }

  @Test
  @DisplayName("INV-48: exhausted by consumption or by its own event, until replenished")
  void exhaustedByItsOwnEvent() {
    Replay replay = allocated(100).apply(new BudgetExhausted(TASK, TOKEN, 1));
    assertThat(replay.state.budget(TASK, TOKEN))
        .isEqualTo(new Budget(TASK, TOKEN, 100, 0, 5000, true));
    replay.apply(consumed(1));
    assertThat(replay.state.budget(TASK, TOKEN))
        .isEqualTo(new Budget(TASK, TOKEN, 100, 1, 5000, true));
  }

  @Test
  void limitZeroIsExhaustedByTheFirstConsumptionOfZero() {
    Replay replay = allocated(0);
    assertThat(replay.state.budget(TASK, TOKEN))
        .isEqualTo(new Budget(TASK, TOKEN, 0, 0, 5000, false));
    replay.apply(consumed(0));
    assertThat(replay.state.budget(TASK, TOKEN))
        .isEqualTo(new Budget(TASK, TOKEN, 0, 0, 5000, true));
    assertThat(QueueState.of(replay.state.image()).budget(TASK, TOKEN))
        .as("kept through an image")
        .isEqualTo(new Budget(TASK, TOKEN, 0, 0, 5000, true));
  }

  @Test
  void budgetsOfUnknownTasksAreAcceptedAndDimensionsAreApart() {
    TaskId other = new TaskId(9, 9);
    Replay replay =
        allocated(10)
            .apply(new BudgetAllocated(other, TOKEN, 1, 1))
            .apply(new BudgetAllocated(TASK, TIME_SECS, 2, 2))
            .apply(consumed(10));
    assertThat(replay.state.budgets())
        .containsExactly(
            new Budget(TASK, TOKEN, 10, 10, 5000, true),
            new Budget(other, TOKEN, 1, 0, 1, false),
            new Budget(TASK, TIME_SECS, 2, 0, 2, false));
  }
}
