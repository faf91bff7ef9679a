package io.actionqueue.simulation;

import io.actionqueue.Approval;
import io.actionqueue.Outcome;
import io.actionqueue.core.event.AttemptEvent;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent.GateDecided;
import io.actionqueue.core.event.ExtensionEvent.GateOpened;
import io.actionqueue.core.event.ExtensionEvent.TasksDropped;
import io.actionqueue.core.event.PlatformEvent;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.GateVerdict;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gates that runs wait at (03 §10.7), by an account of its own: a run that came to one goes on by
/// a decision alone, which somebody made, which counts once, and whose consequence is there with
/// it.
final class GateJudge implements Concern {
  private static final String RULE = "03 §10.7";

  private final Knowledge known;
  private final Verdicts verdicts;
  private final Map<Name, Passage> gates = new LinkedHashMap<>();

  /// A gate that a run has come to and that has to open.
  private @Nullable Name owed;

  /// What somebody is deciding at present.
  private @Nullable Deciding deciding;

  /// Whose tenant's ledger must tell of a decision.
  private @Nullable TenantId untold;

  /// A gate of a run.
  record Name(RunId run, String gate) {}

  /// A decision that is asked for.
  record Deciding(Name name, GateVerdict verdict, @Nullable ActorId by, @Nullable String comment) {}

  /// A gate that a run has come to.
  private record Passage(long openedAtMillis, @Nullable GateDecided decision) {}

  GateJudge(Knowledge known, Verdicts verdicts) {
    this.known = known;
    this.verdicts = verdicts;
  }

  /// Somebody decides; null when that is over, if the engine has not failed meanwhile.
  void deciding(@Nullable Deciding asked) {
    deciding = asked;
  }

  /// The gates at which runs wait, in order of opening.
  List<Name> open() {
    var open = new ArrayList<Name>();
    gates.forEach((name, passage) -> {
      RunEntry run = known.state.run(name.run);
      if (passage.decision == null && run != null && !run.state().isTerminal()) {
        open.add(name);
      }
    });
    return open;
  }

  /// Whether a run waits for a decision.
  boolean waits(RunId run) {
    return open().stream().anyMatch(name -> name.run.equals(run));
  }

  /// Every gate that runs have come to.
  List<Name> all() {
    return List.copyOf(gates.keySet());
  }

  /// A gate as it should be shown, empty if the run has not come to it.
  Optional<Approval> shown(Name name) {
    Passage passage = gates.get(name);
    RunEntry run = known.state.run(name.run);
    if (passage == null || run == null) {
      return Optional.empty();
    }
    GateDecided made = passage.decision;
    var decision =
        made == null
            ? null
            : new Approval.Decision(
                made.verdict(), made.by(), made.comment(), made.timestampMillis());
    return Optional.of(
        new Approval(name.run, run.taskId(), name.gate, passage.openedAtMillis, decision));
  }

  /// An attempt begins and is told of a gate.
  void told(Act act, String gate, Approval.@Nullable Decision decision) {
    var expected =
        act.attemptsBefore == 0
            ? null
            : shown(new Name(act.run, gate)).map(Approval::decision).orElse(null);
    verdicts.expect(
        RULE,
        known.state.run(act.run) == null || Objects.equals(expected, decision),
        () -> act.attempt + " was told " + decision + " of " + gate + ", it is " + expected);
  }

  /// What was decided stays decided.
  @Override
  public void follow() {
    gates.forEach((name, passage) -> {
      RunEntry run = known.state.run(name.run);
      var there = run == null ? null : known.state.extensions().gate(name.run, name.gate);
      GateDecided before = passage.decision;
      boolean kept =
          there == null
              ? run == null
              : before == null
                  ? there.decision() == null || isAsked(there.decision())
                  : before.equals(there.decision())
                      || there.openedAtMillis() >= before.timestampMillis();
      verdicts.expect(RULE, kept, () -> name + " was " + passage + " and is " + there);
    });
    gates.clear();
    for (RunEntry run : known.state.runs()) {
      for (var gate : known.state.extensions().gates(run.id())) {
        gates.put(
            new Name(run.id(), gate.name()), new Passage(gate.openedAtMillis(), gate.decision()));
      }
    }
    owed = null;
    deciding = null;
    untold = null;
    known.rejecting = null;
    judgeAll();
  }

