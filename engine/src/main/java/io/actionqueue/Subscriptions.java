package io.actionqueue;

import io.actionqueue.core.command.Subscribe;
import io.actionqueue.core.command.SubscriptionCancel;
import io.actionqueue.core.command.SubscriptionRejection;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.SubscriptionTerms;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.subscription.SubscriptionMode;
import io.actionqueue.engine.index.Slice;
import io.actionqueue.engine.index.Start;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Standing requests to promote Scheduled runs of a task early, when something happens (spec 03
/// §9.6). Thread-safe; answers complete when they are durable.
///
/// The event triggers the subscription, the trigger promotes a run, and that uses the trigger up:
/// all of it is durable, so that a crash neither loses nor repeats a promotion. A trigger never
/// gets a run past its dependencies, a cancellation, a pause, a budget or a concurrency key; while
/// nothing can be promoted, it waits.
///
/// What a [Session] gives is about the tasks of its tenant, and what it fires is heard there only;
/// changing something, and firing, need `CanSubmit`.
public final class Subscriptions {
  private final ActionQueue queue;
  private final Engine engine;
  private final Principal principal;

  Subscriptions(ActionQueue queue, Engine engine, Principal principal) {
    this.queue = queue;
    this.engine = engine;
    this.principal = principal;
  }

  /// Makes a subscription that triggers once and promotes the earliest Scheduled run; see
  /// [#create(TaskId, EventFilter, SubscriptionOptions)].
  public CompletableFuture<SubscriptionView> create(TaskId subscriber, EventFilter filter) {
    return create(subscriber, filter, SubscriptionOptions.defaults());
  }

  /// Makes a subscription. The task that the filter observes need not exist yet. A budget threshold
  /// is an upward crossing: what is above it already does not count until it has been below.
  ///
  /// Refused with `unknown_task` (the subscriber), `subscription_already_exists`, `tenant_mismatch`
  /// (subscriber and observed task), `invalid_threshold`, `empty_event_key`.
  public CompletableFuture<SubscriptionView> create(
      TaskId subscriber, EventFilter filter, SubscriptionOptions options) {
    SubscriptionId given = options.requestedId();
    Subscribe.Terms terms = options.terms();
    return queue.command(() -> {
      engine.access.changeable(principal, Capability.CAN_SUBMIT, subscriber);
      requireObservable(filter);
      SubscriptionId id = given == null ? SubscriptionId.random(engine.config.random()) : given;
      engine.controls.carryOut(new Subscribe(id, subscriber, filter, terms, engine.clock.millis()));
      return view(known(id));
    });
  }

  /// Ends a subscription; a trigger that waits is gone with it. Refused with `unknown_subscription`
  /// or `subscription_already_canceled`.
  public CompletableFuture<SubscriptionView> cancel(SubscriptionId id) {
    return queue.command(() -> {
      engine.access.require(principal, Capability.CAN_SUBMIT);
      known(id);
      engine.controls.carryOut(new SubscriptionCancel(id, engine.clock.second()));
      return view(known(id));
    });
  }

  /// Tells everybody who waits for this key that it has happened.
  ///
  /// @param key compared exactly; not empty
  /// @return how many subscriptions it triggered; without any, nothing is written
  public CompletableFuture<Integer> fire(String key) {
    return queue.command(() -> {
      engine.access.require(principal, Capability.CAN_SUBMIT);
      return engine.triggers.fire(key, subscriber -> Access.sees(principal, subscriber));
    });
  }

  /// A subscription, empty if there is none of this id.
  public CompletableFuture<Optional<SubscriptionView>> show(SubscriptionId id) {
    return queue.query(() -> {
      engine.access.requireMember(principal);
      return Optional.ofNullable(state().subscription(id)).filter(this::isThere).map(this::view);
    });
  }

  /// The subscriptions of a subscriber in order of creation, ended ones too. Refused with
  /// `unknown_task`.
  public CompletableFuture<List<SubscriptionView>> of(TaskId subscriber) {
    return queue.query(() -> {
      engine.access.readable(principal, subscriber);
      return state().extensions().subscriptionsOf(subscriber).stream()
          .map(this::known)
          .map(this::view)
          .toList();
    });
  }

  /// A slice of the same.
  ///
  /// @throws io.actionqueue.core.InvalidValue kind `InvalidCursor`
  public CompletableFuture<Page<SubscriptionView>> of(TaskId subscriber, PageQuery query) {
    Start start = PageMark.SUBSCRIPTIONS.start(query);
    return queue.query(() -> {
      engine.access.readable(principal, subscriber);
      Slice<SubscriptionId> found =
          Slice.of(engine.triggers.all.of(subscriber), start, query.limit());
      return PageMark.SUBSCRIPTIONS.page(found, id -> view(known(id)));
    });
  }

  private QueueState state() {
    return engine.lane.state();
  }

  private StateImage.Subscription known(SubscriptionId id) {
    StateImage.Subscription subscription = state().subscription(id);
    if (subscription == null || !isThere(subscription)) {
      throw Controls.refused(new SubscriptionRejection.UnknownSubscription(id));
    }
    return subscription;
  }

  private boolean isThere(StateImage.Subscription subscription) {
    return Access.sees(principal, state().task(subscription.taskId()));
  }

  /// A task of another tenant is no task to observe; one that does not exist yet is.
  private void requireObservable(EventFilter filter) {
    TaskId observed = filter.observedTask();
    if (observed != null && state().task(observed) != null) {
      engine.access.task(principal, observed);
    }
  }

  private SubscriptionView view(StateImage.Subscription subscription) {
    SubscriptionId id = subscription.subscriptionId();
    SubscriptionTerms terms = state().extensions().terms(id);
    return new SubscriptionView(
        id,
        subscription.taskId(),
        subscription.filter(),
        terms.mode(),
        terms.scope(),
        status(subscription, terms),
        subscription.createdAt(),
        subscription.triggeredAt(),
        subscription.canceledAt());
  }

  private SubscriptionView.Status status(
      StateImage.Subscription subscription, SubscriptionTerms terms) {
    if (subscription.canceledAt() != null) {
      return SubscriptionView.Status.CANCELED;
    }
    if (state().isTriggerPending(subscription.subscriptionId())) {
      return SubscriptionView.Status.TRIGGERED;
    }
    boolean spent = terms.mode() == SubscriptionMode.ONE_SHOT && subscription.triggeredAt() != null;
    return spent ? SubscriptionView.Status.CONSUMED : SubscriptionView.Status.ACTIVE;
  }
}
