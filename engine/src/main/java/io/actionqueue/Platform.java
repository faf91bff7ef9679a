package io.actionqueue;

import io.actionqueue.core.command.CapabilityGrant;
import io.actionqueue.core.command.CapabilityRevoke;
import io.actionqueue.core.command.RoleAssign;
import io.actionqueue.core.command.TenantCreate;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.platform.Role;
import io.actionqueue.core.state.StateImage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Tenants, and what actors are and may do in them (spec 03 §10.5). Thread-safe; what is said of
/// futures at [ActionQueue] holds here. For whoever embeds the engine: no [Session] offers it.
///
/// Actors need not be registered as workers to have roles and grants.
public final class Platform {
  private final ActionQueue queue;
  private final Engine engine;

  Platform(ActionQueue queue, Engine engine) {
    this.queue = queue;
    this.engine = engine;
  }

  /// Makes a tenant, durably. Refused with `tenant_already_exists`.
  ///
  /// @param name not empty; need not be unique
  /// @throws io.actionqueue.core.InvalidValue kind `InvalidTenantId` or `EmptyTenantName`
  public CompletableFuture<StateImage.Tenant> createTenant(TenantId id, String name) {
    var checked = new TenantCreate(id, name, 0);
    return queue.command(() -> {
      engine.controls.carryOut(
          new TenantCreate(checked.tenantId(), checked.name(), engine.clock.second()));
      return new StateImage.Tenant(id, name, engine.clock.second());
    });
  }

  /// A tenant, empty if there is none of this id.
  public CompletableFuture<Optional<StateImage.Tenant>> tenant(TenantId id) {
    return queue.query(() -> Optional.ofNullable(engine.lane.state().tenant(id)));
  }

  /// All tenants in order of creation.
  public CompletableFuture<List<StateImage.Tenant>> tenants() {
    return queue.query(() -> List.copyOf(engine.lane.state().tenants()));
  }

  /// Gives an actor its role in a tenant, durably, in place of the one it had. Refused with
  /// `unknown_tenant`.
  ///
  /// @throws io.actionqueue.core.InvalidValue kind `InvalidActorId` or `EmptyCustomRole`
  public CompletableFuture<StateImage.RoleAssignment> assignRole(
      ActorId actor, Role role, TenantId tenant) {
    var checked = new RoleAssign(actor, role, tenant, 0);
    return queue.command(() -> {
      long now = engine.clock.second();
      engine.controls.carryOut(
          new RoleAssign(checked.actorId(), checked.role(), checked.tenantId(), now));
      return new StateImage.RoleAssignment(actor, role, tenant, now);
    });
  }

  /// What an actor is in a tenant, empty if it is nothing there.
  public CompletableFuture<Optional<Role>> role(ActorId actor, TenantId tenant) {
    return queue.query(() ->
        Optional.ofNullable(engine.lane.state().role(actor, tenant))
            .map(StateImage.RoleAssignment::role));
  }

  /// Grants an actor a capability in a tenant, durably; again if it was granted or revoked before.
  /// Refused with `unknown_tenant`.
  ///
  /// @throws io.actionqueue.core.InvalidValue kind `InvalidActorId` or `EmptyCustomCapability`
  public CompletableFuture<StateImage.CapabilityGrant> grant(
      ActorId actor, Capability capability, TenantId tenant) {
    var checked = new CapabilityGrant(actor, capability, tenant, 0);
    return queue.command(() -> {
      long now = engine.clock.second();
      engine.controls.carryOut(
          new CapabilityGrant(checked.actorId(), checked.capability(), checked.tenantId(), now));
      return granted(actor, capability, tenant);
    });
  }

  /// Takes a capability back, durably. Refused with `unknown_tenant` or `capability_not_granted`.
  public CompletableFuture<StateImage.CapabilityGrant> revoke(
      ActorId actor, Capability capability, TenantId tenant) {
    return queue.command(() -> {
      engine.controls.carryOut(
          new CapabilityRevoke(actor, capability, tenant, engine.clock.second()));
      return granted(actor, capability, tenant);
    });
  }

  private StateImage.CapabilityGrant granted(
      ActorId actor, Capability capability, TenantId tenant) {
    return engine.lane.state().grants().stream()
        .filter(grant ->
            grant.actorId().equals(actor)
                && grant.capability().equals(capability)
                && grant.tenantId().equals(tenant))
        .findFirst()
        .orElseThrow();
  }

  /// What an actor holds in a tenant now, in order of first granting. Cost: all grants of all
  /// actors.
  public CompletableFuture<List<Capability>> capabilities(ActorId actor, TenantId tenant) {
    return queue.query(() ->
        engine.lane.state().grants().stream()
            .filter(grant -> grant.actorId().equals(actor))
            .filter(grant -> grant.tenantId().equals(tenant) && grant.revokedAt() == null)
            .map(StateImage.CapabilityGrant::capability)
            .toList());
  }

  /// Whether an actor may do something in a tenant: what a [Session] of it is asked for.
  public CompletableFuture<Permission> check(
      ActorId actor, Capability capability, TenantId tenant) {
    return queue.query(() -> engine.access.permission(actor, capability, tenant));
  }
}
