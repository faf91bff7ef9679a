package io.actionqueue.cli;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.TaskId;
import java.util.Arrays;
import picocli.CommandLine.Parameters;

/// Which budget, and how much.
final class BudgetOptions {
  @Parameters(index = "0", paramLabel = "TASK_ID", description = "The task.")
  private String task = "";

  @Parameters(
      index = "1",
      paramLabel = "DIMENSION",
      description = "token, cost_cents or time_secs.")
  private String dimension = "";

  @Parameters(index = "2", paramLabel = "LIMIT", description = "The ceiling, at least 1.")
  private String limit = "";

  /// Checks all three.
  void check() {
    task();
    dimension();
    limit();
  }

  TaskId task() {
    return Ids.task(task);
  }

  BudgetDimension dimension() {
    return Arrays.stream(BudgetDimension.values())
        .filter(each -> each.label().equals(dimension) || each.wireName().equals(dimension))
        .findFirst()
        .orElseThrow(() ->
            CliFailure.badInput(
                "DIMENSION must be token, cost_cents or time_secs, was '" + dimension + "'"));
  }

  long limit() {
    try {
      long value = Long.parseLong(limit);
      if (value >= 1) {
        return value;
      }
    } catch (NumberFormatException _) {
      // Said below, for both.
    }
    throw CliFailure.badInput("LIMIT must be an integer of at least 1, was '" + limit + "'");
  }
}
