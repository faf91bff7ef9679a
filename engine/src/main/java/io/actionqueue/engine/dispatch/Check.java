package io.actionqueue.engine.dispatch;

import io.actionqueue.core.state.RunEntry;

/// One rule of the gate: whether a Ready run may start as far as this rule is concerned, and where
/// it waits if not.
interface Check {
  /// Whether the rule stands in the run's way now.
  boolean refuses(RunEntry run);

  /// Why; only asked of runs that are refused.
  Block describe(RunEntry run);

  /// Keeps a candidate that was refused until the rule may let it pass.
  void park(Candidate candidate);
}
