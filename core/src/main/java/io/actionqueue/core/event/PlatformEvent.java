package io.actionqueue.core.event;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.platform.Role;
import org.jspecify.annotations.Nullable;

/// Events about tenants, rights and the ledger. Field order is that on disk (spec 01 §4.1).
public sealed interface PlatformEvent extends Event {

  /// A tenant was made (ordinal 26).
  ///
  /// @param tenantId the tenant
  /// @param name the tenant name
  /// @param timestamp epoch seconds, unsigned
  record TenantCreated(TenantId tenantId, String name, long timestamp) implements PlatformEvent {}

  /// An actor got its role in a tenant (ordinal 27).
  ///
  /// @param actorId the actor
  /// @param role the role
  /// @param tenantId the tenant
  /// @param timestamp epoch seconds, unsigned
  record RoleAssigned(ActorId actorId, Role role, TenantId tenantId, long timestamp)
      implements PlatformEvent {}

  /// A capability was granted (ordinal 28).
  ///
  /// @param actorId the actor
  /// @param capability the capability
  /// @param tenantId the tenant
  /// @param timestamp epoch seconds, unsigned
  record CapabilityGranted(
      ActorId actorId, Capability capability, TenantId tenantId, long timestamp)
      implements PlatformEvent {}

  /// A capability was taken back (ordinal 29).
  ///
  /// @param actorId the actor
  /// @param capability the capability
  /// @param tenantId the tenant
  /// @param timestamp epoch seconds, unsigned
  record CapabilityRevoked(
      ActorId actorId, Capability capability, TenantId tenantId, long timestamp)
      implements PlatformEvent {}

  /// A ledger entry was appended (ordinal 30).
  ///
  /// @param entryId the entry
  /// @param tenantId the tenant
  /// @param ledgerKey the list that the entry belongs to
  /// @param actorId the actor, null for none
  /// @param payload opaque bytes
  /// @param timestamp epoch seconds, unsigned
  record LedgerEntryAppended(
      LedgerEntryId entryId,
      TenantId tenantId,
      String ledgerKey,
      @Nullable ActorId actorId,
      Bytes payload,
      long timestamp)
      implements PlatformEvent {}
}
