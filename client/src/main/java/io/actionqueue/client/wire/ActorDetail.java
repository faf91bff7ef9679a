package io.actionqueue.client.wire;

import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An actor.
///
/// @param actorId its id
/// @param identity the name under which it holds leases
/// @param capabilities what it can do
/// @param department its department, null for none
/// @param tenantId its tenant, null for none
/// @param heartbeatIntervalSecs seconds between signs of life
/// @param registeredAt epoch seconds
/// @param deregisteredAt epoch seconds at which it left or died, null while it is active
/// @param heardAt epoch seconds of its last sign of life in this process, null if it is not active
/// @param leases how many runs it holds
public record ActorDetail(
    ActorId actorId,
    String identity,
    List<String> capabilities,
    @Nullable String department,
    @Nullable TenantId tenantId,
    long heartbeatIntervalSecs,
    long registeredAt,
    @Nullable Long deregisteredAt,
    @Nullable Long heardAt,
    long leases) {
  /// Copies the lists.
  public ActorDetail {
    capabilities = List.copyOf(capabilities);
  }
}
