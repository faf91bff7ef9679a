package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.command.Decider;
import io.actionqueue.core.command.Decision;
import io.actionqueue.core.command.SubscriptionTrigger;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.subscription.EventFilter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Subscriptions through the engine: what triggers them, what a trigger promotes, and what a crash
/// leaves of it (spec 03 §9.6).
class SubscriptionTest {
  private static final BudgetDimension TOKEN = BudgetDimension.TOKEN;

  @RegisterExtension final World world = World.at(1000);

  private long tokens;

  private ActionQueue open() {
    return world.open(context -> {
      String text = context.payload().toUtf8();
      return switch (text) {
        case "fails" -> Outcome.fail("as told");
        case "spends" -> Outcome.success().consuming(TOKEN, tokens);
        case "suspends" -> Outcome.suspend();
        default -> Outcome.success();
      };
    });
  }

  private static TaskRequest request(String payload) {
    return TaskRequest.forDefaultHandler().payload(payload);
  }

  /// A task with one run now and another one in 10,000 s, as the catalogue's subscriber.
  private static TaskId subscriber(ActionQueue queue) {
    return World.submit(queue, request("subscriber").repeat(2, 10_000));
  }

  private static SubscriptionView show(ActionQueue queue, SubscriptionView view) {
    return queue.subscriptions().show(view.id()).join().orElseThrow();
  }

  private static void assertRefused(CompletableFuture<?> future, String code) {
    assertThat(future)
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOfSatisfying(
            ActionQueueException.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(code));
  }

