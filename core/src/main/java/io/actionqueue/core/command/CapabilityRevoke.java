package io.actionqueue.core.command;

import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;

/// Takes a granted capability back. Refused, in this order: `unknown_tenant`,
/// `capability_not_granted`.
///
/// @param actorId the actor
/// @param capability what is taken back
/// @param tenantId the tenant
/// @param timestamp epoch seconds, unsigned
public record CapabilityRevoke(
    ActorId actorId, Capability capability, TenantId tenantId, long timestamp)
    implements PlatformCommand {}
