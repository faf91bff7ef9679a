package io.actionqueue.core.state;

import io.actionqueue.core.event.PlatformEvent;
import io.actionqueue.core.event.PlatformEvent.CapabilityGranted;
import io.actionqueue.core.event.PlatformEvent.CapabilityRevoked;
import io.actionqueue.core.event.PlatformEvent.LedgerEntryAppended;
import io.actionqueue.core.event.PlatformEvent.RoleAssigned;
import io.actionqueue.core.event.PlatformEvent.TenantCreated;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tenants, roles and grants, beside the ledger.
final class Platform {
  private record RoleKey(ActorId actorId, TenantId tenantId) {
    static RoleKey of(StateImage.RoleAssignment role) {
      return new RoleKey(role.actorId(), role.tenantId());
    }
  }

  private record GrantKey(ActorId actorId, Capability capability, TenantId tenantId) {
    static GrantKey of(StateImage.CapabilityGrant grant) {
      return new GrantKey(grant.actorId(), grant.capability(), grant.tenantId());
    }
  }

  private final SharedTable<TenantId, StateImage.Tenant> tenants =
      new SharedTable<>(StateImage.Tenant::tenantId);
  private final SharedTable<RoleKey, StateImage.RoleAssignment> roles =
      new SharedTable<>(RoleKey::of);
  private final SharedTable<GrantKey, StateImage.CapabilityGrant> grants =
      new SharedTable<>(GrantKey::of);
  private final Ledger ledger = new Ledger();

  /// All of it at one moment.
  ///
  /// @param tenants in order of creation
  /// @param roles in order of their first assignment
  /// @param grants in order of their first granting
  /// @param ledger in order of appending
  record View(
      Collection<StateImage.Tenant> tenants,
      Collection<StateImage.RoleAssignment> roles,
      Collection<StateImage.CapabilityGrant> grants,
      List<StateImage.LedgerEntry> ledger) {}

  View view() {
    return new View(tenants.view(), roles.view(), grants.view(), ledger.view());
  }

  StateImage.@Nullable Tenant tenant(TenantId id) {
    return tenants.get(id);
  }

  Collection<StateImage.Tenant> tenants() {
    return tenants.values();
  }

  StateImage.@Nullable RoleAssignment role(ActorId actorId, TenantId tenantId) {
    return roles.get(new RoleKey(actorId, tenantId));
  }

  Collection<StateImage.RoleAssignment> roles() {
    return roles.values();
  }

  StateImage.@Nullable CapabilityGrant grant(
      ActorId actorId, Capability capability, TenantId tenantId) {
    return grants.get(new GrantKey(actorId, capability, tenantId));
  }

  Collection<StateImage.CapabilityGrant> grants() {
    return grants.values();
  }

  Ledger ledger() {
    return ledger;
  }

  void apply(PlatformEvent event) {
    switch (event) {
      case TenantCreated(var id, var name, var timestamp) ->
          restore(new StateImage.Tenant(id, name, timestamp));
      case RoleAssigned(var actorId, var role, var tenantId, var timestamp) ->
          restore(new StateImage.RoleAssignment(actorId, role, tenantId, timestamp));
      case CapabilityGranted(var actorId, var capability, var tenantId, var timestamp) ->
          restore(new StateImage.CapabilityGrant(actorId, capability, tenantId, timestamp, null));
      case CapabilityRevoked(var actorId, var capability, var tenantId, var timestamp) ->
          revoke(new GrantKey(actorId, capability, tenantId), timestamp);
      case LedgerEntryAppended entry -> restore(ledgerEntry(entry));
    }
  }

  void restore(StateImage.Tenant tenant) {
    tenants.put(tenant);
  }

  void restore(StateImage.RoleAssignment role) {
    roles.put(role);
  }

  void restore(StateImage.CapabilityGrant grant) {
    grants.put(grant);
  }

  void restore(StateImage.LedgerEntry entry) {
    ledger.append(entry);
  }

  private void revoke(GrantKey key, long timestamp) {
    StateImage.CapabilityGrant known = grants.get(key);
    if (known != null) {
      grants.put(
          new StateImage.CapabilityGrant(
              known.actorId(), known.capability(), known.tenantId(), known.grantedAt(), timestamp));
    }
  }

  private static StateImage.LedgerEntry ledgerEntry(LedgerEntryAppended event) {
    return new StateImage.LedgerEntry(
        event.entryId(),
        event.tenantId(),
        event.ledgerKey(),
        event.actorId(),
        event.payload(),
        event.timestamp());
  }
}
