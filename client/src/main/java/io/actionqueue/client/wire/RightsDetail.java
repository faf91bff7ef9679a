package io.actionqueue.client.wire;

import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET /api/v2/actors/{actor_id}/rights`: what an actor is and may do in a tenant.
///
/// @param actorId the actor
/// @param tenantId the tenant
/// @param role its role there, null for none
/// @param capabilities what is granted to it there, in order of first granting
public record RightsDetail(
    ActorId actorId, TenantId tenantId, @Nullable String role, List<String> capabilities) {
  /// Copies the lists.
  public RightsDetail {
    capabilities = List.copyOf(capabilities);
  }
}
