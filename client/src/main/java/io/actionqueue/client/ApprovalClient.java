package io.actionqueue.client;

import io.actionqueue.client.wire.ApprovalDetail;
import io.actionqueue.client.wire.ApprovalList;
import io.actionqueue.client.wire.DecisionOrder;
import io.actionqueue.client.wire.RunApprovals;
import io.actionqueue.client.wire.WireJson;
import io.actionqueue.core.id.RunId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Runs that wait until somebody decides (spec 03 §10.7). Thread-safe; failures as of
/// [ActionQueueClient].
public final class ApprovalClient {
  private final HttpExchange exchange;

  ApprovalClient(HttpExchange exchange) {
    this.exchange = exchange;
  }

  /// Gates at which runs wait now, in order of opening.
  ///
  /// @param limit 1 to 1000
  /// @param offset how many to pass over
  public ApprovalList pending(int limit, long offset) {
    return pending(ListFilter.slice(limit, offset));
  }

  /// Gates at which runs wait now, in order of opening.
  public ApprovalList pending(ListFilter slice) {
    return exchange.get("/api/v2/approvals" + slice.query(""), Duration.ZERO, ApprovalList.class);
  }

  /// Every gate that a run has come to, in order of first opening.
  public RunApprovals of(RunId run) {
    return exchange.get("/api/v2/runs/" + run + "/approvals", Duration.ZERO, RunApprovals.class);
  }

  /// Lets a run go on. The same decision again, by the same caller and in the same words, gets the
  /// first answer again.
  ///
  /// @param comment kept with the decision, null for none
  public ApprovalDetail approve(RunId run, String gate, @Nullable String comment) {
    return decide(run, gate, "approve", comment);
  }

  /// Ends a run Failed. Repetitions as of [#approve].
  ///
  /// @param comment kept with the decision, null for none
  public ApprovalDetail reject(RunId run, String gate, @Nullable String comment) {
    return decide(run, gate, "reject", comment);
  }

  private ApprovalDetail decide(RunId run, String gate, String how, @Nullable String comment) {
    return exchange.post(
        "/api/v2/runs/" + run + "/approvals/" + UrlText.encoded(gate) + "/" + how,
        WireJson.write(new DecisionOrder(comment)),
        ApprovalDetail.class);
  }
}
