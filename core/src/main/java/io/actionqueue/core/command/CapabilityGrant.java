package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;

/// Grants an actor a capability in a tenant. Refused: `unknown_tenant`.
///
/// @param actorId the actor; not nil, need not be registered as a worker
/// @param capability what is granted
/// @param tenantId the tenant
/// @param timestamp epoch seconds, unsigned
public record CapabilityGrant(
    ActorId actorId, Capability capability, TenantId tenantId, long timestamp)
    implements PlatformCommand {
  /// Checks the actor's id and the text of a custom capability.
  ///
  /// @throws InvalidValue kind `InvalidActorId` or `EmptyCustomCapability`
  public CapabilityGrant {
    Arguments.notNil(actorId, "InvalidActorId");
    Arguments.notEmpty(capability.name(), "EmptyCustomCapability", "capability");
  }
}
