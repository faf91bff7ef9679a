package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.subscription.SubscriptionMode;
import io.actionqueue.core.subscription.SubscriptionScope;

/// Makes a subscription with its terms, and triggers it at once if its filter is true already and
/// that is asked for (spec 03 §9.6). Refused as [SubscriptionCreate].
///
/// Only terms that are not the defaults are recorded beside what log version 5 knows.
///
/// @param subscriptionId the new subscription; not nil
/// @param taskId the subscriber
/// @param filter what it waits for
/// @param terms how often it triggers, and what a trigger promotes
/// @param timestampMillis epoch milliseconds, not negative
public record Subscribe(
    SubscriptionId subscriptionId,
    TaskId taskId,
    EventFilter filter,
    Terms terms,
    long timestampMillis)
    implements BatchCommand {
  /// Terms of a subscription.
  ///
  /// @param mode how often it triggers
  /// @param scope which runs a trigger promotes
  /// @param firing what becomes of a filter that is true already
  public record Terms(SubscriptionMode mode, SubscriptionScope scope, Firing firing) {
    /// Once, the next run, at the next event.
    public static final Terms DEFAULT =
        new Terms(SubscriptionMode.ONE_SHOT, SubscriptionScope.NEXT_RUN, Firing.NEXT_EVENT);

    /// Whether a subscription of log version 5 says the same.
    boolean isPlain() {
      return mode == SubscriptionMode.ONE_SHOT && scope == SubscriptionScope.NEXT_RUN;
    }
  }

  /// What becomes of a filter that is true when the subscription is made.
  public enum Firing {
    /// Only what happens later counts.
    NEXT_EVENT,
    /// The subscription is triggered at once.
    IF_ALREADY_TRUE
  }

  /// Checks the id, and the filter's percentage or key.
  ///
  /// @throws InvalidValue kind `InvalidSubscriptionId`, `InvalidThreshold` or `EmptyEventKey`
  public Subscribe {
    Arguments.notNil(subscriptionId, "InvalidSubscriptionId");
    Arguments.checkFilter(filter);
  }
}
