package io.actionqueue.cli.queue;

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
import io.actionqueue.core.TimeRange;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.policy.Limit;
import io.actionqueue.core.policy.Scope;
import io.actionqueue.core.run.GateVerdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What people decide, limit and keep about a queue, beside its tasks and runs. Reading works
/// anywhere; every change needs somebody who works on the queue, and ends with `no_daemon` without.
public interface Oversight {
  /// A slice of the gates at which runs wait, in order of opening.
  ApprovalList approvals(int limit, long offset);

  /// Every gate that a run has come to.
  RunApprovals approvals(RunId run);

  /// Decides over a gate.
  ApprovalDetail decide(RunId run, String gate, GateVerdict verdict, @Nullable String comment);

  /// A slice of the ledgers' entries, in order of appending.
  LedgerList ledger(LedgerSlice slice);

  /// Which entries of ledgers.
  ///
  /// @param limit at most so many, 1 to 1000
  /// @param offset how many to pass over
  /// @param tenant only those of this tenant, null for all
  /// @param key only those of lists of this key, null for all
  /// @param recorded only those that were recorded within this time
  /// @param after only what follows the page that said this, null for the beginning
  record LedgerSlice(
      int limit,
      long offset,
      @Nullable TenantId tenant,
      @Nullable String key,
      TimeRange recorded,
      @Nullable String after) {}

  /// One entry.
  LedgerDetail entry(LedgerEntryId id);

  /// Appends an entry.
  LedgerEntryId append(LedgerOrder order);

  /// A slice of the failed runs, by due time and id.
  DeadLetterList deadLetters(int limit, long offset);

  /// Does failed runs again, in one batch.
  List<RedriveAnswer> redrive(List<RunId> runs);

  /// The limits in force.
  LimitList limits();

  /// Limits a scope.
  LimitDetail limit(Scope scope, Limit limit);

  /// Takes the limit of a scope away.
  ScopeAnswer unlimit(Scope scope);

  /// What is paused.
  PauseList pauses();

  /// Holds the starts of a scope.
  ScopeAnswer pause(Scope scope);

  /// Ends the pause of a scope.
  ScopeAnswer resume(Scope scope);
}
