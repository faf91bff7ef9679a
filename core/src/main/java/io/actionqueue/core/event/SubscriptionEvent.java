package io.actionqueue.core.event;

import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.subscription.EventFilter;

/// Events about subscriptions. Field order is that on disk (spec 01 §4.1).
public sealed interface SubscriptionEvent extends Event {

  /// A subscription was made (ordinal 20).
  ///
  /// @param subscriptionId the subscription
  /// @param taskId the task
  /// @param filter what it waits for
  /// @param timestamp epoch seconds, unsigned
  record SubscriptionCreated(
      SubscriptionId subscriptionId, TaskId taskId, EventFilter filter, long timestamp)
      implements SubscriptionEvent {}

  /// A subscription's filter matched (ordinal 21).
  ///
  /// @param subscriptionId the subscription
  /// @param timestamp epoch seconds, unsigned
  record SubscriptionTriggered(SubscriptionId subscriptionId, long timestamp)
      implements SubscriptionEvent {}

  /// A subscription ended (ordinal 22).
  ///
  /// @param subscriptionId the subscription
  /// @param timestamp epoch seconds, unsigned
  record SubscriptionCanceled(SubscriptionId subscriptionId, long timestamp)
      implements SubscriptionEvent {}
}
