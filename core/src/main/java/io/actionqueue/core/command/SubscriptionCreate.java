package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.subscription.EventFilter;

/// Makes a subscription. The task that the filter observes need not exist. Refused, in this order:
/// `unknown_task` (the subscriber), `subscription_already_exists` (canceled ids stay used),
/// `tenant_mismatch` (the observed task belongs to another tenant).
///
/// @param subscriptionId the new subscription; not nil
/// @param taskId the subscriber
/// @param filter what it waits for
/// @param timestamp epoch seconds, unsigned
public record SubscriptionCreate(
    SubscriptionId subscriptionId, TaskId taskId, EventFilter filter, long timestamp)
    implements SubscriptionCommand {
  /// Checks the id, and the filter's percentage or key.
  ///
  /// @throws InvalidValue kind `InvalidSubscriptionId`, `InvalidThreshold` or `EmptyEventKey`
  public SubscriptionCreate {
    Arguments.notNil(subscriptionId, "InvalidSubscriptionId");
    Arguments.checkFilter(filter);
  }
}
