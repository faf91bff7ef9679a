package io.actionqueue.bench;

import io.actionqueue.ActionQueue;
import io.actionqueue.ActionQueueOptions;
import io.actionqueue.TaskRequest;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.RetryPolicy;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.task.HoldPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Rules that can be turned on for [LifeBench], each so wide that it holds nothing back: what is
/// measured is what asking costs.
enum LifeFeature {
  /// The action has a limit of permits.
  ACTION_LIMIT,
  /// The action has a rate.
  RATE_LIMIT,
  /// All tasks share a key with very many permits.
  KEY_PERMITS,
  /// Another action is paused.
  PAUSE,
  /// Every task has a retry policy.
  RETRY_POLICY,
  /// Every run must start within a day.
  START_WITHIN,
  /// Every task must be done within this century, all at one instant.
  DEADLINE,
  /// Every task must be done by an instant of its own within this century, in no order.
  DEADLINES,
  /// Waiting makes up for priority.
  AGEING,
  /// Starts are shared out between tenants.
  SHARING,
  /// The tasks belong to a tenant: no rule, but what [#TENANT_LIMIT] is to be compared with.
  TENANT,
  /// The tasks belong to a tenant that has a limit of permits.
  TENANT_LIMIT;

  private static final TenantId SHOP = new TenantId(1, 1);

  private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

  /// How many deadlines [#DEADLINES] has given.
  private static final AtomicLong DEADLINES_GIVEN = new AtomicLong();

  private static final RetryPolicy RETRY =
      RetryPolicy.of(RetryPolicy.Strategy.EXPONENTIAL, 100, 60_000)
          .withJitter(RetryPolicy.Jitter.EQUAL);

  /// What it is to be compared with; null for nothing at all.
  @Nullable LifeFeature without() {
    return this == TENANT_LIMIT ? TENANT : null;
  }

  /// The feature's name on the command line.
  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /// Turns it on where the engine is opened.
  ActionQueueOptions open(ActionQueueOptions options) {
    return switch (this) {
      case AGEING -> options.priorityAgeing(Duration.ofSeconds(60));
      case SHARING -> options.shareBetweenTenants();
      case ACTION_LIMIT,
          RATE_LIMIT,
          KEY_PERMITS,
          PAUSE,
          RETRY_POLICY,
          START_WITHIN,
          DEADLINE,
          DEADLINES,
          TENANT,
          TENANT_LIMIT ->
          options;
    };
  }

  /// Turns it on in a running engine.
  void begin(ActionQueue queue) {
    Scope action = new Scope.Action("noop");
    switch (this) {
      case ACTION_LIMIT -> queue.limits().set(action, Limit.ofPermits(1_000_000)).join();
      case RATE_LIMIT ->
          queue.limits().set(action, Limit.ofRate(new Limit.Rate(1_000_000, 1, 1_000_000))).join();
      case PAUSE -> queue.limits().pause(new Scope.Action("other")).join();
      case TENANT -> queue.platform().createTenant(SHOP, "shop").join();
      case TENANT_LIMIT -> {
        TENANT.begin(queue);
        queue.limits().set(new Scope.Tenant(SHOP), Limit.ofPermits(1_000_000)).join();
      }
      case KEY_PERMITS, RETRY_POLICY, START_WITHIN, DEADLINE, DEADLINES, AGEING, SHARING -> {}
    }
  }

  /// Turns it on for a task.
  TaskRequest submit(TaskRequest request) {
    return switch (this) {
      case KEY_PERMITS ->
          request.concurrencyKey("all", HoldPolicy.RELEASE_ON_RETRY).keyPermits(1_000_000);
      case RETRY_POLICY -> request.retry(RETRY);
      case START_WITHIN -> request.startWithin(Duration.ofDays(1));
      case DEADLINE -> request.deadline(FAR);
      case DEADLINES -> request.deadline(FAR.minusMillis(distance()));
      case TENANT, TENANT_LIMIT -> request.tenant(SHOP);
      case ACTION_LIMIT, RATE_LIMIT, PAUSE, AGEING, SHARING -> request;
    };
  }

  /// Milliseconds within a year that follow each other as if at random.
  private static long distance() {
    return ((DEADLINES_GIVEN.incrementAndGet() * 0x9E3779B97F4A7C15L) >>> 1) % 31_536_000_000L;
  }
}
