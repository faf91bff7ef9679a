package io.actionqueue.core.command;

import io.actionqueue.core.id.SubscriptionId;

/// Records that a subscription's filter matched. Refused, in this order: `unknown_subscription`,
/// `subscription_already_canceled`.
///
/// @param subscriptionId the subscription
/// @param timestamp epoch seconds, unsigned
public record SubscriptionTrigger(SubscriptionId subscriptionId, long timestamp)
    implements SubscriptionCommand {}
