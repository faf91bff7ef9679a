package io.actionqueue.cli.queue;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.client.wire.RightsDetail;
import io.actionqueue.client.wire.TenantDetail;
import io.actionqueue.client.wire.TenantList;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.platform.Role;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.StateImage;
import java.util.List;

/// Tenants and rights as recorded.
final class OfflineTenancy implements Tenancy {
  private final QueueState state;

  OfflineTenancy(QueueState state) {
    this.state = state;
  }

  @Override
  public TenantList tenants() {
    return new TenantList(state.tenants().stream().map(OfflineTenancy::detail).toList());
  }

  @Override
  public TenantDetail tenant(TenantId id) {
    StateImage.Tenant tenant = state.tenant(id);
    if (tenant == null) {
      throw CliFailure.validation("tenant_not_found", "tenant not found: " + id);
    }
    return detail(tenant);
  }

  private static TenantDetail detail(StateImage.Tenant tenant) {
    return new TenantDetail(tenant.tenantId(), tenant.name(), tenant.createdAt());
  }

  @Override
  public void create(TenantId id, String name) {
    throw OfflineQueue.nobody();
  }

  @Override
  public void weigh(TenantId id, int weight) {
    throw OfflineQueue.nobody();
  }

  @Override
  public void assign(ActorId actor, Role role, TenantId tenant) {
    throw OfflineQueue.nobody();
  }

  @Override
  public void grant(ActorId actor, Capability capability, TenantId tenant) {
    throw OfflineQueue.nobody();
  }

  @Override
  public void revoke(ActorId actor, Capability capability, TenantId tenant) {
    throw OfflineQueue.nobody();
  }

  @Override
  public RightsDetail rights(ActorId actor, TenantId tenant) {
    if (state.actor(actor) == null) {
      throw CliFailure.validation("actor_not_found", "actor not found: " + actor);
    }
    TenantId known = tenant(tenant).tenantId();
    StateImage.RoleAssignment role = state.role(actor, known);
    List<String> capabilities =
        state.grants().stream()
            .filter(grant -> grant.actorId().equals(actor) && grant.tenantId().equals(known))
            .filter(grant -> grant.revokedAt() == null)
            .map(grant -> grant.capability().name())
            .toList();
    return new RightsDetail(actor, known, role == null ? null : role.role().name(), capabilities);
  }
}