  @Override
  public void before(Event event) {
    switch (event) {
      case GateOpened(var id, var gate, var at) -> opened(new Name(id, gate), at);
      case GateDecided decided -> decided(decided);
      case PlatformEvent.LedgerEntryAppended entry -> appended(entry);
      case TasksDropped(var ids, _) ->
          gates
              .keySet()
              .removeIf(name ->
                  known.state.run(name.run) instanceof RunEntry run && ids.contains(run.taskId()));
      case RunEvent.RunResumed(var id, _) -> goesOn(id);
      case RunEvent.RunStateChanged(var id, _, var to, _) when to == RunState.LEASED -> goesOn(id);
      case AttemptEvent.AttemptFinished finished when finished.runId().equals(known.rejecting) ->
          rejected(finished);
      default -> {}
    }
  }

  private void opened(Name name, long at) {
    verdicts.expect(RULE, name.equals(owed), () -> name + " opened, due was " + owed);
    owed = null;
    gates.remove(name);
    gates.put(name, new Passage(at, null));
  }

  private void decided(GateDecided event) {
    var name = new Name(event.runId(), event.gate());
    Passage passage = gates.get(name);
    RunEntry run = known.state.run(name.run);
    verdicts.expect(
        RULE,
        passage != null && passage.decision == null,
        () -> event + " about a gate that is " + passage);
    verdicts.expect(RULE, isAsked(event), () -> event + " was decided by nobody");
    if (run == null || passage == null) {
      return;
    }
    verdicts.expect(
        RULE, run.state() == RunState.SUSPENDED, () -> event + " of a run in " + run.state());
    gates.put(name, new Passage(passage.openedAtMillis, event));
    untold = Knowledge.taskOf(run).spec().tenantId();
    known.rejecting = event.verdict() == GateVerdict.REJECTED ? name.run : null;
  }

  private boolean isAsked(@Nullable GateDecided event) {
    return event != null
        && new Deciding(
                new Name(event.runId(), event.gate()), event.verdict(), event.by(), event.comment())
            .equals(deciding);
  }

  private void appended(PlatformEvent.LedgerEntryAppended entry) {
    if (entry.ledgerKey().equals("decision")) {
      boolean right =
          entry.tenantId().equals(untold)
              && deciding != null
              && Objects.equals(entry.actorId(), deciding.by);
      verdicts.expect(RULE, right, () -> entry + " tells of no decision");
      untold = null;
    }
  }

  private void goesOn(RunId run) {
    verdicts.expect(RULE, !waits(run), () -> run + " goes on while it waits for a decision");
    verdicts.expect(RULE, untold == null, () -> run + " goes on before its ledger tells why");
  }

  private void rejected(AttemptEvent.AttemptFinished event) {
    Deciding asked = deciding;
    String who = asked == null || asked.by == null ? "" : " by actor " + asked.by;
    String why = asked == null || asked.comment == null ? "" : ": " + asked.comment;
    String error = asked == null ? null : "rejected at gate '" + asked.name.gate + "'" + who + why;
    verdicts.expect(
        RULE,
        event.result() == AttemptResult.FAILURE && Objects.equals(error, event.error()),
        () -> event + " should say: " + error);
  }

  @Override
  public void moved(RunEntry run, RunState from) {
    if (run.id().equals(known.rejecting) && run.state().isTerminal()) {
      verdicts.expect(
          RULE, run.state() == RunState.FAILED, () -> run.id() + " was rejected: " + run.state());
      known.rejecting = null;
    }
    var last = run.lastAttempt();
    Act act = last == null ? null : known.act(last.attemptId());
    if (run.state() == RunState.SUSPENDED
        && last.result() == AttemptResult.SUSPENDED
        && act != null
        && act.outcome instanceof Outcome.Suspended(_, var gate, _)
        && gate != null) {
      owed = new Name(run.id(), gate);
    }
  }

  @Override
  public void stepEnded() {
    judgeAll();
  }

  /// Between steps decisions and consequences are complete.
  void judgeAll() {
    verdicts.expect(RULE, owed == null, () -> owed + " did not open");
    verdicts.expect(RULE, untold == null, () -> "the ledger of " + untold + " tells nothing");
    verdicts.expect(RULE, known.rejecting == null, () -> known.rejecting + " goes on, rejected");
    gates.forEach((name, passage) -> {
      RunEntry run = known.state.run(name.run);
      GateDecided made = passage.decision;
      boolean right =
          run == null
              || (made == null
                  ? run.state() == RunState.SUSPENDED || run.state().isTerminal()
                  : made.verdict() == GateVerdict.APPROVED || run.state() == RunState.FAILED);
      verdicts.expect(RULE, right, () -> name + " is " + passage + " and " + run);
    });
  }
}
