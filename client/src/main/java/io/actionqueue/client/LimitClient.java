package io.actionqueue.client;

import io.actionqueue.client.wire.LimitDetail;
import io.actionqueue.client.wire.LimitList;
import io.actionqueue.client.wire.PauseList;
import io.actionqueue.client.wire.PauseOrder;
import io.actionqueue.client.wire.PriorityOrder;
import io.actionqueue.client.wire.RunDetail;
import io.actionqueue.client.wire.ScopeAnswer;
import io.actionqueue.client.wire.ScopeDetail;
import io.actionqueue.client.wire.TenantWeight;
import io.actionqueue.client.wire.WeightOrder;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import java.time.Duration;
import java.util.StringJoiner;

/// Limits and pauses of actions, keys and tenants: durable, in force at once. Thread-safe; failures
/// as of [ActionQueueClient].
public final class LimitClient {
  private static final String LIMITS = "/api/v1/limits";
  private static final String PAUSES = "/api/v1/pauses";

  private final HttpExchange exchange;

  LimitClient(HttpExchange exchange) {
    this.exchange = exchange;
  }

  /// The limits in force, in the order in which they were set first.
  public LimitList list() {
    return exchange.get(LIMITS, Duration.ZERO, LimitList.class);
  }

  /// Limits a scope, in place of the limit that it has.
  public LimitDetail set(Scope scope, Limit limit) {
    byte[] body = WireJson.write(LimitDetail.of(ScopeDetail.of(scope), limit));
    return exchange.put(LIMITS, body, LimitDetail.class);
  }

  /// Takes the limit of a scope away; refused with `no_limit` where there is none.
  public ScopeAnswer clear(Scope scope) {
    return exchange.delete(LIMITS + query(scope), ScopeAnswer.class);
  }

  /// The scopes that are paused, in order of their pauses.
  public PauseList paused() {
    return exchange.get(PAUSES, Duration.ZERO, PauseList.class);
  }

  /// Holds the starts of a scope.
  public ScopeAnswer pause(Scope scope) {
    byte[] body = WireJson.write(new PauseOrder(ScopeDetail.of(scope)));
    return exchange.put(PAUSES, body, ScopeAnswer.class);
  }

  /// Ends the pause of a scope.
  public ScopeAnswer resume(Scope scope) {
    return exchange.delete(PAUSES + query(scope), ScopeAnswer.class);
  }

  /// Gives a Ready run another priority until it starts.
  ///
  /// @param priority larger is more urgent
  public RunDetail reprioritise(RunId run, int priority) {
    byte[] body = WireJson.write(new PriorityOrder(priority));
    return exchange.post("/api/v1/runs/" + run + "/priority", body, RunDetail.class);
  }

  /// Sets a tenant's share of the starts, compared with those of the others.
  ///
  /// @param weight at least 1
  public TenantWeight weight(TenantId tenant, int weight) {
    byte[] body = WireJson.write(new WeightOrder(weight));
    return exchange.put("/api/v2/tenants/" + tenant + "/weight", body, TenantWeight.class);
  }

  private static String query(Scope scope) {
    ScopeDetail words = ScopeDetail.of(scope);
    var query = new StringJoiner("&", "?", "");
    if (words.action() != null) {
      query.add("action=" + UrlText.encoded(words.action()));
    }
    if (words.key() != null) {
      query.add("key=" + UrlText.encoded(words.key()));
    }
    if (words.tenantId() != null) {
      query.add("tenant_id=" + words.tenantId());
    }
    return query.toString();
  }
}
