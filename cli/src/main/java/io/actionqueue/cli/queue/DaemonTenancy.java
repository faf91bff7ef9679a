package io.actionqueue.cli.queue;

import io.actionqueue.client.ActionQueueClient;
import io.actionqueue.client.wire.RightsDetail;
import io.actionqueue.client.wire.TenantDetail;
import io.actionqueue.client.wire.TenantList;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.platform.Role;

/// Tenants and rights as a daemon has them.
final class DaemonTenancy implements Tenancy {
  private final ActionQueueClient client;

  DaemonTenancy(ActionQueueClient client) {
    this.client = client;
  }

  @Override
  public TenantList tenants() {
    return DaemonQueue.call(() -> client.tenants().list());
  }

  @Override
  public TenantDetail tenant(TenantId id) {
    return DaemonQueue.call(() -> client.tenants().show(id));
  }

  @Override
  public void create(TenantId id, String name) {
    run(() -> client.tenants().create(id, name));
  }

  @Override
  public void weigh(TenantId id, int weight) {
    run(() -> client.limits().weight(id, weight));
  }

  @Override
  public void assign(ActorId actor, Role role, TenantId tenant) {
    run(() -> client.tenants().assign(actor, role, tenant));
  }

  @Override
  public void grant(ActorId actor, Capability capability, TenantId tenant) {
    run(() -> client.tenants().grant(actor, capability, tenant));
  }

  @Override
  public void revoke(ActorId actor, Capability capability, TenantId tenant) {
    run(() -> client.tenants().revoke(actor, capability, tenant));
  }

  @Override
  public RightsDetail rights(ActorId actor, TenantId tenant) {
    return DaemonQueue.call(() -> client.tenants().rights(actor, tenant));
  }

  private static void run(Runnable call) {
    boolean _ =
        DaemonQueue.call(() -> {
          call.run();
          return true;
        });
  }
}
