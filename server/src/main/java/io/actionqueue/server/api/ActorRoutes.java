package io.actionqueue.server.api;

import io.actionqueue.ActionQueueException;
import io.actionqueue.Claim;
import io.actionqueue.ClaimRequest;
import io.actionqueue.Page;
import io.actionqueue.PageQuery;
import io.actionqueue.Principal;
import io.actionqueue.WorkerQuery;
import io.actionqueue.WorkerView;
import io.actionqueue.Workers;
import io.actionqueue.client.wire.ActorAnswer;
import io.actionqueue.client.wire.ActorDetail;
import io.actionqueue.client.wire.ActorList;
import io.actionqueue.client.wire.ClaimDetail;
import io.actionqueue.client.wire.ClaimList;
import io.actionqueue.client.wire.ClaimableList;
import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.actor.ActorRegistration;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.DepartmentId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.server.http.ApiException;
import io.actionqueue.server.http.ApiRequest;
import io.actionqueue.server.http.ApiResponse;
import io.actionqueue.server.http.Caller;
import io.actionqueue.server.http.Route;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The routes of remote workers about themselves, up to claiming (spec 04 §7, §13.3). Thread-safe.
final class ActorRoutes {
  private static final String ALL = "/api/v2/actors";
  private static final String ONE = ALL + "/{actor_id}";
  private static final int MAX_WAIT_SECS = 60;

  private final Function<Caller, Workers> workers;

  ActorRoutes(Function<Caller, Workers> workers) {
    this.workers = workers;
  }

  List<Route> routes() {
    return List.of(
        Route.work("POST", ALL + "/register", this::register),
        Route.work("POST", ONE + "/heartbeat", this::heartbeat),
        Route.work("DELETE", ONE, this::deregister),
        Route.work("GET", ONE + "/claimable", this::claimable),
        Route.work("POST", ONE + "/claims", this::claim),
        Route.query(ALL, this::list),
        Route.query(ONE, this::show));
  }

  private ApiResponse register(ApiRequest request, Caller caller) {
    JsonFields fields = JsonFields.of(request.json());
    ActorId id = fields.requiredId("actor_id", ActorId::parse);
    if (id.isNil()) {
      throw fields.invalid(ErrorCode.INVALID_ACTOR_ID, "actor_id", "must not be nil");
    }
    checkCaller(caller, id);
    TenantId tenant = tenant(fields, caller);
    ActorRegistration registration = registration(fields, id, tenant);
    try {
      EngineAnswers.await(workers.apply(caller).register(registration));
    } catch (ActionQueueException.Refused e) {
      throw e.code().equals("unknown_tenant") && tenant != null
          ? PathIds.noTenant(tenant.toString())
          : e;
    }
    return ApiResponse.json(201, new ActorAnswer(id)).with("Location", ALL + "/" + id);
  }

  /// Who asks on behalf of an actor in a tenant registers there without saying so.
  private static @Nullable TenantId tenant(JsonFields fields, Caller caller) {
    TenantId named = fields.id("tenant_id", TenantId::parse);
    return named == null && caller.principal() instanceof Principal.Member(_, var own)
        ? own
        : named;
  }

  /// Capabilities have a code of their own here, also where they come empty (spec 04 §7).
  private static ActorRegistration registration(
      JsonFields fields, ActorId id, @Nullable TenantId tenant) {
    List<String> capabilities = fields.requiredTexts("capabilities");
    if (capabilities.isEmpty() || capabilities.contains("")) {
      throw ApiException.of(
          ErrorCode.INVALID_CAPABILITIES,
          capabilities.isEmpty()
              ? "must declare at least one capability"
              : "capability string must be non-empty",
          "field",
          "capabilities");
    }
    return new ActorRegistration(
        id,
        fields.requiredText("identity"),
        capabilities,
        department(fields),
        fields.requiredUnsigned("heartbeat_interval_secs"),
        tenant);
  }

  private static @Nullable DepartmentId department(JsonFields fields) {
    String text = fields.text("department");
    try {
      return text == null ? null : new DepartmentId(text);
    } catch (InvalidValue _) {
      throw fields.invalid(ErrorCode.INVALID_DEPARTMENT, "department", "has 1 to 128 bytes");
    }
  }

  private ApiResponse heartbeat(ApiRequest request, Caller caller) {
    await(request, workers.apply(caller).heartbeat(self(request, caller)));
    return ApiResponse.empty(200);
  }

  private ApiResponse deregister(ApiRequest request, Caller caller) {
    await(request, workers.apply(caller).deregister(self(request, caller)));
    return ApiResponse.empty(200);
  }

