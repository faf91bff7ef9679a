package io.actionqueue.core.command;

/// Commands about budgets; each becomes one event.
public sealed interface BudgetCommand extends Command
    permits BudgetAllocate, BudgetConsume, BudgetReplenish {}
