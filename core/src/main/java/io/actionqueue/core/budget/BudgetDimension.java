package io.actionqueue.core.budget;

/// What a budget counts. Ordinals are wire numbers.
public enum BudgetDimension {
  /// Tokens.
  TOKEN("Token", "token"),
  /// The smallest currency unit that the caller chooses; the name is the original's.
  COST_CENTS("CostCents", "cost_cents"),
  /// Seconds, as handlers report them.
  TIME_SECS("TimeSecs", "time_secs");

  private final String wireName;
  private final String label;

  BudgetDimension(String wireName, String label) {
    this.wireName = wireName;
    this.label = label;
  }

  /// The name in JSON.
  public String wireName() {
    return wireName;
  }

  /// The name in text output.
  public String label() {
    return label;
  }
}
