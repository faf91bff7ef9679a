package io.actionqueue.core.state;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.ExtensionEvent.SubscriptionConsumed;
import io.actionqueue.core.event.ExtensionEvent.SubscriptionPolicySet;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.subscription.SubscriptionMode;
import io.actionqueue.core.subscription.SubscriptionScope;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is recorded of a subscription beside what log version 5 knows (spec 03 §9.6).
///
/// @param policy its terms with the promotions that it stands with now; null if it has none of its
///   own
/// @param consumed the last time that a promotion used a trigger up, null if none did
public record SubscriptionTerms(
    @Nullable SubscriptionPolicySet policy, @Nullable SubscriptionConsumed consumed) {
  static final SubscriptionTerms NONE = new SubscriptionTerms(null, null);

  /// The subscription's id; there is none without anything recorded.
  SubscriptionId id() {
    return policy == null
        ? Objects.requireNonNull(consumed).subscriptionId()
        : policy.subscriptionId();
  }

  /// The events that stand for it.
  Stream<ExtensionEvent> events() {
    return Stream.<ExtensionEvent>concat(Stream.ofNullable(policy), Stream.ofNullable(consumed));
  }

  /// How often it triggers.
  public SubscriptionMode mode() {
    return policy == null ? SubscriptionMode.ONE_SHOT : policy.mode();
  }

  /// Which runs a trigger promotes.
  public SubscriptionScope scope() {
    return policy == null ? SubscriptionScope.NEXT_RUN : policy.scope();
  }

  /// How many promotions it stands with; 0 where it has no terms of its own.
  public long credits() {
    return policy == null ? 0 : policy.credits();
  }

  /// Whether it has triggered for the last time.
  public boolean isSpent() {
    return mode() == SubscriptionMode.ONE_SHOT && consumed != null;
  }

  /// After another event that it waits for.
  SubscriptionTerms triggered() {
    if (policy == null || isSpent()) {
      return this;
    }
    boolean once = policy.mode() == SubscriptionMode.ONE_SHOT;
    return new SubscriptionTerms(withCredits(policy, once ? 1 : policy.credits() + 1), consumed);
  }

  /// After a promotion.
  SubscriptionTerms consumed(SubscriptionConsumed event) {
    return new SubscriptionTerms(
        policy == null ? null : withCredits(policy, Math.max(0, policy.credits() - 1)), event);
  }

  private static SubscriptionPolicySet withCredits(SubscriptionPolicySet policy, long credits) {
    return new SubscriptionPolicySet(
        policy.subscriptionId(), policy.mode(), policy.scope(), credits, policy.timestampMillis());
  }
}
