package io.actionqueue;

import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.subscription.SubscriptionMode;
import io.actionqueue.core.subscription.SubscriptionScope;
import org.jspecify.annotations.Nullable;

/// A subscription as it stands, durable.
///
/// @param id its id
/// @param taskId the subscriber: whose runs it promotes
/// @param filter what it waits for
/// @param mode how often it triggers
/// @param scope which runs a trigger promotes
/// @param status what it can still do
/// @param createdAt epoch seconds
/// @param triggeredAt epoch seconds of the last trigger, null before the first
/// @param canceledAt epoch seconds, null if it was not canceled
public record SubscriptionView(
    SubscriptionId id,
    TaskId taskId,
    EventFilter filter,
    SubscriptionMode mode,
    SubscriptionScope scope,
    Status status,
    long createdAt,
    @Nullable Long triggeredAt,
    @Nullable Long canceledAt) {
  /// What a subscription can still do.
  public enum Status {
    /// It waits for its event.
    ACTIVE,
    /// A trigger waits for a run that it can promote.
    TRIGGERED,
    /// Its only trigger has been used up.
    CONSUMED,
    /// It was canceled.
    CANCELED
  }
}
