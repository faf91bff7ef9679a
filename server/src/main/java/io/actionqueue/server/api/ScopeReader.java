package io.actionqueue.server.api;

import io.actionqueue.Principal;
import io.actionqueue.client.wire.ErrorCode;
import io.actionqueue.client.wire.ScopeDetail;
import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.server.http.ApiException;
import io.actionqueue.server.http.ApiRequest;
import io.actionqueue.server.http.Caller;
import org.jspecify.annotations.Nullable;

/// Reads what a limit or a pause is about, from a body or from a query. A caller within a tenant
/// means its tenant's key where it names none.
final class ScopeReader {
  private static final String SCOPE = "scope";
  private static final String ACTION = "action";
  private static final String KEY = "key";

  private ScopeReader() {}

  /// The scope in the field `scope`.
  static Scope read(JsonFields fields, Caller caller) {
    JsonFields scope = fields.object(SCOPE);
    if (scope == null) {
      throw fields.invalid(SCOPE, "is required");
    }
    return scope(
        new ScopeDetail(
            scope.text(ACTION), scope.text(KEY), scope.id(PathIds.TENANT, TenantId::parse)),
        caller,
        ErrorCode.INVALID_BODY);
  }

  /// The scope that a query names.
  static Scope read(ApiRequest request, Caller caller) {
    var pieces = QueryText.pieces(request.rawQuery());
    String tenant = ListQuery.last(pieces, PathIds.TENANT);
    return scope(
        new ScopeDetail(
            ListQuery.last(pieces, ACTION),
            ListQuery.last(pieces, KEY),
            tenant == null ? null : ListQuery.filter(PathIds.TENANT, tenant, TenantId::parse)),
        caller,
        ErrorCode.INVALID_FILTER);
  }

  private static Scope scope(ScopeDetail words, Caller caller, ErrorCode otherwise) {
    try {
      return new ScopeDetail(words.action(), words.key(), tenant(words, caller)).toScope();
    } catch (InvalidValue e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw ApiException.of(otherwise, String.valueOf(e.getMessage()), "field", SCOPE);
    }
  }

  private static @Nullable TenantId tenant(ScopeDetail words, Caller caller) {
    return words.key() != null
            && words.tenantId() == null
            && caller.principal() instanceof Principal.Member(_, var own)
        ? own
        : words.tenantId();
  }
}
