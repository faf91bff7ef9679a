package io.actionqueue.simulation;

import io.actionqueue.SubscriptionOptions;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.testkit.SeededRandom;
import java.util.List;

/// Callers who let tasks wait for what happens, and who tell that something has happened.
final class Watchers {
  private final SeededRandom random;
  private final Verdicts verdicts;
  private final Knowledge known;
  private final Life life;

  Watchers(SeededRandom random, Life.Cast cast, Life life) {
    this.random = random;
    this.life = life;
    verdicts = cast.verdicts();
    known = cast.known();
  }

  /// One of them does something.
  void act() {
    if (random.coin()) {
      subscribe();
    } else {
      fireOrUnsubscribe();
    }
  }

  private void subscribe() {
    if (known.state.taskCount() == 0) {
      return;
    }
    TaskId subscriber = random.pick(known.state.tasks()).id();
    EventFilter filter = filter(random.pick(known.state.tasks()).id());
    var options = SubscriptionOptions.defaults();
    if (random.chance(1, 3)) {
      options.repeating();
    }
    if (random.chance(1, 4)) {
      options.allRuns();
    }
    if (random.chance(1, 4)) {
      options.fireIfAlreadyTrue();
      life.subscriptions().subscribing(filter);
    }
    life.answer(life.call().subscriptions().create(subscriber, filter, options));
    life.subscriptions().subscribing(null);
  }

  private EventFilter filter(TaskId observed) {
    return switch (random.below(5)) {
      case 0, 1 -> new EventFilter.TaskCompleted(observed);
      case 2 -> new EventFilter.RunStateChanged(observed, random.pick(RunState.values()));
      case 3 ->
          new EventFilter.BudgetThreshold(observed, BudgetDimension.TOKEN, random.between(1, 100));
      default -> new EventFilter.Custom("event-" + random.below(2));
    };
  }

  private void fireOrUnsubscribe() {
    var subscriptions = List.copyOf(known.state.subscriptions());
    if (!subscriptions.isEmpty() && random.chance(1, 5)) {
      life.answer(life.call().subscriptions().cancel(random.pick(subscriptions).subscriptionId()));
      return;
    }
    String key = "event-" + random.below(2);
    long waiting = life.subscriptions().listeners(key);
    life.subscriptions().firing(key);
    Integer triggered = life.answer(life.call().subscriptions().fire(key));
    life.subscriptions().firing(null);
    verdicts.expect(
        "RT-44",
        triggered == null || triggered == waiting,
        () -> key + " triggered " + triggered + " of " + waiting);
  }
}
