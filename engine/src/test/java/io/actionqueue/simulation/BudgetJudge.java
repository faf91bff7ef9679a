package io.actionqueue.simulation;

import io.actionqueue.CancelReason;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.event.BudgetEvent;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import java.util.HashMap;
import java.util.Map;

/// Budgets (RT-39 to RT-41): an account of its own, kept from events and from what handlers say
/// that they have used.
final class BudgetJudge implements Concern {
  private final Knowledge known;
  private final Verdicts verdicts;
  private final Map<Account, Long> told = new HashMap<>();
  private final Map<Account, Long> booked = new HashMap<>();

  /// A budget's name.
  record Account(TaskId task, BudgetDimension dimension) {}

  /// A budget as it should be.
  private record Balance(long limit, long consumed) {
    boolean exhausted() {
      return consumed > 0 && consumed >= limit;
    }
  }

  private final Map<Account, Balance> balances = new HashMap<>();

  BudgetJudge(Knowledge known, Verdicts verdicts) {
    this.known = known;
    this.verdicts = verdicts;
  }

  /// Takes the balances over that a new process found.
  @Override
  public void follow() {
    balances.clear();
    for (StateImage.Budget budget : known.state.budgets()) {
      balances.put(
          new Account(budget.taskId(), budget.dimension()),
          new Balance(budget.limit(), budget.consumed()));
    }
  }

  /// A handler says that it has used something.
  void told(TaskId task, BudgetDimension dimension, long amount) {
    told.merge(new Account(task, dimension), amount, Long::sum);
  }

  @Override
  public void before(Event event) {
    if (event instanceof BudgetEvent budget) {
      changes(budget);
    }
    if (event instanceof ExtensionEvent.TasksDropped dropped) {
      balances.keySet().removeIf(account -> dropped.taskIds().contains(account.task));
    }
  }

  private void changes(BudgetEvent event) {
    switch (event) {
      case BudgetEvent.BudgetAllocated(var task, var dimension, var limit, _) ->
          balances.put(new Account(task, dimension), new Balance(limit, 0));
      case BudgetEvent.BudgetReplenished(var task, var dimension, var limit, _) ->
          balances.put(new Account(task, dimension), new Balance(limit, 0));
      case BudgetEvent.BudgetConsumed(var task, var dimension, var amount, _) ->
          consumed(new Account(task, dimension), amount);
      case BudgetEvent.BudgetExhausted exhausted ->
          verdicts.expect("RT-39", false, () -> exhausted + " is of the original only");
    }
  }

  private void consumed(Account account, long amount) {
    Balance balance = balances.get(account);
    verdicts.expect(
        "RT-39", balance != null && amount > 0, () -> account + " used " + amount + " of nothing");
    if (balance != null) {
      balances.put(account, new Balance(balance.limit(), balance.consumed() + amount));
    }
    long all = booked.merge(account, amount, Long::sum);
    long most = told.getOrDefault(account, 0L);
    verdicts.expect(
        "RT-39", all <= most, () -> account + " is booked " + all + ", handlers used " + most);
  }

  /// After a step: the state's accounts are these, and who executes for a task without budget left
  /// has been asked to stop.
  @Override
  public void stepEnded() {
    balances.keySet().forEach(this::compare);
    for (Act act : known.acts.values()) {
      RunEntry run = known.state.run(act.run);
      boolean open = run != null && act.attempt.equals(run.openAttempt());
      if (open && act.begun && isExhausted(act.spec.id())) {
        verdicts.expect(
            "RT-41", act.isAsked(), () -> act.attempt + " goes on although its budget is used up");
      }
      boolean forBudget = act.reason() == CancelReason.BUDGET;
      verdicts.expect(
          "RT-41",
          !forBudget || run == null || hasBudget(act.spec.id()),
          () -> act.attempt + " was asked to stop for a budget that it does not have");
    }
  }

  private boolean hasBudget(TaskId task) {
    return balances.keySet().stream().anyMatch(account -> account.task().equals(task));
  }

  private boolean isExhausted(TaskId task) {
    return known.budgetUsedUp(task);
  }

  private void compare(Account account) {
    Balance expected = balances.get(account);
    StateImage.Budget shown = known.state.budget(account.task(), account.dimension());
    boolean same =
        shown != null
            && expected != null
            && shown.limit() == expected.limit()
            && shown.consumed() == expected.consumed()
            && shown.exhausted() == expected.exhausted();
    verdicts.expect("RT-39", same, () -> shown + " should be " + expected);
  }
}
