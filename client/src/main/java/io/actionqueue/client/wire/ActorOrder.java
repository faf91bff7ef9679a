package io.actionqueue.client.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/v2/actors/register`.
///
/// @param actorId chosen by the caller; the same again replaces the registration
/// @param identity the name under which leases are held; unique among active actors
/// @param capabilities what it can do; at least one
/// @param heartbeatIntervalSecs seconds between signs of life, at least 1; silent for three of them
///   counts as dead
/// @param department 1 to 128 bytes; absent for none
/// @param tenantId absent for none
public record ActorOrder(
    ActorId actorId,
    String identity,
    List<String> capabilities,
    long heartbeatIntervalSecs,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String department,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable TenantId tenantId) {
  /// Copies the lists.
  public ActorOrder {
    capabilities = List.copyOf(capabilities);
  }
}
