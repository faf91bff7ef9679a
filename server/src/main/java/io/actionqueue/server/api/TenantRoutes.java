package io.actionqueue.server.api;

import io.actionqueue.ActionQueueException;
import io.actionqueue.Platform;
import io.actionqueue.Workers;
import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.client.wire.RightsDetail;
import io.actionqueue.client.wire.TenantAnswer;
import io.actionqueue.client.wire.TenantDetail;
import io.actionqueue.client.wire.TenantList;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.platform.Role;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.server.http.ApiException;
import io.actionqueue.server.http.ApiRequest;
import io.actionqueue.server.http.ApiResponse;
import io.actionqueue.server.http.Route;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// The routes about tenants and what actors are and may do in them (spec 04 §8). Thread-safe.
final class TenantRoutes {
  private static final String TENANTS = "/api/v2/tenants";
  private static final String ACTOR = "/api/v2/actors/{actor_id}";

  private final Platform platform;
  private final Workers workers;

  TenantRoutes(Platform platform, Workers workers) {
    this.platform = platform;
    this.workers = workers;
  }

  List<Route> routes() {
    return List.of(
        Route.get(TENANTS, (_, _) -> list()),
        Route.post(TENANTS, (request, _) -> create(request)),
        Route.get(TENANTS + "/{tenant_id}", (request, _) -> show(request)),
        Route.post(ACTOR + "/roles", (request, _) -> assign(request)),
        Route.post(ACTOR + "/capabilities", (request, _) -> grant(request)),
        Route.changing(
            "DELETE", ACTOR + "/capabilities/{capability}", (request, _) -> revoke(request)),
        Route.get(ACTOR + "/rights", (request, _) -> rights(request)));
  }

  private ApiResponse list() {
    return ApiResponse.json(
        200,
        new TenantList(
            EngineAnswers.await(platform.tenants()).stream().map(TenantRoutes::detail).toList()));
  }

  private ApiResponse create(ApiRequest request) {
    JsonFields fields = JsonFields.of(request.json());
    TenantId id = fields.requiredId("tenant_id", TenantId::parse);
    EngineAnswers.await(platform.createTenant(id, fields.requiredText("name")));
    return ApiResponse.json(201, new TenantAnswer(id)).with("Location", TENANTS + "/" + id);
  }

  private ApiResponse show(ApiRequest request) {
    return EngineAnswers.await(platform.tenant(PathIds.tenant(request)))
        .map(tenant -> ApiResponse.json(200, detail(tenant)))
        .orElseThrow(() -> PathIds.noTenant(request.parameter(PathIds.TENANT)));
  }

  private ApiResponse assign(ApiRequest request) {
    ActorId actor = knownActor(request);
    JsonFields fields = JsonFields.of(request.json());
    TenantId tenant = fields.requiredId("tenant_id", TenantId::parse);
    String text = fields.requiredText("role");
    Role role =
        Stream.of(Role.OPERATOR, Role.AUDITOR, Role.GATEKEEPER)
            .filter(each -> each.name().equals(text))
            .findFirst()
            .orElseGet(() -> new Role.Custom(text));
    await(tenant, platform.assignRole(actor, role, tenant));
    return ApiResponse.empty(200);
  }

  private ApiResponse grant(ApiRequest request) {
    ActorId actor = knownActor(request);
    JsonFields fields = JsonFields.of(request.json());
    TenantId tenant = fields.requiredId("tenant_id", TenantId::parse);
    await(tenant, platform.grant(actor, capability(fields.requiredText("capability")), tenant));
    return ApiResponse.empty(200);
  }

  private ApiResponse revoke(ApiRequest request) {
    ActorId actor = knownActor(request);
    TenantId tenant = tenantOfQuery(request);
    Capability capability = capability(PathIds.decoded(request.parameter("capability")));
    await(tenant, platform.revoke(actor, capability, tenant));
    return ApiResponse.empty(200);
  }

  private ApiResponse rights(ApiRequest request) {
    ActorId actor = knownActor(request);
    TenantId tenant = tenantOfQuery(request);
    if (EngineAnswers.await(platform.tenant(tenant)).isEmpty()) {
      throw PathIds.noTenant(tenant.toString());
    }
    return ApiResponse.json(
        200,
        new RightsDetail(
            actor,
            tenant,
            EngineAnswers.await(platform.role(actor, tenant)).map(Role::name).orElse(null),
            EngineAnswers.await(platform.capabilities(actor, tenant)).stream()
                .map(Capability::name)
                .toList()));
  }

  private static TenantId tenantOfQuery(ApiRequest request) {
    String text = ListQuery.last(QueryText.pieces(request.rawQuery()), PathIds.TENANT);
    if (text == null) {
      throw ApiException.of(
          ErrorCode.INVALID_FILTER, "tenant_id is required", "field", PathIds.TENANT);
    }
    return ListQuery.filter(PathIds.TENANT, text, TenantId::parse);
  }

  private static Capability capability(String text) {
    return Capability.BUILT_IN.stream()
        .filter(each -> each.name().equals(text))
        .findFirst()
        .orElseGet(() -> new Capability.Custom(text));
  }

  /// Over HTTP rights are those of registered actors (spec 04 §12, defect 7).
  private ActorId knownActor(ApiRequest request) {
    ActorId actor = PathIds.actor(request);
    if (EngineAnswers.await(workers.worker(actor)).isEmpty()) {
      throw PathIds.noActor(request.parameter(PathIds.ACTOR));
    }
    return actor;
  }

  private static <T> void await(TenantId tenant, CompletableFuture<T> answer) {
    try {
      EngineAnswers.await(answer);
    } catch (ActionQueueException.Refused e) {
      throw e.code().equals("unknown_tenant") ? PathIds.noTenant(tenant.toString()) : e;
    }
  }

  private static TenantDetail detail(StateImage.Tenant tenant) {
    return new TenantDetail(tenant.tenantId(), tenant.name(), tenant.createdAt());
  }
}
