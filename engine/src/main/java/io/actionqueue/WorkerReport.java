package io.actionqueue;

import io.actionqueue.core.budget.BudgetConsumption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a worker reports of an attempt that it has ended. Immutable.
public final class WorkerReport {
  private final @Nullable Outcome outcome;
  private final String timeoutError;
  private final List<BudgetConsumption> consumed;

  private WorkerReport(
      @Nullable Outcome outcome, String timeoutError, List<BudgetConsumption> consumed) {
    this.outcome = outcome;
    this.timeoutError = timeoutError;
    this.consumed = consumed;
  }

  /// The attempt came to what a local handler would have answered.
  public static WorkerReport of(Outcome outcome) {
    return new WorkerReport(outcome, "", outcome.consumed());
  }

  /// The worker gave the attempt up because it took too long.
  ///
  /// @param error text for people
  public static WorkerReport timeout(String error) {
    return new WorkerReport(null, error, List.of());
  }

  /// Adds what the attempt consumed of its task's budgets, beside what the outcome tells; parts of
  /// dimensions that have no budget are left out (S-45).
  public WorkerReport consuming(List<BudgetConsumption> parts) {
    Outcome more = outcome;
    if (more == null) {
      var all = new ArrayList<>(consumed);
      all.addAll(parts);
      return new WorkerReport(null, timeoutError, List.copyOf(all));
    }
    for (BudgetConsumption part : parts) {
      more = more.consuming(part.dimension(), part.amount());
    }
    return of(more);
  }

  /// Null for a timeout.
  @Nullable Outcome outcome() {
    return outcome;
  }

  String timeoutError() {
    return timeoutError;
  }

  List<BudgetConsumption> consumed() {
    return consumed;
  }
}
