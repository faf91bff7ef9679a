package io.actionqueue.core.command;

import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.TenantId;

/// Refusals about tenants, rights and the ledger.
public sealed interface PlatformRejection extends Rejection {
  /// No such tenant.
  ///
  /// @param tenantId the tenant
  record UnknownTenant(TenantId tenantId) implements PlatformRejection {
    @Override
    public String message() {
      return "tenant " + tenantId + " is unknown";
    }
  }

  /// The id is taken.
  ///
  /// @param tenantId the tenant
  record TenantAlreadyExists(TenantId tenantId) implements PlatformRejection {
    @Override
    public String message() {
      return "tenant " + tenantId + " already exists";
    }
  }

  /// The actor does not hold the capability.
  ///
  /// @param actorId the actor
  /// @param capability the key under which grants are kept
  /// @param tenantId the tenant
  record CapabilityNotGranted(ActorId actorId, String capability, TenantId tenantId)
      implements PlatformRejection {
    @Override
    public String message() {
      return "actor " + actorId + " does not hold " + capability + " in tenant " + tenantId;
    }
  }

  /// The id is taken.
  ///
  /// @param entryId the entry
  record DuplicateLedgerEntry(LedgerEntryId entryId) implements PlatformRejection {
    @Override
    public String message() {
      return "ledger entry " + entryId + " already exists";
    }
  }
}
