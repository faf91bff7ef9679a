package io.actionqueue.client.wire;

import java.util.List;

/// `GET /api/v1/subscriptions`.
///
/// @param subscriptions in order of creation, ended ones too
public record SubscriptionList(List<SubscriptionDetail> subscriptions) {
  /// Copies the lists.
  public SubscriptionList {
    subscriptions = List.copyOf(subscriptions);
  }
}
