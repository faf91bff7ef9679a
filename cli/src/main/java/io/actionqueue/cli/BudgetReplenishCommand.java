package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.client.wire.BudgetDetail;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Fills a budget again.
@Command(
    name = "replenish",
    sortOptions = false,
    header = "Set a new ceiling and count what is used from 0 again.",
    description = "Needs a daemon, which lets go on what the budget had stopped.")
final class BudgetReplenishCommand extends QueueCommand {
  @Mixin private final BudgetOptions budget = new BudgetOptions();

  BudgetReplenishCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    budget.check();
  }

  @Override
  Answer ask(Queue queue) {
    BudgetDetail filled = queue.replenishBudget(budget.task(), budget.dimension(), budget.limit());
    return new Answer(
        () -> document(filled), () -> BudgetShowCommand.table(surroundings, List.of(filled)));
  }

  private Map<String, @Nullable Object> document(BudgetDetail filled) {
    Map<String, @Nullable Object> document = document("budget replenish");
    document.put("task_id", budget.task().toString());
    document.put("budget", Documents.of(filled));
    return document;
  }
}
