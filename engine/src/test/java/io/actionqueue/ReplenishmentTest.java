package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Runs that a replenished budget resumes (spec 03 §9.5).
class ReplenishmentTest {
  private static final BudgetDimension TOKEN = BudgetDimension.TOKEN;

  @RegisterExtension final World world = World.at(1000);

  private static TaskRequest request() {
    return TaskRequest.forDefaultHandler();
  }

  /// Spec 03 §9.5: a task may ask that a replenishment resumes what the budget had stopped; what
  /// was set aside for another reason stays, also when the process ended in between.
  @Test
  void replenishmentResumesWhereAskedFor() {
    Handler handler =
        context -> {
          if (context.payload().toUtf8().equals("aside")) {
            return context.attempt() == 1 ? Outcome.suspend() : Outcome.success();
          }
          return context.attempt() == 1
              ? Outcome.suspend().consuming(TOKEN, 100)
              : Outcome.success();
        };
    ActionQueue queue = world.open(handler);
    TaskId plain = World.submit(queue, request());
    TaskId resumed = World.submit(queue, request().autoResumeOnReplenish());
    TaskId aside = World.submit(queue, request().payload("aside").autoResumeOnReplenish());
    for (TaskId task : List.of(plain, resumed, aside)) {
      queue.budgets().allocate(task, TOKEN, 100).join();
    }
    queue.budgets().allocate(resumed, BudgetDimension.COST_CENTS, 5).join();
    queue.runUntilIdle();
    world.kill();
    queue = world.open(handler);
    for (TaskId task : List.of(plain, resumed, aside)) {
      assertThat(World.stateOf(queue, task)).isEqualTo(RunState.SUSPENDED);
      queue.budgets().replenish(task, TOKEN, 100).join();
    }
    assertThat(World.stateOf(queue, resumed)).isEqualTo(RunState.READY);
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, plain)).isEqualTo(RunState.SUSPENDED);
    assertThat(World.stateOf(queue, resumed)).isEqualTo(RunState.COMPLETED);
    assertThat(World.stateOf(queue, aside)).isEqualTo(RunState.SUSPENDED);
  }

  /// Only when no budget of the task is used up any more.
  @Test
  void replenishmentWaitsForTheLastBudget() {
    ActionQueue queue =
        world.open(context ->
            context.attempt() == 1
                ? Outcome.suspend().consuming(TOKEN, 100).consuming(BudgetDimension.COST_CENTS, 5)
                : Outcome.success());
    TaskId task = World.submit(queue, request().autoResumeOnReplenish());
    queue.budgets().allocate(task, TOKEN, 100).join();
    queue.budgets().allocate(task, BudgetDimension.COST_CENTS, 5).join();
    queue.runUntilIdle();
    queue.budgets().replenish(task, TOKEN, 100).join();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.SUSPENDED);
    queue.budgets().replace(task, BudgetDimension.COST_CENTS, 5).join();
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
  }
}
