package io.actionqueue.cli.queue;

import io.actionqueue.client.ActionQueueClient;
import io.actionqueue.client.ListFilter;
import io.actionqueue.client.wire.ApprovalDetail;
import io.actionqueue.client.wire.ApprovalList;
import io.actionqueue.client.wire.DeadLetterList;
import io.actionqueue.client.wire.LedgerDetail;
import io.actionqueue.client.wire.LedgerList;
import io.actionqueue.client.wire.LedgerOrder;
import io.actionqueue.client.wire.LimitDetail;
import io.actionqueue.client.wire.LimitList;
import io.actionqueue.client.wire.PauseList;
import io.actionqueue.client.wire.RedriveAnswer;
import io.actionqueue.client.wire.RunApprovals;
import io.actionqueue.client.wire.ScopeAnswer;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.run.GateVerdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// That of a queue behind a daemon.
final class DaemonOversight implements Oversight {
  private final ActionQueueClient client;

  DaemonOversight(ActionQueueClient client) {
    this.client = client;
  }

  @Override
  public ApprovalList approvals(int limit, long offset) {
    return DaemonQueue.call(() -> client.approvals().pending(limit, offset));
  }

  @Override
  public RunApprovals approvals(RunId run) {
    return DaemonQueue.call(() -> client.approvals().of(run));
  }

  @Override
  public ApprovalDetail decide(
      RunId run, String gate, GateVerdict verdict, @Nullable String comment) {
    return DaemonQueue.call(() ->
        switch (verdict) {
          case APPROVED -> client.approvals().approve(run, gate, comment);
          case REJECTED -> client.approvals().reject(run, gate, comment);
        });
  }

  @Override
  public LedgerList ledger(LedgerSlice slice) {
    ListFilter filter =
        ListFilter.slice(slice.limit(), slice.offset())
            .tenant(slice.tenant())
            .ledgerKey(slice.key())
            .within(slice.recorded())
            .after(slice.after());
    return DaemonQueue.call(() -> client.ledger().entries(filter));
  }

  @Override
  public LedgerDetail entry(LedgerEntryId id) {
    return DaemonQueue.call(() -> client.ledger().entry(id));
  }

  @Override
  public LedgerEntryId append(LedgerOrder order) {
    return DaemonQueue.call(() -> client.ledger().append(order));
  }

  @Override
  public DeadLetterList deadLetters(int limit, long offset) {
    return DaemonQueue.call(() -> client.deadLetters().list(limit, offset));
  }

  @Override
  public List<RedriveAnswer> redrive(List<RunId> runs) {
    return DaemonQueue.call(() -> client.deadLetters().redrive(runs));
  }

  @Override
  public LimitList limits() {
    return DaemonQueue.call(() -> client.limits().list());
  }

  @Override
  public LimitDetail limit(Scope scope, Limit limit) {
    return DaemonQueue.call(() -> client.limits().set(scope, limit));
  }

  @Override
  public ScopeAnswer unlimit(Scope scope) {
    return DaemonQueue.call(() -> client.limits().clear(scope));
  }

  @Override
  public PauseList pauses() {
    return DaemonQueue.call(() -> client.limits().paused());
  }

  @Override
  public ScopeAnswer pause(Scope scope) {
    return DaemonQueue.call(() -> client.limits().pause(scope));
  }

  @Override
  public ScopeAnswer resume(Scope scope) {
    return DaemonQueue.call(() -> client.limits().resume(scope));
  }
}
