package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET /api/v1/subscriptions`.
///
/// @param subscriptions the slice, in order of creation, ended ones too
/// @param limit the applied limit
/// @param offset the applied offset
/// @param total how many the task has
/// @param next for `after`, to get the next page; absent at the end of the list, not before
public record SubscriptionList(
    List<SubscriptionDetail> subscriptions,
    long limit,
    long offset,
    long total,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {
  /// Copies the lists.
  public SubscriptionList {
    subscriptions = List.copyOf(subscriptions);
  }
}
