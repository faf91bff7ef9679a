package io.actionqueue.testkit.state;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.RetryPolicy;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.run.GateVerdict;
import io.actionqueue.core.run.OnUncertain;
import io.actionqueue.core.schedule.MisfirePolicy;
import io.actionqueue.core.subscription.SubscriptionMode;
import io.actionqueue.core.subscription.SubscriptionScope;
import io.actionqueue.testkit.SeededRandom;
import java.util.LinkedHashSet;
import java.util.List;

/// Random values and events that log version 5 does not know. Confined to one thread.
final class SampleExtensions {
  static final int FIRST = 64;
  static final int LAST = 85;

  private final SeededRandom random;
  private final SampleValues values;

  SampleExtensions(SeededRandom random) {
    this.random = random;
    this.values = SampleValues.of(random);
  }

  /// An event of the kind with this number on disk.
  ///
  /// @throws IllegalArgumentException if there is no such kind
  ExtensionEvent ofKind(int kind) {
    return switch (kind) {
      case 64 -> new ExtensionEvent.TaskPolicySet(taskId(), policy(), values.u64());
      case 65 ->
          new ExtensionEvent.RunReprioritised(runId(), (int) random.getAsLong(), values.u64());
      case 66 -> new ExtensionEvent.RunDelayed(runId(), values.u64(), values.u64());
      case 67 -> new ExtensionEvent.RunNoted(runId(), values.text(), values.u64());
      case 68 -> new ExtensionEvent.TasksDropped(values.list(this::taskId), values.u64());
      case 69 -> new ExtensionEvent.ScopePaused(scope(), values.u64());
      case 70 -> new ExtensionEvent.ScopeResumed(scope(), values.u64());
      case 71 -> new ExtensionEvent.LimitSet(scope(), limit(), values.u64());
      case 72 -> new ExtensionEvent.LimitCleared(scope(), values.u64());
      default -> rarer(kind);
    };
  }

  private ExtensionEvent rarer(int kind) {
    return switch (kind) {
      case 73 -> terms(SubscriptionId.random(random), values.u64());
      case 74 ->
          new ExtensionEvent.SubscriptionConsumed(SubscriptionId.random(random), values.u64());
      case 75 -> new ExtensionEvent.GateOpened(runId(), values.text(), values.u64());
      case 76 -> decided(runId(), values.text(), values.u64());
      case 77 -> new ExtensionEvent.TaskRedriven(taskId(), runId(), values.u64());
      case 78 ->
          new ExtensionEvent.LedgerOccurred(
              LedgerEntryId.random(random), values.u64(), values.u64());
      case 79 ->
          new ExtensionEvent.SlotsPassedOver(
              taskId(), values.u64(), values.u64(), values.u64(), values.u64());
      case 80 ->
          new ExtensionEvent.TenantWeightSet(
              TenantId.random(random), (int) random.getAsLong(), values.u64());
      case 81 -> new ExtensionEvent.TokensTaken(scope(), values.u64(), values.u64());
      case 82 ->
          new ExtensionEvent.AttemptNoted(
              runId(),
              AttemptId.random(random),
              (int) random.getAsLong(),
              values.text(),
              values.u64());
      case 83 ->
          new ExtensionEvent.DependenciesAdded(taskId(), values.list(this::taskId), values.u64());
      case 84 -> new ExtensionEvent.TaskPolicySet(taskId(), policyWithKeys(), values.u64());
      case 85 ->
          new ExtensionEvent.TaskCreatedWithPolicy(values.taskSpec(), someOptions(), values.u64());
      default -> throw new IllegalArgumentException("no event of kind " + kind);
    };
  }

  ExtensionEvent terms(SubscriptionId id, long timestampMillis) {
    return new ExtensionEvent.SubscriptionPolicySet(
        id,
        random.pick(SubscriptionMode.values()),
        random.pick(SubscriptionScope.values()),
        random.below(3),
        timestampMillis);
  }

