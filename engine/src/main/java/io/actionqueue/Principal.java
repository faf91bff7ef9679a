package io.actionqueue;

import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.TenantId;

/// On whose behalf something is asked (spec 03 §10.5).
public sealed interface Principal {
  /// Whoever embeds the engine: every right in every tenant. What [ActionQueue] itself offers is
  /// asked on its behalf.
  Principal SYSTEM = new Embedder();

  /// An actor in a tenant: what it may do depends on its role and grants there, at the moment of
  /// each request. That it is who it says must have been found out before.
  static Principal of(ActorId actorId, TenantId tenantId) {
    return new Member(actorId, tenantId);
  }

  /// The one with every right.
  record Embedder() implements Principal {}

  /// An actor in a tenant.
  ///
  /// @param actorId who
  /// @param tenantId where
  record Member(ActorId actorId, TenantId tenantId) implements Principal {}
}
