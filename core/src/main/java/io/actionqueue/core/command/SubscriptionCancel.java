package io.actionqueue.core.command;

import io.actionqueue.core.id.SubscriptionId;

/// Ends a subscription. Refused, in this order: `unknown_subscription`,
/// `subscription_already_canceled`.
///
/// @param subscriptionId the subscription
/// @param timestamp epoch seconds, unsigned
public record SubscriptionCancel(SubscriptionId subscriptionId, long timestamp)
    implements SubscriptionCommand {}
