package io.actionqueue.core.command;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Role;

/// Gives an actor its role in a tenant, replacing an earlier one. Refused: `unknown_tenant`.
///
/// @param actorId the actor; not nil, need not be registered as a worker
/// @param role the role
/// @param tenantId the tenant
/// @param timestamp epoch seconds, unsigned
public record RoleAssign(ActorId actorId, Role role, TenantId tenantId, long timestamp)
    implements PlatformCommand {
  /// Checks the actor's id and the text of a custom role.
  ///
  /// @throws InvalidValue kind `InvalidActorId` or `EmptyCustomRole`
  public RoleAssign {
    Arguments.notNil(actorId, "InvalidActorId");
    Arguments.notEmpty(role.name(), "EmptyCustomRole", "role");
  }
}
