package io.actionqueue;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.engine.lane.Effect;
import org.jspecify.annotations.Nullable;

/// Hands what the state tells to everything that is folded from it, in one order: first what
/// decides what may start, then what reacts. Confined to the engine thread.
final class Folds implements StateObserver {
  private final Engine engine;
  private final Recovery recovery;
  private final RunListing listing;

  Folds(Engine engine, Recovery recovery, RunListing listing) {
    this.engine = engine;
    this.recovery = recovery;
    this.listing = listing;
  }

  @Override
  public void taskCreated(TaskEntry task) {
    engine.views.tasks.taskCreated(task);
    engine.views.taskRuns.taskCreated(task);
    engine.views.tenants.taskCreated(task);
    engine.refill.taskCreated(task);
    engine.expiry.taskCreated(task);
    recovery.taskCreated(task);
  }

  @Override
  public void taskChanged(TaskEntry task) {
    engine.dispatcher.taskChanged(task);
    engine.families.taskChanged(task);
    engine.retirement.taskChanged(task);
  }

  @Override
  public void taskDropped(TaskEntry task) {
    engine.views.tasks.taskDropped(task);
    engine.views.runs.taskDropped(task);
    engine.views.taskRuns.taskDropped(task);
    engine.views.tenants.taskDropped(task);
    engine.refill.taskDropped(task);
    engine.triggers.taskDropped(task);
    engine.expiry.taskDropped(task);
  }

  @Override
  public void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {
    engine.dispatcher.runMoved(run, from, timestamp);
    engine.expiry.runMoved(run, from, timestamp);
    if (listing.isOver()) {
      engine.views.runs.runMoved(run, from, timestamp);
    }
    engine.views.taskRuns.runMoved(run, from, timestamp);
    engine.views.tenants.runMoved(run, from, timestamp);
    engine.refill.runMoved(run, from, timestamp);
    engine.flights.runMoved(run, from, timestamp);
    engine.waits.runMoved(run, from, timestamp);
    engine.retirement.runMoved(run, from, timestamp);
    engine.triggers.runMoved(run, from, timestamp);
    engine.gates.runMoved(run, from, timestamp);
    engine.families.runMoved(run, from, timestamp);
    recovery.runMoved(run, from, timestamp);
  }

  @Override
  public void leaseChanged(RunEntry run) {
    engine.dispatcher.leaseChanged(run);
    engine.remote.leases.leaseChanged(run);
    recovery.leaseChanged(run);
  }

  @Override
  public void budgetChanged(StateImage.Budget budget) {
    engine.flights.budgetChanged(budget);
    engine.triggers.budgetChanged(budget);
  }

  @Override
  public void subscriptionChanged(StateImage.Subscription subscription) {
    engine.triggers.subscriptionChanged(subscription);
  }

  @Override
  public void extended(ExtensionEvent event) {
    engine.dispatcher.extended(event);
    engine.expiry.extended(event);
    engine.gates.extended(event);
    if (event instanceof ExtensionEvent.SubscriptionPolicySet set) {
      engine.triggers.termsChanged(set.subscriptionId());
    }
  }

  @Override
  public void actorChanged(StateImage.Actor actor) {
    engine.remote.workforce.actorChanged(actor);
  }

  @Override
  public void engineChanged(StateImage.Engine changed) {
    engine.dispatcher.engineChanged(changed);
    engine.lane.whenDurable(new Shown(engine, changed));
  }

  /// Lets the status tell of a pause when it is durable.
  private record Shown(Engine engine, StateImage.Engine changed) implements Effect {
    @Override
    public void durable() {
      engine.show(changed);
    }

    @Override
    public void failed(long sequence, Throwable cause) {}
  }
}
