package io.actionqueue.core.command;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.LedgerEntryId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.GateVerdict;
import org.jspecify.annotations.Nullable;

/// Decides over a gate that a run waits at (spec 03 §10.7): the decision, an entry of its tenant's
/// ledger if it has a tenant, and what follows, in one batch. Approved, the run is Ready. Rejected,
/// it ends Failed, by an attempt that begins and ends in the batch and tells who rejected it and
/// why: no move leads from Suspended to Failed. All that waits for its task is canceled then.
///
/// Refused, in this order: `unknown_run`, `unknown_gate`, `gate_already_decided`,
/// `run_already_terminal`, `run_resume_requires_suspended`, `task_canceled`.
///
/// @param runId the run
/// @param gate the name of what it waits for
/// @param verdict how
/// @param by who decides, null if nobody is named
/// @param comment in their words, null for none
/// @param ledger the entry that a tenant's ledger gets, under the key `decision`
/// @param rejectedAttempt the attempt that records a rejection
/// @param timestampMillis epoch milliseconds, unsigned
public record DecideGate(
    RunId runId,
    String gate,
    GateVerdict verdict,
    @Nullable ActorId by,
    @Nullable String comment,
    Entry ledger,
    AttemptId rejectedAttempt,
    long timestampMillis)
    implements BatchCommand {
  /// What a ledger gets of a decision.
  ///
  /// @param id the entry; not nil
  /// @param payload its bytes
  public record Entry(LedgerEntryId id, Bytes payload) {}

  /// The key of the ledger's list of decisions.
  public static final String LEDGER_KEY = "decision";

  /// Checks the ids.
  ///
  /// @throws io.actionqueue.core.InvalidValue kind `InvalidAttemptId` or `InvalidLedgerEntryId`
  public DecideGate {
    Arguments.notNil(rejectedAttempt, "InvalidAttemptId");
    Arguments.notNil(ledger.id(), "InvalidLedgerEntryId");
  }
}
