package io.actionqueue.cli.queue;

import io.actionqueue.client.wire.RightsDetail;
import io.actionqueue.client.wire.TenantDetail;
import io.actionqueue.client.wire.TenantList;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.platform.Role;

/// Tenants, their shares, and what actors are and may do in them. Reading works anywhere; every
/// change needs somebody who works on the queue, and ends with `no_daemon` without.
public interface Tenancy {
  /// All tenants, in order of creation.
  TenantList tenants();

  /// One tenant.
  TenantDetail tenant(TenantId id);

  /// Makes a tenant.
  void create(TenantId id, String name);

  /// Sets a tenant's share of the starts.
  void weigh(TenantId id, int weight);

  /// Gives an actor a role in a tenant.
  void assign(ActorId actor, Role role, TenantId tenant);

  /// Grants a capability.
  void grant(ActorId actor, Capability capability, TenantId tenant);

  /// Takes a capability back.
  void revoke(ActorId actor, Capability capability, TenantId tenant);

  /// What an actor is and may do in a tenant.
  RightsDetail rights(ActorId actor, TenantId tenant);
}
