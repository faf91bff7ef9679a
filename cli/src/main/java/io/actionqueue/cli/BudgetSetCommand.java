package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.client.wire.BudgetDetail;
import io.actionqueue.client.wire.BudgetOrder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Sets the ceiling of a budget.
@Command(
    name = "set",
    sortOptions = false,
    header = "Set what the runs of a task may use together.",
    description = "Needs a daemon, which lets go on what the budget had stopped.")
final class BudgetSetCommand extends QueueCommand {
  @Mixin private final BudgetOptions budget = new BudgetOptions();

  @Option(
      names = "--replace",
      description = "Also where there is a budget; what was used counts from 0 again.")
  private boolean replace;

  BudgetSetCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    budget.check();
  }

  @Override
  Answer ask(Queue queue) {
    BudgetDetail set =
        queue.allocateBudget(
            budget.task(),
            budget.dimension(),
            new BudgetOrder(budget.limit(), replace ? true : null));
    return new Answer(
        () -> document(set), () -> BudgetShowCommand.table(surroundings, List.of(set)));
  }

  private Map<String, @Nullable Object> document(BudgetDetail set) {
    Map<String, @Nullable Object> document = document("budget set");
    document.put("task_id", budget.task().toString());
    document.put("budget", Documents.of(set));
    return document;
  }
}
