package io.actionqueue.client.wire;

import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import org.jspecify.annotations.Nullable;

/// A subscription.
///
/// @param subscriptionId its id
/// @param taskId the subscriber: whose runs it promotes
/// @param filter what it waits for
/// @param mode `OneShot` or `Repeating`
/// @param scope `NextRun` or `AllRuns`
/// @param status `active`, `triggered` (a trigger waits for a run that it can promote), `consumed`
///   or `canceled`
/// @param createdAt epoch seconds
/// @param triggeredAt epoch seconds of the last trigger, null before the first
/// @param canceledAt epoch seconds, null if it was not canceled
public record SubscriptionDetail(
    SubscriptionId subscriptionId,
    TaskId taskId,
    FilterJson filter,
    String mode,
    String scope,
    String status,
    long createdAt,
    @Nullable Long triggeredAt,
    @Nullable Long canceledAt) {}