  ExtensionEvent decided(RunId id, String gate, long timestampMillis) {
    return new ExtensionEvent.GateDecided(
        id,
        gate,
        random.pick(GateVerdict.values()),
        values.maybe(() -> ActorId.random(random)),
        values.maybe(values::text),
        timestampMillis);
  }

  TaskPolicy policy() {
    return TaskPolicy.NONE
        .withRetry(values.maybe(this::retry))
        .withMisfire(values.maybe(this::misfire))
        .withAwaitChildren(random.pick(AwaitChildren.values()))
        .withOnReplenish(random.pick(TaskPolicy.OnReplenish.values()))
        .withStartWithin(values.maybe(this::positive))
        .withDeadline(values.maybe(this::positive))
        .withKeyPermits(random.between(1, TaskPolicy.MAX_KEY_PERMITS))
        .withInterruptions(
            values.maybe(() -> (int) random.below(1L << 31)),
            values.maybe(() -> random.pick(OnUncertain.values())))
        .withProgressWithin(values.maybe(this::positive));
  }

  /// Any options but none: a few, or many.
  TaskPolicy someOptions() {
    TaskPolicy policy = random.coin() ? policyWithKeys() : policy();
    TaskPolicy few =
        switch (random.below(6)) {
          case 0 -> TaskPolicy.NONE.withRetry(policy.retry());
          case 1 -> TaskPolicy.NONE.withDeadline(policy.deadlineMillis());
          case 2 -> TaskPolicy.NONE.withFurtherKeys(policy.furtherKeys());
          case 3 -> TaskPolicy.NONE.withOnReplenish(policy.onReplenish());
          case 4 -> policy.withKeyPermits(1);
          default -> policy;
        };
    return few.isNone() ? TaskPolicy.NONE.withKeyPermits(2) : few;
  }

  TaskPolicy policyWithKeys() {
    int count = random.between(1, TaskPolicy.MAX_KEYS - 1);
    var keys = new LinkedHashSet<String>();
    while (keys.size() < count) {
      keys.add("key " + random.below(1000) + values.text());
    }
    return policy().withFurtherKeys(List.copyOf(keys));
  }

  private RetryPolicy retry() {
    long max = random.below(RetryPolicy.MAX_MILLIS + 1);
    return new RetryPolicy(
        random.pick(RetryPolicy.Strategy.values()),
        random.below(max + 1),
        max,
        random.pick(RetryPolicy.Jitter.values()),
        values.maybe(this::positive));
  }

  private MisfirePolicy misfire() {
    return switch (random.below(4)) {
      case 0 -> new MisfirePolicy.CatchUpAll();
      case 1 ->
          new MisfirePolicy.CatchUpLast(
              1 + random.below(MisfirePolicy.CatchUpLast.MAX_COUNT), values.u64());
      case 2 -> new MisfirePolicy.Skip(values.u64());
      default -> new MisfirePolicy.Coalesce(values.u64());
    };
  }

  Scope scope() {
    return switch (random.below(3)) {
      case 0 -> new Scope.Action(values.text());
      case 1 -> new Scope.Key(values.maybe(() -> TenantId.random(random)), values.someText());
      default -> new Scope.Tenant(TenantId.random(random));
    };
  }

  Limit limit() {
    var rate =
        new Limit.Rate(
            random.between(1, 1_000_000),
            1 + random.below(31_536_000_000L),
            random.between(1, 1_000_000));
    return switch (random.below(3)) {
      case 0 -> Limit.ofPermits(random.between(1, Limit.MAX_PERMITS));
      case 1 -> Limit.ofRate(rate);
      default -> new Limit(random.between(1, 9), rate);
    };
  }

  private long positive() {
    return 1 + random.below(Long.MAX_VALUE);
  }

  private TaskId taskId() {
    return TaskId.random(random);
  }

  private RunId runId() {
    return RunId.random(random);
  }
}
