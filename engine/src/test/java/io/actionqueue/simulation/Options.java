package io.actionqueue.simulation;

import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.core.policy.RetryPolicy;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.OnUncertain;
import io.actionqueue.core.schedule.MisfirePolicy;
import io.actionqueue.testkit.ManualTime;
import io.actionqueue.testkit.SeededRandom;

/// Options of tasks, as somebody may choose them.
final class Options {
  private final SeededRandom random;
  private final ManualTime time;

  Options(SeededRandom random, ManualTime time) {
    this.random = random;
    this.time = time;
  }

  /// Some options beside those that are given.
  TaskPolicy next(TaskPolicy given) {
    TaskPolicy policy = given;
    if (random.chance(1, 5)) {
      policy = policy.withRetry(retry());
    }
    if (random.chance(1, 4)) {
      policy = policy.withMisfire(misfire());
    }
    if (random.chance(1, 10)) {
      policy = policy.withStartWithin(Long.valueOf(random.between(1, 20_000)));
    }
    if (random.chance(1, 12)) {
      policy = policy.withDeadline(time.epochMillis() + random.between(1, 80_000));
    }
    if (random.chance(1, 10)) {
      policy = policy.withOnReplenish(TaskPolicy.OnReplenish.RESUME);
    }
    if (random.chance(1, 4)) {
      policy = policy.withAwaitChildren(random.pick(AwaitChildren.values()));
    }
    if (random.chance(1, 10)) {
      Integer most = random.coin() ? Integer.valueOf(random.below(3)) : null;
      policy =
          policy.withInterruptions(most, random.coin() ? random.pick(OnUncertain.values()) : null);
    }
    return policy;
  }

  private RetryPolicy retry() {
    long base = random.below(5_000);
    return new RetryPolicy(
        random.pick(RetryPolicy.Strategy.values()),
        base,
        base + random.below(20_000),
        random.pick(RetryPolicy.Jitter.values()),
        random.chance(1, 3) ? Long.valueOf(random.between(1, 40_000)) : null);
  }

  private MisfirePolicy misfire() {
    long grace = random.below(15);
    return switch (random.below(4)) {
      case 0 -> new MisfirePolicy.CatchUpAll();
      case 1 -> new MisfirePolicy.CatchUpLast(random.between(1, 3), grace);
      case 2 -> new MisfirePolicy.Skip(grace);
      default -> new MisfirePolicy.Coalesce(grace);
    };
  }
}
