package io.actionqueue.core.command;

/// Commands about subscriptions; each becomes one event.
public sealed interface SubscriptionCommand extends Command
    permits SubscriptionCreate, SubscriptionCancel, SubscriptionTrigger {}
