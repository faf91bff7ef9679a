package io.actionqueue.engine.dispatch;

import io.actionqueue.core.state.RunEntry;

/// An action's own limit of attempts at once.
final class ActionSlotFree implements Check {
  private final ActionSlots actions;

  ActionSlotFree(ActionSlots actions) {
    this.actions = actions;
  }

  @Override
  public boolean refuses(RunEntry run) {
    return actions.exhaustedLimit(Gate.action(run)) > 0;
  }

  @Override
  public Block describe(RunEntry run) {
    String action = Gate.action(run);
    int limit = actions.exhaustedLimit(action);
    return new Block("limit", "all " + limit + " slots of action '" + action + "' are taken", null);
  }

  @Override
  public void park(Candidate candidate) {
    actions.await(Gate.action(candidate.run()), candidate);
  }
}
