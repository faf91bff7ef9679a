package io.actionqueue.cli.queue;

import io.actionqueue.cli.failure.CliFailure;
import io.actionqueue.client.wire.ApprovalDetail;
import io.actionqueue.client.wire.ApprovalList;
import io.actionqueue.client.wire.DeadLetterDetail;
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
import io.actionqueue.client.wire.ScopeDetail;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.run.GateVerdict;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.Extensions;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// That of a queue that nobody works on: what is recorded can be read, nothing can be changed.
final class OfflineOversight implements Oversight {
  private final QueueState state;

  OfflineOversight(QueueState state) {
    this.state = state;
  }

  @Override
  public ApprovalList approvals(int limit, long offset) {
    List<ApprovalDetail> open = new ArrayList<>();
    for (RunEntry run : state.runs()) {
      if (!run.state().isTerminal()) {
        gates(run).stream().filter(gate -> gate.decision() == null).forEach(open::add);
      }
    }
    List<ApprovalDetail> slice =
        open.stream()
            .sorted(Comparator.comparing(ApprovalDetail::openedAtMillis, Long::compareUnsigned))
            .skip(offset)
            .limit(limit)
            .toList();
    return new ApprovalList(slice, limit, offset, open.size());
  }

  @Override
  public RunApprovals approvals(RunId id) {
    RunEntry run = state.run(id);
    if (run == null) {
      throw CliFailure.validation("run_not_found", "run not found: " + id);
    }
    return new RunApprovals(id, gates(run));
  }

  private List<ApprovalDetail> gates(RunEntry run) {
    return state.extensions().gates(run.id()).stream().map(gate -> approval(run, gate)).toList();
  }

  private static ApprovalDetail approval(RunEntry run, Extensions.Gate gate) {
    ExtensionEvent.GateDecided decided = gate.decision();
    return new ApprovalDetail(
        run.id(),
        run.taskId(),
        gate.name(),
        gate.openedAtMillis(),
        decided == null
            ? null
            : new ApprovalDetail.Decision(
                decided.verdict(), decided.by(), decided.comment(), decided.timestampMillis()));
  }

  @Override
  public LedgerList ledger(LedgerSlice slice) {
    OfflineViews.requireBeginning(slice.after());
    List<StateImage.LedgerEntry> all =
        entries(slice.tenant(), slice.key()).stream()
            .filter(entry -> slice.recorded().contains(entry.timestamp()))
            .toList();
    return new LedgerList(
        all.stream().skip(slice.offset()).limit(slice.limit()).map(this::detail).toList(),
        slice.limit(),
        slice.offset(),
        all.size());
  }

  private List<StateImage.LedgerEntry> entries(@Nullable TenantId tenant, @Nullable String key) {
    if (tenant != null) {
      return key == null ? state.ledgerOfTenant(tenant) : state.ledger(tenant, key);
    }
    return key == null ? state.ledger() : state.ledgerOfKey(key);
  }

  @Override
  public LedgerDetail entry(LedgerEntryId id) {
    StateImage.LedgerEntry entry = state.ledgerEntry(id);
    if (entry == null) {
      throw CliFailure.validation("ledger_entry_not_found", "ledger entry not found: " + id);
    }
    return detail(entry);
  }

  private LedgerDetail detail(StateImage.LedgerEntry entry) {
    Long occurred = state.extensions().occurredAtMillis(entry.entryId());
    return new LedgerDetail(
        entry.entryId(),
        entry.tenantId(),
        entry.ledgerKey(),
        entry.actorId(),
        entry.payload(),
        entry.timestamp(),
        occurred == null ? entry.timestamp() * 1000 : occurred);
  }

  @Override
  public DeadLetterList deadLetters(int limit, long offset) {
    List<DeadLetterDetail> slice =
        state.runs().stream()
            .filter(run -> run.state() == RunState.FAILED)
            .sorted(OfflineViews.RUNS)
            .skip(offset)
            .limit(limit)
            .map(this::letter)
            .toList();
    return new DeadLetterList(slice, limit, offset, state.runsIn(RunState.FAILED));
  }

  private DeadLetterDetail letter(RunEntry run) {
    var attempts = run.attempts();
    return new DeadLetterDetail(
        OfflineViews.summary(run),
        run.lastStateChangeAt(),
        attempts.isEmpty() ? null : attempts.getLast().error(),
        state.extensions().redrivesOf(run.id()));
  }

  @Override
  public LimitList limits() {
    return new LimitList(
        state.extensions().limits().stream()
            .map(set -> LimitDetail.of(ScopeDetail.of(set.scope()), set.limit()))
            .toList());
  }

  @Override
  public PauseList pauses() {
    return new PauseList(
        state.extensions().paused().stream()
            .map(paused -> ScopeDetail.of(paused.scope()))
            .toList());
  }

  @Override
  public ApprovalDetail decide(
      RunId run, String gate, GateVerdict verdict, @Nullable String comment) {
    throw OfflineQueue.nobody();
  }

  @Override
  public LedgerEntryId append(LedgerOrder order) {
    throw OfflineQueue.nobody();
  }

  @Override
  public List<RedriveAnswer> redrive(List<RunId> runs) {
    throw OfflineQueue.nobody();
  }

  @Override
  public LimitDetail limit(Scope scope, Limit limit) {
    throw OfflineQueue.nobody();
  }

  @Override
  public ScopeAnswer unlimit(Scope scope) {
    throw OfflineQueue.nobody();
  }

  @Override
  public ScopeAnswer pause(Scope scope) {
    throw OfflineQueue.nobody();
  }

  @Override
  public ScopeAnswer resume(Scope scope) {
    throw OfflineQueue.nobody();
  }
}
