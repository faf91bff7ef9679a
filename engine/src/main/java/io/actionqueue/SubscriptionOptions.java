package io.actionqueue;

import io.actionqueue.core.command.Subscribe;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.subscription.SubscriptionMode;
import io.actionqueue.core.subscription.SubscriptionScope;
import org.jspecify.annotations.Nullable;

/// How a subscription behaves (spec 03 §9.6). Mutable while it is put together, confined to one
/// thread, read once by [Subscriptions#create].
public final class SubscriptionOptions {
  private SubscriptionMode mode = SubscriptionMode.ONE_SHOT;
  private SubscriptionScope scope = SubscriptionScope.NEXT_RUN;
  private Subscribe.Firing firing = Subscribe.Firing.NEXT_EVENT;
  private @Nullable SubscriptionId id;

  private SubscriptionOptions() {}

  /// Triggers once, at the next event, and promotes the earliest Scheduled run.
  public static SubscriptionOptions defaults() {
    return new SubscriptionOptions();
  }

  /// Triggers with every event; each one is good for one promotion, also if it has to wait.
  public SubscriptionOptions repeating() {
    mode = SubscriptionMode.REPEATING;
    return this;
  }

  /// A trigger promotes every Scheduled run of the task instead of the earliest.
  public SubscriptionOptions allRuns() {
    scope = SubscriptionScope.ALL_RUNS;
    return this;
  }

  /// Triggers at once if what it waits for is so already: the task has completed, a run is in the
  /// state, the share is reached. Custom events never are.
  public SubscriptionOptions fireIfAlreadyTrue() {
    firing = Subscribe.Firing.IF_ALREADY_TRUE;
    return this;
  }

  /// Names the subscription; an id that was used before is refused. Default: a random id.
  public SubscriptionOptions id(SubscriptionId subscriptionId) {
    id = subscriptionId;
    return this;
  }

  Subscribe.Terms terms() {
    return new Subscribe.Terms(mode, scope, firing);
  }

  @Nullable SubscriptionId requestedId() {
    return id;
  }
}