  /// the success of a task promotes a run that is due much later.
  @Test
  void completionPromotesTheNextRun() {
    ActionQueue queue = open();
    TaskId b = World.submit(queue, request("b"));
    TaskId a = subscriber(queue);
    var subscription = queue.subscriptions().create(a, new EventFilter.TaskCompleted(b)).join();
    assertThat(subscription.status()).isEqualTo(SubscriptionView.Status.ACTIVE);
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, b)).isEqualTo(RunState.COMPLETED);
    assertThat(World.statesOf(queue, a)).containsOnly(RunState.COMPLETED);
    assertThat(show(queue, subscription).status()).isEqualTo(SubscriptionView.Status.CONSUMED);
  }

  /// A task that fails has not completed.
  @Test
  void failureIsNoCompletion() {
    ActionQueue queue = open();
    TaskId b = World.submit(queue, request("fails"));
    TaskId a = subscriber(queue);
    queue.subscriptions().create(a, new EventFilter.TaskCompleted(b)).join();
    queue.runUntilIdle();
    assertThat(World.statesOf(queue, a)).containsExactly(RunState.COMPLETED, RunState.SCHEDULED);
  }

  /// the share of a budget, on its way up.
  @Test
  void budgetThresholdPromotes() {
    tokens = 400;
    ActionQueue queue = open();
    TaskId b = World.submit(queue, request("spends"));
    queue.budgets().allocate(b, TOKEN, 500).join();
    TaskId a = subscriber(queue);
    var filter = new EventFilter.BudgetThreshold(b, TOKEN, 80);
    queue.subscriptions().create(a, filter).join();
    queue.runUntilIdle();
    assertThat(queue.budgets().show(b, TOKEN).join().orElseThrow().consumed()).isEqualTo(400);
    assertThat(World.statesOf(queue, a)).containsOnly(RunState.COMPLETED);
  }

  /// below the share nothing happens.
  @Test
  void budgetBelowTheThresholdDoesNot() {
    tokens = 399;
    ActionQueue queue = open();
    TaskId b = World.submit(queue, request("spends"));
    queue.budgets().allocate(b, TOKEN, 500).join();
    TaskId a = subscriber(queue);
    queue.subscriptions().create(a, new EventFilter.BudgetThreshold(b, TOKEN, 80)).join();
    queue.runUntilIdle();
    assertThat(World.statesOf(queue, a)).containsExactly(RunState.COMPLETED, RunState.SCHEDULED);
  }

  /// A repeating threshold fires on each crossing, not while the share stays above it.
  @Test
  void budgetThresholdFiresOnUpwardCrossingsOnly() {
    tokens = 30;
    ActionQueue queue = open();
    TaskId b = World.submit(queue, request("spends").repeat(6, 10));
    queue.budgets().allocate(b, TOKEN, 100).join();
    TaskId a = World.submit(queue, request("subscriber").repeat(5, 10_000));
    queue
        .subscriptions()
        .create(
            a,
            new EventFilter.BudgetThreshold(b, TOKEN, 50),
            SubscriptionOptions.defaults().repeating())
        .join();
    for (int spent = 30, completed = 1; spent <= 90; spent += 30) {
      queue.runUntilIdle(); // 30 %, 60 %, 90 %: one crossing
      completed = spent < 50 ? 1 : 2;
      assertThat(World.statesOf(queue, a))
          .filteredOn(state -> state == RunState.COMPLETED)
          .as("after %d %%", spent)
          .hasSize(completed);
      world.time.advanceSeconds(10);
    }
    queue.budgets().replenish(b, TOKEN, 100).join();
    for (int i = 0; i < 2; i++) {
      queue.runUntilIdle(); // 30 %, 60 % again: the second crossing
      world.time.advanceSeconds(10);
    }
    assertThat(World.statesOf(queue, a))
        .filteredOn(state -> state == RunState.COMPLETED)
        .hasSize(3);
  }

  /// a custom event with exactly this key.
  @Test
  void customEventPromotes() {
    ActionQueue queue = open();
    TaskId a = subscriber(queue);
    queue.subscriptions().create(a, new EventFilter.Custom("caelum.thread.resume")).join();
    queue.runUntilIdle();
    assertThat(queue.subscriptions().fire("caelum.thread").join()).isZero();
    queue.runUntilIdle();
    assertThat(World.statesOf(queue, a)).containsExactly(RunState.COMPLETED, RunState.SCHEDULED);
    long before = queue.stats().join().latestSequence();
    assertThat(queue.subscriptions().fire("nobody listens").join()).isZero();
    assertThat(queue.stats().join().latestSequence()).isEqualTo(before);
    assertThat(queue.subscriptions().fire("caelum.thread.resume").join()).isEqualTo(1);
    queue.runUntilIdle();
    assertThat(World.statesOf(queue, a)).containsOnly(RunState.COMPLETED);
    assertThat(queue.subscriptions().fire("caelum.thread.resume").join()).isZero();
  }

  /// every change of state counts, promotion, suspension and cancellation too.
  @Test
  void everyStateChangeCounts() {
    for (RunState state :
        List.of(RunState.READY, RunState.LEASED, RunState.RUNNING, RunState.SUSPENDED)) {
      assertThat(promotedBy(state, false)).as("%s", state).isTrue();
    }
    assertThat(promotedBy(RunState.CANCELED, true)).isTrue();
    assertThat(promotedBy(RunState.RETRY_WAIT, false)).isFalse();
  }

  private boolean promotedBy(RunState state, boolean cancel) {
    ActionQueue queue = open();
    TaskId b = World.submit(queue, request("suspends"));
    TaskId a = subscriber(queue);
    queue.runUntilIdle();
    TaskId observed = cancel ? b : World.submit(queue, request("suspends"));
    queue.subscriptions().create(a, new EventFilter.RunStateChanged(observed, state)).join();
    if (cancel) {
      queue.cancelTask(b).join();
    }
    queue.runUntilIdle();
    boolean promoted = !World.statesOf(queue, a).contains(RunState.SCHEDULED);
    world.close();
    return promoted;
  }

  private static void assertCompleted(ActionQueue queue, TaskId task, int runs) {
    assertThat(World.statesOf(queue, task))
        .filteredOn(state -> state == RunState.COMPLETED)
        .hasSize(runs);
  }

  /// What is so already triggers only where that is asked for; nothing is made up afterwards.
  @Test
  void pastEventsCountOnlyWhereAskedFor() {
    ActionQueue queue = open();
    TaskId b = World.submit(queue, request("b"));
    queue.runUntilIdle();
    TaskId a = subscriber(queue);
    queue.runUntilIdle();
    queue.subscriptions().create(a, new EventFilter.TaskCompleted(b)).join();
    queue.runUntilIdle();
    assertThat(World.statesOf(queue, a)).containsExactly(RunState.COMPLETED, RunState.SCHEDULED);
    var options = SubscriptionOptions.defaults().fireIfAlreadyTrue();
    var view = queue.subscriptions().create(a, new EventFilter.TaskCompleted(b), options).join();
    assertThat(view.status()).isEqualTo(SubscriptionView.Status.TRIGGERED);
    queue.runUntilIdle();
    assertThat(World.statesOf(queue, a)).containsOnly(RunState.COMPLETED);
  }

  /// The same for states and shares.
  @Test
  void stateAndShareMayBeTrueAlready() {
    tokens = 90;
    ActionQueue queue = open();
    TaskId b = World.submit(queue, request("spends"));
    queue.budgets().allocate(b, TOKEN, 100).join();
    queue.runUntilIdle();
    TaskId a = World.submit(queue, request("a").repeat(9, 10_000));
    queue.runUntilIdle();
    for (EventFilter filter :
        List.of(
            new EventFilter.RunStateChanged(b, RunState.COMPLETED),
            new EventFilter.BudgetThreshold(b, TOKEN, 90),
            new EventFilter.RunStateChanged(b, RunState.FAILED),
            new EventFilter.BudgetThreshold(b, TOKEN, 91),
            new EventFilter.Custom("go"))) {
      queue
          .subscriptions()
          .create(a, filter, SubscriptionOptions.defaults().fireIfAlreadyTrue())
          .join();
    }
    queue.runUntilIdle();
    assertCompleted(queue, a, 3);
    assertThat(queue.subscriptions().of(a).join())
        .extracting(SubscriptionView::status)
        .containsExactly(
            SubscriptionView.Status.CONSUMED,
            SubscriptionView.Status.CONSUMED,
            SubscriptionView.Status.ACTIVE,
            SubscriptionView.Status.ACTIVE,
            SubscriptionView.Status.ACTIVE);
  }

  /// canceling takes a waiting trigger away; the refusals name what is
  /// wrong.
  @Test
  void cancellationAndRefusals() {
    ActionQueue queue = open();
    TaskId a = subscriber(queue);
    queue.runUntilIdle();
    Subscriptions subscriptions = queue.subscriptions();
    var id = new SubscriptionId(7, 7);
    var view =
        subscriptions
            .create(a, new EventFilter.Custom("go"), SubscriptionOptions.defaults().id(id))
            .join();
    assertThat(view.id()).isEqualTo(id);
    subscriptions.fire("go").join();
    assertThat(subscriptions.cancel(id).join().status())
        .isEqualTo(SubscriptionView.Status.CANCELED);
    queue.runUntilIdle();
    assertThat(World.statesOf(queue, a)).containsExactly(RunState.COMPLETED, RunState.SCHEDULED);
    assertRefused(subscriptions.cancel(id), "subscription_already_canceled");
    assertRefused(subscriptions.cancel(new SubscriptionId(8, 8)), "unknown_subscription");
    assertRefused(
        subscriptions.create(
            a, new EventFilter.Custom("go"), SubscriptionOptions.defaults().id(id)),
        "subscription_already_exists");
    assertRefused(
        subscriptions.create(World.task(5), new EventFilter.Custom("go")), "unknown_task");
    assertRefused(subscriptions.create(a, new EventFilter.Custom("")), "empty_event_key");
    assertRefused(
        subscriptions.create(a, new EventFilter.BudgetThreshold(a, TOKEN, 101)),
        "invalid_threshold");
    assertThat(subscriptions.show(new SubscriptionId(8, 8)).join()).isEmpty();
  }

  /// a trigger of a subscription that does not exist, and an event that nobody waits for,
  /// change nothing.
  @Test
  void whatNobodyWaitsForChangesNothing() {
    ActionQueue queue = open();
    TaskId a = subscriber(queue);
    queue.subscriptions().create(a, new EventFilter.Custom("go")).join();
    queue.runUntilIdle();
    long before = queue.stats().join().latestSequence();
    assertThat(queue.subscriptions().fire("other").join()).isZero();
    assertThat(queue.stats().join().latestSequence()).isEqualTo(before);
    world.close();
    var unknown = new SubscriptionTrigger(new SubscriptionId(8, 8), 1000);
    assertThat(Decider.decide(world.recorded(), null, unknown))
        .isInstanceOfSatisfying(
            Decision.Rejected.class,
            refused -> assertThat(refused.rejection().code()).isEqualTo("unknown_subscription"));
  }

  /// A subscriber that has ended is not written to any more.
  @Test
  void endedSubscriberIsLeftAlone() {
    ActionQueue queue = open();
    TaskId a = World.submit(queue, request("a"));
    queue
        .subscriptions()
        .create(a, new EventFilter.Custom("go"), SubscriptionOptions.defaults().repeating())
        .join();
    queue.runUntilIdle();
    long before = queue.stats().join().latestSequence();
    assertThat(queue.subscriptions().fire("go").join()).isZero();
    assertThat(queue.stats().join().latestSequence()).isEqualTo(before);
  }
}
