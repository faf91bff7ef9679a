package io.actionqueue.core.state;

import io.actionqueue.core.event.ActorEvent;
import io.actionqueue.core.event.ActorEvent.ActorDeregistered;
import io.actionqueue.core.event.ActorEvent.ActorHeartbeat;
import io.actionqueue.core.event.ActorEvent.ActorRegistered;
import io.actionqueue.core.event.BudgetEvent;
import io.actionqueue.core.event.BudgetEvent.BudgetAllocated;
import io.actionqueue.core.event.BudgetEvent.BudgetConsumed;
import io.actionqueue.core.event.BudgetEvent.BudgetExhausted;
import io.actionqueue.core.event.BudgetEvent.BudgetReplenished;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.PlatformEvent;
import io.actionqueue.core.event.PlatformEvent.CapabilityGranted;
import io.actionqueue.core.event.PlatformEvent.CapabilityRevoked;
import io.actionqueue.core.event.PlatformEvent.LedgerEntryAppended;
import io.actionqueue.core.event.PlatformEvent.RoleAssigned;
import io.actionqueue.core.event.PlatformEvent.TenantCreated;
import io.actionqueue.core.event.SubscriptionEvent;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionCanceled;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionCreated;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionTriggered;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.SubscriptionId;
import io.actionqueue.core.id.TenantId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Budgets, subscriptions, actors and the platform of the [ModelState]: what is never refused.
final class ModelRegistry {
  private static final BigInteger U64_MAX = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  final Map<String, StateImage.Budget> budgets = new LinkedHashMap<>();
  final Map<SubscriptionId, StateImage.Subscription> subscriptions = new LinkedHashMap<>();
  final Map<ActorId, StateImage.Actor> actors = new LinkedHashMap<>();
  final Map<TenantId, StateImage.Tenant> tenants = new LinkedHashMap<>();
  final Map<String, StateImage.RoleAssignment> roles = new LinkedHashMap<>();
  final Map<String, StateImage.CapabilityGrant> grants = new LinkedHashMap<>();
  final List<StateImage.LedgerEntry> ledger = new ArrayList<>();
  final List<ExtensionEvent> extensions = List.of();

  void apply(BudgetEvent event) {
    switch (event) {
      case BudgetAllocated e -> {
        budgets.put(
            e.taskId() + "/" + e.dimension(),
            new StateImage.Budget(e.taskId(), e.dimension(), e.limit(), 0, e.timestamp(), false));
      }
      case BudgetConsumed e -> {
        budgets.computeIfPresent(
            e.taskId() + "/" + e.dimension(), (_, budget) -> consume(budget, e.amount()));
      }
      case BudgetExhausted e -> {
        budgets.computeIfPresent(
            e.taskId() + "/" + e.dimension(),
            (_, b) ->
                new StateImage.Budget(
                    b.taskId(), b.dimension(), b.limit(), b.consumed(), b.allocatedAt(), true));
      }
      case BudgetReplenished e -> {
        budgets.computeIfPresent(
            e.taskId() + "/" + e.dimension(),
            (_, b) ->
                new StateImage.Budget(
                    b.taskId(), b.dimension(), e.newLimit(), 0, b.allocatedAt(), false));
      }
    }
  }

  void apply(SubscriptionEvent event) {
    switch (event) {
      case SubscriptionCreated e -> {
        subscriptions.remove(e.subscriptionId());
        subscriptions.put(
            e.subscriptionId(),
            new StateImage.Subscription(
                e.subscriptionId(), e.taskId(), e.filter(), e.timestamp(), null, null));
      }
      case SubscriptionTriggered e -> {
        subscriptions.computeIfPresent(
            e.subscriptionId(),
            (id, s) ->
                new StateImage.Subscription(
                    id, s.taskId(), s.filter(), s.createdAt(), e.timestamp(), s.canceledAt()));
      }
      case SubscriptionCanceled e -> {
        subscriptions.computeIfPresent(
            e.subscriptionId(),
            (id, s) ->
                new StateImage.Subscription(
                    id, s.taskId(), s.filter(), s.createdAt(), s.triggeredAt(), e.timestamp()));
      }
    }
  }

  void apply(ActorEvent event) {
    switch (event) {
      case ActorRegistered e -> register(e);
      case ActorDeregistered e -> {
        actors.computeIfPresent(
            e.actorId(), (_, a) -> actor(a, a.lastHeartbeatAt(), e.timestamp()));
      }
      case ActorHeartbeat e -> {
        actors.computeIfPresent(e.actorId(), (_, a) -> actor(a, e.timestamp(), a.deregisteredAt()));
      }
    }
  }

  void apply(PlatformEvent event) {
    switch (event) {
      case TenantCreated e -> {
        tenants.put(e.tenantId(), new StateImage.Tenant(e.tenantId(), e.name(), e.timestamp()));
      }
      case RoleAssigned e -> {
        roles.put(
            e.actorId() + "/" + e.tenantId(),
            new StateImage.RoleAssignment(e.actorId(), e.role(), e.tenantId(), e.timestamp()));
      }
      case CapabilityGranted e -> {
        grants.put(
            e.actorId() + "/" + e.capability().key() + "/" + e.tenantId(),
            new StateImage.CapabilityGrant(
                e.actorId(), e.capability(), e.tenantId(), e.timestamp(), null));
      }
      case CapabilityRevoked e -> {
        grants.computeIfPresent(
            e.actorId() + "/" + e.capability().key() + "/" + e.tenantId(),
            (_, g) ->
                new StateImage.CapabilityGrant(
                    g.actorId(), g.capability(), g.tenantId(), g.grantedAt(), e.timestamp()));
      }
      case LedgerEntryAppended e -> {
        ledger.add(
            new StateImage.LedgerEntry(
                e.entryId(), e.tenantId(), e.ledgerKey(), e.actorId(), e.payload(), e.timestamp()));
      }
    }
  }

  private static StateImage.Budget consume(StateImage.Budget budget, long amount) {
    BigInteger sum = unsigned(budget.consumed()).add(unsigned(amount)).min(U64_MAX);
    return new StateImage.Budget(
        budget.taskId(),
        budget.dimension(),
        budget.limit(),
        sum.longValue(),
        budget.allocatedAt(),
        budget.exhausted() || sum.compareTo(unsigned(budget.limit())) >= 0);
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  private void register(ActorRegistered e) {
    actors.put(
        e.actorId(),
        new StateImage.Actor(
            e.actorId(),
            e.identity(),
            e.capabilities(),
            e.department(),
            e.heartbeatIntervalSecs(),
            e.tenantId(),
            e.timestamp(),
            null,
            null));
  }

  private static StateImage.Actor actor(
      StateImage.Actor a, @Nullable Long beat, @Nullable Long left) {
    return new StateImage.Actor(
        a.actorId(),
        a.identity(),
        a.capabilities(),
        a.department(),
        a.heartbeatIntervalSecs(),
        a.tenantId(),
        a.registeredAt(),
        beat,
        left);
  }
}
