package io.actionqueue.client;

import io.actionqueue.client.wire.RightsDetail;
import io.actionqueue.client.wire.TenantDetail;
import io.actionqueue.client.wire.TenantList;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.platform.Role;
import java.time.Duration;
import java.util.Map;

/// Tenants, and what registered actors are and may do in them (spec 03 §10.5). All of it is the
/// operator's: a token of an actor in a tenant is refused with `forbidden`. Thread-safe; failures
/// as of [ActionQueueClient].
public final class TenantClient {
  private static final String TENANTS = "/api/v2/tenants";
  private static final String ACTORS = "/api/v2/actors/";

  private final HttpExchange exchange;

  TenantClient(HttpExchange exchange) {
    this.exchange = exchange;
  }

  /// All tenants, in order of creation.
  public TenantList list() {
    return exchange.get(TENANTS, Duration.ZERO, TenantList.class);
  }

  /// Makes a tenant.
  ///
  /// @param name not empty
  public void create(TenantId id, String name) {
    byte[] body = WireJson.write(Map.of("tenant_id", id.toString(), "name", name));
    exchange.call("POST", TENANTS, body);
  }

  /// One tenant.
  public TenantDetail show(TenantId id) {
    return exchange.get(TENANTS + "/" + id, Duration.ZERO, TenantDetail.class);
  }

  /// Gives an actor a role in a tenant, in place of the one that it has there.
  public void assign(ActorId actor, Role role, TenantId tenant) {
    byte[] body = WireJson.write(Map.of("role", role.name(), "tenant_id", tenant.toString()));
    exchange.call("POST", ACTORS + actor + "/roles", body);
  }

  /// Grants a capability to an actor in a tenant.
  public void grant(ActorId actor, Capability capability, TenantId tenant) {
    byte[] body =
        WireJson.write(Map.of("capability", capability.name(), "tenant_id", tenant.toString()));
    exchange.call("POST", ACTORS + actor + "/capabilities", body);
  }

  /// Takes a capability back.
  public void revoke(ActorId actor, Capability capability, TenantId tenant) {
    exchange.call(
        "DELETE",
        ACTORS
            + actor
            + "/capabilities/"
            + UrlText.encoded(capability.name())
            + "?tenant_id="
            + tenant,
        new byte[0]);
  }

  /// What an actor is and may do in a tenant.
  public RightsDetail rights(ActorId actor, TenantId tenant) {
    return exchange.get(
        ACTORS + actor + "/rights?tenant_id=" + tenant, Duration.ZERO, RightsDetail.class);
  }
}
