package io.actionqueue.simulation;

import io.actionqueue.TaskRequest;
import io.actionqueue.core.id.DepartmentId;
import io.actionqueue.core.task.HoldPolicy;
import io.actionqueue.core.task.SafetyLevel;
import io.actionqueue.testkit.ManualTime;
import io.actionqueue.testkit.SeededRandom;
import java.util.List;

/// What callers ask for of one task: what it requires, its keys, limits and options.
///
/// @param random what decides
/// @param time for what is asked to be at an instant
record Requests(SeededRandom random, ManualTime time) {
  /// One key or several. Tasks agree about the permits of their keys, as they should.
  private void needKeys(TaskRequest request) {
    HoldPolicy hold = random.pick(HoldPolicy.values());
    switch (random.below(4)) {
      case 0 -> request.concurrencyKey(random.pick("k0", "m0"), hold);
      case 1 -> request.concurrencyKey("k1", hold).keyPermits(2);
      case 2 ->
          request.concurrencyKeys(
              random.pick(List.of("k0", "m0"), List.of("m0", "k0"), List.of("m1", "k0")), hold);
      default ->
          request.concurrencyKeys(
              random.pick(List.of("m1", "m0", "k0"), List.of("k0", "m0", "m1")), hold);
    }
  }

  /// More than an action: what the handlers here have too, or have not.
  private void requireMore(TaskRequest request) {
    if (random.coin()) {
      request.requires("gpu");
    } else {
      request.department(new DepartmentId("ops"));
    }
  }

  /// One of many kinds, without anything that has to do with other tasks.
  TaskRequest next() {
    String action = random.pick("", "", "", "single", "pair", "pair", "", "away");
    action = random.chance(1, 40) ? "nowhere" : action;
    var request = action.isEmpty() ? TaskRequest.forDefaultHandler() : TaskRequest.of(action);
    if (random.chance(1, 10)) {
      requireMore(request);
    }
    if (random.chance(2, 5)) {
      needKeys(request);
    }
    if (random.chance(1, 3)) {
      request.timeoutSecs(random.between(1, 20));
    }
    request.safetyLevel(random.pick(SafetyLevel.PURE, SafetyLevel.values()[random.below(3)]));
    request.maxAttempts(random.between(1, 4)).priority(random.below(3));
    request.policy(new Options(random, time).next(request.policy()));
    if (random.chance(1, 4)) {
      request.payload("x".repeat(random.below(1500)));
    }
    return request;
  }
}
