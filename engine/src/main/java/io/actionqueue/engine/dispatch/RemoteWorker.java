package io.actionqueue.engine.dispatch;

import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A worker in another process as dispatch sees it: what it can do, and which routes lead to it.
/// Confined to the engine thread.
public final class RemoteWorker {
  private final ActorId id;
  private final @Nullable TenantId tenant;
  private final Set<String> capabilities;
  final List<Routes.Route> routes = new ArrayList<>();
  boolean asking;

  private RemoteWorker(ActorId id, @Nullable TenantId tenant, Set<String> capabilities) {
    this.id = id;
    this.tenant = tenant;
    this.capabilities = capabilities;
  }

  /// A worker of a tenant, or of none, with everything that it can do.
  public static RemoteWorker of(
      ActorId id, @Nullable TenantId tenant, Collection<String> capabilities) {
    return new RemoteWorker(id, tenant, Set.copyOf(capabilities));
  }

  /// Who it is.
  public ActorId id() {
    return id;
  }

  Set<String> capabilities() {
    return capabilities;
  }

  /// Whether it may execute runs of a tenant that require these capabilities: tenants are equal,
  /// also in being none, and it holds every one.
  boolean serves(@Nullable TenantId owner, List<String> required) {
    return Objects.equals(tenant, owner) && capabilities.containsAll(required);
  }

  boolean isLike(RemoteWorker other) {
    return Objects.equals(tenant, other.tenant) && capabilities.equals(other.capabilities);
  }
}
