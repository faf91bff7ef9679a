package io.actionqueue.cli;

import io.actionqueue.cli.queue.Queue;
import io.actionqueue.cli.terminal.Surroundings;
import io.actionqueue.cli.terminal.Table;
import io.actionqueue.cli.terminal.Table.Cell;
import io.actionqueue.cli.terminal.Tone;
import io.actionqueue.client.wire.BudgetDetail;
import io.actionqueue.client.wire.BudgetList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// The budgets of a task.
@Command(name = "show", sortOptions = false, header = "Show what a task may use, and has used.")
final class BudgetShowCommand extends QueueCommand {
  @Parameters(paramLabel = "TASK_ID", description = "The task.")
  private String task = "";

  BudgetShowCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    Ids.task(task);
  }

  @Override
  Answer ask(Queue queue) {
    BudgetList list = queue.budgets(Ids.task(task));
    return new Answer(() -> document(list), () -> table(surroundings, list.budgets()));
  }

  private Map<String, @Nullable Object> document(BudgetList list) {
    Map<String, @Nullable Object> document = document("budget show");
    document.putAll(Documents.of(list));
    return document;
  }

  static List<String> table(Surroundings surroundings, List<BudgetDetail> budgets) {
    if (budgets.isEmpty()) {
      return List.of("No budgets: the task is not bounded.");
    }
    var table = Table.of("DIMENSION", ">LIMIT", ">USED", ">LEFT", ">%", "STATE");
    for (BudgetDetail each : budgets) {
      table.row(
          Cell.of(each.dimension().label()),
          Cell.of(each.limit()),
          Cell.of(each.consumed()),
          Cell.of(each.remaining()),
          Cell.of(each.percent()),
          each.exhausted() ? Cell.of("exhausted", Tone.STRONG) : Cell.of("open", Tone.FAINT));
    }
    return table.lines(surroundings);
  }
}
