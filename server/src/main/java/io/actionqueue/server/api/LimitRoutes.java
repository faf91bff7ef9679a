package io.actionqueue.server.api;

import io.actionqueue.ActionQueueException;
import io.actionqueue.Limits;
import io.actionqueue.Platform;
import io.actionqueue.RunView;
import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.client.wire.LimitDetail;
import io.actionqueue.client.wire.LimitList;
import io.actionqueue.client.wire.PauseList;
import io.actionqueue.client.wire.ScopeAnswer;
import io.actionqueue.client.wire.ScopeDetail;
import io.actionqueue.client.wire.TenantWeight;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.server.http.ApiException;
import io.actionqueue.server.http.ApiRequest;
import io.actionqueue.server.http.ApiResponse;
import io.actionqueue.server.http.Caller;
import io.actionqueue.server.http.Route;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The routes about limits and pauses of actions, keys and tenants, about shares of tenants and
/// about priorities of runs. Thread-safe.
final class LimitRoutes {
  private static final String LIMITS = "/api/v1/limits";
  private static final String PAUSES = "/api/v1/pauses";
  private static final long MAX_NUMBER = Integer.MAX_VALUE;

  private final Function<Caller, Limits> limits;
  private final Platform platform;

  /// @param platform over HTTP the tenants of limits exist
  LimitRoutes(Function<Caller, Limits> limits, Platform platform) {
    this.limits = limits;
    this.platform = platform;
  }

  List<Route> routes() {
    return List.of(
        Route.query(LIMITS, (_, caller) -> list(caller)),
        Route.command("PUT", LIMITS, this::set),
        Route.command("DELETE", LIMITS, this::clear),
        Route.query(PAUSES, (_, caller) -> paused(caller)),
        Route.command("PUT", PAUSES, this::pause),
        Route.command("DELETE", PAUSES, this::resume),
        Route.command("POST", "/api/v1/runs/{run_id}/priority", this::reprioritise),
        Route.changing("PUT", "/api/v2/tenants/{tenant_id}/weight", this::weigh));
  }

  private ApiResponse list(Caller caller) {
    return ApiResponse.json(
        200,
        new LimitList(
            EngineAnswers.await(limits.apply(caller).list()).stream()
                .map(LimitRoutes::detail)
                .toList()));
  }

  private ApiResponse set(ApiRequest request, Caller caller) {
    JsonFields fields = JsonFields.of(request.json());
    Scope scope = ScopeReader.read(fields, caller);
    Long permits = fields.unsigned("permits", 0, MAX_NUMBER);
    var limit = new Limit(permits == null ? null : permits.intValue(), rate(fields.object("rate")));
    requireTenant(scope, caller);
    return ApiResponse.json(200, detail(await(scope, limits.apply(caller).set(scope, limit))));
  }

  private static Limit.@Nullable Rate rate(@Nullable JsonFields fields) {
    if (fields == null) {
      return null;
    }
    Long tokens = fields.unsigned("tokens", 0, MAX_NUMBER);
    if (tokens == null) {
      throw fields.invalid("tokens", "is required");
    }
    return new Limit.Rate(
        tokens.intValue(),
        Objects.requireNonNullElse(fields.unsigned("per_millis"), 1000L),
        Objects.requireNonNullElse(fields.unsigned("burst", 0, MAX_NUMBER), tokens).intValue());
  }

  private ApiResponse clear(ApiRequest request, Caller caller) {
    Scope scope = ScopeReader.read(request, caller);
    if (!await(scope, limits.apply(caller).clear(scope))) {
      throw ApiException.of(
          ErrorCode.NO_LIMIT, scope.label() + " has no limit", "scope", scope.label());
    }
    return answer(scope, "cleared");
  }

  private ApiResponse paused(Caller caller) {
    return ApiResponse.json(
        200,
        new PauseList(
            EngineAnswers.await(limits.apply(caller).paused()).stream()
                .map(ScopeDetail::of)
                .toList()));
  }

  private ApiResponse pause(ApiRequest request, Caller caller) {
    Scope scope = ScopeReader.read(JsonFields.of(request.json()), caller);
    requireTenant(scope, caller);
    boolean now = await(scope, limits.apply(caller).pause(scope));
    return answer(scope, now ? "paused" : "already_paused");
  }

  private ApiResponse resume(ApiRequest request, Caller caller) {
    Scope scope = ScopeReader.read(request, caller);
    boolean now = await(scope, limits.apply(caller).resume(scope));
    return answer(scope, now ? "resumed" : "already_resumed");
  }

  private ApiResponse reprioritise(ApiRequest request, Caller caller) {
    RunId run = PathIds.run(request);
    int priority = JsonFields.of(request.json()).requiredInt("priority");
    try {
      RunView view = EngineAnswers.await(limits.apply(caller).reprioritise(run, priority));
      return ApiResponse.json(200, WireViews.detail(view));
    } catch (ActionQueueException.Refused e) {
      throw e.code().equals("unknown_run") ? PathIds.noRun(request) : e;
    }
  }

  private ApiResponse weigh(ApiRequest request, Caller caller) {
    TenantId tenant = PathIds.tenant(request);
    JsonFields fields = JsonFields.of(request.json());
    Long weight = fields.unsigned("weight", 1, MAX_NUMBER);
    if (weight == null) {
      throw fields.invalid("weight", "is required");
    }
    if (EngineAnswers.await(platform.tenant(tenant)).isEmpty()) {
      throw PathIds.noTenant(request.parameter(PathIds.TENANT));
    }
    int set = EngineAnswers.await(limits.apply(caller).weight(tenant, weight.intValue()));
    return ApiResponse.json(200, new TenantWeight(tenant, set));
  }

  /// A scope of a tenant that does not exist would wait for one that is made later. Who asks within
  /// a tenant is answered by the engine.
  private void requireTenant(Scope scope, Caller caller) {
    TenantId tenant = tenantOf(scope);
    if (tenant != null
        && caller.isOperator()
        && EngineAnswers.await(platform.tenant(tenant)).isEmpty()) {
      throw PathIds.noTenant(tenant.toString());
    }
  }

  private static @Nullable TenantId tenantOf(Scope scope) {
    return switch (scope) {
      case Scope.Action _ -> null;
      case Scope.Key(var tenant, _) -> tenant;
      case Scope.Tenant(var tenant) -> tenant;
    };
  }

  private static <T> T await(Scope scope, CompletableFuture<T> answer) {
    try {
      return EngineAnswers.await(answer);
    } catch (ActionQueueException.Refused e) {
      TenantId tenant = tenantOf(scope);
      throw e.code().equals("unknown_tenant") && tenant != null
          ? PathIds.noTenant(tenant.toString())
          : e;
    }
  }

  private static LimitDetail detail(Limits.ScopeLimit limit) {
    return LimitDetail.of(ScopeDetail.of(limit.scope()), limit.limit());
  }

  private static ApiResponse answer(Scope scope, String status) {
    return ApiResponse.json(200, new ScopeAnswer(ScopeDetail.of(scope), status));
  }
}
