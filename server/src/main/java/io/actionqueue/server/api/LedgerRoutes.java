package io.actionqueue.server.api;

import io.actionqueue.ActionQueueException;
import io.actionqueue.Ledger;
import io.actionqueue.LedgerQuery;
import io.actionqueue.LedgerRequest;
import io.actionqueue.LedgerView;
import io.actionqueue.Page;
import io.actionqueue.PageQuery;
import io.actionqueue.Principal;
import io.actionqueue.Workers;
import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.client.wire.LedgerAnswer;
import io.actionqueue.client.wire.LedgerDetail;
import io.actionqueue.client.wire.LedgerList;
import io.actionqueue.core.TimeRange;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.server.http.ApiException;
import io.actionqueue.server.http.ApiRequest;
import io.actionqueue.server.http.ApiResponse;
import io.actionqueue.server.http.Caller;
import io.actionqueue.server.http.Route;
import java.util.List;
import java.util.function.Function;

/// The routes about the tenants' ledgers (spec 04 §8, §13.2). Thread-safe.
final class LedgerRoutes {
  private static final String ALL = "/api/v2/ledger";
  private static final String ID = "entry_id";

  private final Function<Caller, Ledger> ledger;
  private final Workers workers;

  /// @param workers all of them: over HTTP who acted is a registered actor (spec 04 §12, defect 7)
  LedgerRoutes(Function<Caller, Ledger> ledger, Workers workers) {
    this.ledger = ledger;
    this.workers = workers;
  }

  List<Route> routes() {
    return List.of(
        Route.command("POST", ALL, this::append),
        Route.query(ALL, this::page),
        Route.query(ALL + "/{entry_id}", this::entry));
  }

  private ApiResponse append(ApiRequest request, Caller caller) {
    JsonFields fields = JsonFields.of(request.json());
    TenantId tenant = tenant(fields, caller);
    LedgerRequest wanted =
        LedgerRequest.of(tenant, fields.requiredText("ledger_key"))
            .payload(PayloadReader.read(fields).bytes());
    LedgerEntryId id = fields.id(ID, LedgerEntryId::parse);
    if (id != null) {
      wanted = wanted.id(id);
    }
    ActorId actor = fields.id("actor_id", ActorId::parse);
    if (actor != null && caller.isOperator()) {
      requireKnown(actor);
      wanted = wanted.actor(actor);
    }
    Long occurred = fields.unsigned("occurred_at_millis");
    if (occurred != null) {
      wanted = wanted.occurredAtMillis(occurred);
    }
    LedgerView entry = appended(ledger.apply(caller), wanted, tenant);
    return ApiResponse.json(201, new LedgerAnswer(entry.id()))
        .with("Location", ALL + "/" + entry.id());
  }

  private static LedgerView appended(Ledger ledger, LedgerRequest wanted, TenantId tenant) {
    try {
      return EngineAnswers.await(ledger.append(wanted));
    } catch (ActionQueueException.Refused e) {
      throw e.code().equals("unknown_tenant") ? PathIds.noTenant(tenant.toString()) : e;
    }
  }

  /// Who asks on behalf of an actor in a tenant need not name it.
  private static TenantId tenant(JsonFields fields, Caller caller) {
    TenantId named = fields.id("tenant_id", TenantId::parse);
    if (named != null) {
      return named;
    }
    return switch (caller.principal()) {
      case Principal.Member(_, var own) -> own;
      case Principal.Embedder _ -> throw fields.invalid("tenant_id", "is required");
    };
  }

  private void requireKnown(ActorId actor) {
    if (EngineAnswers.await(workers.worker(actor)).isEmpty()) {
      throw PathIds.noActor(actor.toString());
    }
  }

  private ApiResponse page(ApiRequest request, Caller caller) {
    var pieces = QueryText.pieces(request.rawQuery());
    PageQuery slice = ListQuery.page(pieces);
    TenantId tenant = ListQuery.tenantFilter(pieces);
    String key = ListQuery.last(pieces, "ledger_key");
    TimeRange recorded = ListQuery.time(pieces, "recorded");
    LedgerQuery query =
        new LedgerQuery(slice.limit(), slice.offset(), tenant, key, recorded, slice.after());
    Page<LedgerView> page = EngineAnswers.await(ledger.apply(caller).page(query));
    return ApiResponse.json(
        200,
        new LedgerList(
            page.items().stream().map(LedgerRoutes::detail).toList(),
            slice.limit(),
            slice.offset(),
            WireViews.counted(page),
            page.next()));
  }

  private ApiResponse entry(ApiRequest request, Caller caller) {
    LedgerEntryId id =
        PathIds.id(request, ID, LedgerEntryId::parse, ErrorCode.INVALID_LEDGER_ENTRY_ID);
    return EngineAnswers.await(ledger.apply(caller).entry(id))
        .map(entry -> ApiResponse.json(200, detail(entry)))
        .orElseThrow(() ->
            ApiException.of(
                ErrorCode.LEDGER_ENTRY_NOT_FOUND,
                "ledger entry not found",
                ID,
                request.parameter(ID)));
  }

  private static LedgerDetail detail(LedgerView entry) {
    return new LedgerDetail(
        entry.id(),
        entry.tenant(),
        entry.key(),
        entry.actor(),
        entry.payload(),
        entry.recordedAt(),
        entry.occurredAtMillis());
  }
}
