package io.actionqueue.storage.snapshot;

import io.actionqueue.core.state.StateImage;
import org.jspecify.annotations.Nullable;

/// Counts the events that stand for a state's content when it is built from a snapshot: the
/// observation `snapshot_events_applied` (spec 01 §9.5).
final class EventCount {
  private long total;

  /// Counts a whole state.
  static long of(StateImage state) {
    var count = new EventCount();
    count.total += state.dependencies().size();
    count.total += state.tenants().size();
    count.total += state.roles().size();
    count.total += state.ledger().size();
    count.total += state.extensions().size();
    count.engine(state.engine());
    state.tasks().forEach(count::task);
    state.runs().forEach(count::run);
    state.budgets().forEach(count::budget);
    state.subscriptions().forEach(count::subscription);
    state.actors().forEach(count::actor);
    state.grants().forEach(count::grant);
    return count.total;
  }

  long total() {
    return total;
  }

  /// Counts a part that is one event: a declaration, a tenant, a role, a ledger entry or an
  /// extension.
  void one() {
    total++;
  }

  void engine(StateImage.Engine engine) {
    total += instants(engine.pausedAt(), engine.resumedAt());
  }

  void task(StateImage.Task task) {
    total += 1 + instants(task.canceledAt());
  }

  /// The creation and one event for each later step.
  void run(StateImage.Run run) {
    total += run.history().size();
  }

  void budget(StateImage.Budget budget) {
    boolean below = Long.compareUnsigned(budget.consumed(), budget.limit()) < 0;
    total += 1 + (budget.consumed() != 0 ? 1 : 0) + (budget.exhausted() && below ? 1 : 0);
  }

  void subscription(StateImage.Subscription subscription) {
    total += 1 + instants(subscription.triggeredAt(), subscription.canceledAt());
  }

  void actor(StateImage.Actor actor) {
    total += 1 + instants(actor.deregisteredAt());
  }

  void grant(StateImage.CapabilityGrant grant) {
    total += 1 + instants(grant.revokedAt());
  }

  private static int instants(@Nullable Long... instants) {
    int known = 0;
    for (Long instant : instants) {
      known += instant == null ? 0 : 1;
    }
    return known;
  }
}
