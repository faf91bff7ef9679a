package io.actionqueue.core.command;

import io.actionqueue.core.id.SubscriptionId;

/// Refusals about subscriptions.
public sealed interface SubscriptionRejection extends Rejection {
  /// The id is taken; canceled ids stay taken.
  ///
  /// @param subscriptionId the subscription
  record SubscriptionAlreadyExists(SubscriptionId subscriptionId) implements SubscriptionRejection {
    @Override
    public String message() {
      return "subscription " + subscriptionId + " already exists";
    }
  }

  /// No such subscription.
  ///
  /// @param subscriptionId the subscription
  record UnknownSubscription(SubscriptionId subscriptionId) implements SubscriptionRejection {
    @Override
    public String message() {
      return "subscription " + subscriptionId + " is unknown";
    }
  }

  /// The subscription has ended.
  ///
  /// @param subscriptionId the subscription
  record SubscriptionAlreadyCanceled(SubscriptionId subscriptionId)
      implements SubscriptionRejection {
    @Override
    public String message() {
      return "subscription " + subscriptionId + " is already canceled";
    }
  }
}
