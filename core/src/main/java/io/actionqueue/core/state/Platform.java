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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tenants, roles and grants, beside the ledger.
final class Platform {
  private record RoleKey(ActorId actorId, TenantId tenantId) {}

  private record GrantKey(ActorId actorId, Capability capability, TenantId tenantId) {}

  private final Map<TenantId, StateImage.Tenant> tenants = new LinkedHashMap<>();
  private final Map<RoleKey, StateImage.RoleAssignment> roles = new LinkedHashMap<>();
  private final Map<GrantKey, StateImage.CapabilityGrant> grants = new LinkedHashMap<>();
  private final Ledger ledger = new Ledger();

  StateImage.@Nullable Tenant tenant(TenantId id) {
    return tenants.get(id);
  }

  Collection<StateImage.Tenant> tenants() {
    return Collections.unmodifiableCollection(tenants.values());
  }

  StateImage.@Nullable RoleAssignment role(ActorId actorId, TenantId tenantId) {
    return roles.get(new RoleKey(actorId, tenantId));
  }

  Collection<StateImage.RoleAssignment> roles() {
    return Collections.unmodifiableCollection(roles.values());
  }

  StateImage.@Nullable CapabilityGrant grant(
      ActorId actorId, Capability capability, TenantId tenantId) {
    return grants.get(new GrantKey(actorId, capability, tenantId));
  }

  Collection<StateImage.CapabilityGrant> grants() {
    return Collections.unmodifiableCollection(grants.values());
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
    tenants.put(tenant.tenantId(), tenant);
  }

  void restore(StateImage.RoleAssignment role) {
    roles.put(new RoleKey(role.actorId(), role.tenantId()), role);
  }

  void restore(StateImage.CapabilityGrant grant) {
    grants.put(new GrantKey(grant.actorId(), grant.capability(), grant.tenantId()), grant);
  }

  void restore(StateImage.LedgerEntry entry) {
    ledger.append(entry);
  }

  private void revoke(GrantKey key, long timestamp) {
    grants.computeIfPresent(
        key,
        (_, known) ->
            new StateImage.CapabilityGrant(
                known.actorId(),
                known.capability(),
                known.tenantId(),
                known.grantedAt(),
                timestamp));
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