  private ApiResponse claimable(ApiRequest request, Caller caller) {
    ActorId id = self(request, caller);
    int limit = Pagination.parse(QueryText.pieces(request.rawQuery())).limit();
    return ApiResponse.json(
        200,
        new ClaimableList(
            await(request, workers.apply(caller).claimable(id, limit)).stream()
                .map(WireViews::summary)
                .toList()));
  }

  private ApiResponse claim(ApiRequest request, Caller caller) {
    ActorId id = self(request, caller);
    ClaimRequest wanted = ClaimRequest.by(id);
    Duration wait = Duration.ZERO;
    var body = request.optionalJson();
    if (body.isPresent()) {
      JsonFields fields = JsonFields.of(body.get());
      Long max = fields.unsigned("max", 1, ClaimRequest.MAX_RUNS);
      Long lease = fields.unsigned("lease_secs");
      wait =
          Duration.ofSeconds(
              Objects.requireNonNullElse(fields.unsigned("wait_secs", 0, MAX_WAIT_SECS), 0L));
      wanted = wanted.max(max == null ? 1 : max.intValue()).waitUpTo(wait);
      wanted = lease == null ? wanted : wanted.leaseSecs(lease);
    }
    List<Claim> claims = await(request, workers.apply(caller).claim(wanted), wait);
    return ApiResponse.json(200, new ClaimList(claims.stream().map(ActorRoutes::detail).toList()));
  }

  private ApiResponse list(ApiRequest request, Caller caller) {
    var pieces = QueryText.pieces(request.rawQuery());
    PageQuery slice = ListQuery.page(pieces);
    WorkerQuery query = WorkerQuery.ALL.slice(slice);
    String tenant = ListQuery.last(pieces, "tenant_id");
    if (tenant != null) {
      query = query.of(ListQuery.filter("tenant_id", tenant, TenantId::parse));
    }
    String department = ListQuery.last(pieces, "department");
    if (department != null) {
      query = query.of(ListQuery.filter("department", department, DepartmentId::new));
    }
    if ("true".equals(ListQuery.last(pieces, "active"))) {
      query = query.active();
    }
    Page<WorkerView> page = EngineAnswers.await(workers.apply(caller).list(query));
    return ApiResponse.json(
        200,
        new ActorList(
            page.items().stream().map(ActorRoutes::detail).toList(),
            slice.limit(),
            slice.offset(),
            WireViews.counted(page),
            page.next()));
  }

  private ApiResponse show(ApiRequest request, Caller caller) {
    return EngineAnswers.await(workers.apply(caller).worker(PathIds.actor(request)))
        .map(worker -> ApiResponse.json(200, detail(worker)))
        .orElseThrow(() -> PathIds.noActor(request.parameter(PathIds.ACTOR)));
  }

  /// The actor of the path, which the caller must be allowed to be.
  private static ActorId self(ApiRequest request, Caller caller) {
    ActorId id = PathIds.actor(request);
    checkCaller(caller, id);
    return id;
  }

  /// Of those within a tenant the engine asks it, and hides other actors.
  static void checkCaller(Caller caller, ActorId actor) {
    if (caller.isOperator() && caller.actor() != null && !caller.actor().equals(actor)) {
      throw ApiException.of(
          ErrorCode.FORBIDDEN, "the token of " + caller.name() + " is that of another actor");
    }
  }

  private static <T> T await(ApiRequest request, CompletableFuture<T> answer) {
    return await(request, answer, Duration.ZERO);
  }

  private static <T> T await(ApiRequest request, CompletableFuture<T> answer, Duration wait) {
    try {
      return EngineAnswers.await(answer, wait);
    } catch (ActionQueueException.Refused e) {
      throw e.code().equals("unknown_actor")
          ? PathIds.noActor(request.parameter(PathIds.ACTOR))
          : e;
    }
  }

  private static ActorDetail detail(WorkerView worker) {
    StateImage.Actor actor = worker.actor();
    return new ActorDetail(
        actor.actorId(),
        actor.identity(),
        actor.capabilities(),
        actor.department(),
        actor.tenantId(),
        actor.heartbeatIntervalSecs(),
        actor.registeredAt(),
        actor.deregisteredAt(),
        worker.heardAt(),
        worker.leases());
  }

  private static ClaimDetail detail(Claim claim) {
    return new ClaimDetail(
        claim.ref().runId(),
        claim.spec().id(),
        claim.ref().attemptId(),
        claim.attempt(),
        claim.countedAttempt(),
        claim.spec().payload().bytes(),
        claim.spec().payload().contentType(),
        claim.spec().constraints().timeoutSecs(),
        claim.scheduledAt(),
        claim.leaseExpiry(),
        claim.leaseToken(),
        claim.spec().constraints().requiredCapabilities(),
        claim.partial());
  }
}
