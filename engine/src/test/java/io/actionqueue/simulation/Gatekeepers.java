package io.actionqueue.simulation;

import io.actionqueue.Approval;
import io.actionqueue.Approvals;
import io.actionqueue.Principal;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.run.GateVerdict;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.testkit.SeededRandom;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Those who approve and reject, with and without the right to (03 §10.7).
final class Gatekeepers {
  private static final String RULE = "03 §10.7";

  private final SeededRandom random;
  private final Verdicts verdicts;
  private final Knowledge known;
  private final Life life;

  Gatekeepers(SeededRandom random, Life.Cast cast, Life life) {
    this.random = random;
    this.life = life;
    verdicts = cast.verdicts();
    known = cast.known();
  }

  /// One of them decides or looks.
  void act() {
    known.beginStep();
    if (random.chance(1, 5)) {
      look();
      return;
    }
    GateJudge.Name name = gate();
    if (name != null) {
      var verdict = random.pick(GateVerdict.values());
      String comment = random.coin() ? null : "word " + random.below(2);
      decide(life.somebody(random), new GateJudge.Deciding(name, verdict, null, comment));
    }
  }

  private GateJudge.@Nullable Name gate() {
    List<GateJudge.Name> open = life.gates().open();
    List<GateJudge.Name> all = life.gates().all();
    if (!open.isEmpty() && random.chance(3, 4)) {
      return random.pick(open);
    }
    if (!all.isEmpty() && random.coin()) {
      return random.pick(all);
    }
    return known.state.runCount() == 0 || random.chance(3, 4)
        ? null
        : new GateJudge.Name(random.pick(known.state.runs()).id(), "gate-0");
  }

  /// Everything that waits is decided, in the end.
  void decideAll() {
    for (GateJudge.Name name : life.gates().open()) {
      var verdict = random.chance(2, 3) ? GateVerdict.APPROVED : GateVerdict.REJECTED;
      decide(Principal.SYSTEM, new GateJudge.Deciding(name, verdict, null, null));
    }
  }

  private void decide(Principal principal, GateJudge.Deciding wish) {
    ActorId by = principal instanceof Principal.Member(var self, _) ? self : null;
    var asked = new GateJudge.Deciding(wish.name(), wish.verdict(), by, wish.comment());
    GateJudge.Name name = asked.name();
    Approval before = life.gates().shown(name).orElse(null);
    boolean repeated = isRepeated(before, asked);
    String obstacle = obstacle(principal, name, repeated);
    long sequence = known.state.latestSequence();
    life.gates().deciding(asked);
    Approvals approvals = life.as(principal).approvals();
    Approval told =
        life.answer(
            asked.verdict() == GateVerdict.APPROVED
                ? approvals.approve(name.run(), name.gate(), asked.comment())
                : approvals.reject(name.run(), name.gate(), asked.comment()));
    if (life.isDown()) {
      return; // whether it was decided shows when the next process has started
    }
    life.gates().deciding(null);
    verdicts.expect(
        RULE,
        Objects.equals(obstacle, life.refused()),
        () -> asked + " was refused: " + life.refused() + ", should be: " + obstacle);
    verdicts.expect(
        RULE,
        (obstacle == null && !repeated) || known.state.latestSequence() == sequence,
        () -> asked + " changed something");
    Approval now = life.gates().shown(name).orElse(null);
    verdicts.expect(
        RULE,
        told == null || (told.equals(now) && (!repeated || told.equals(before))),
        () -> asked + " was told " + told + ", it is " + now);
    if (told != null && !repeated) {
      RunEntry run = known.state.run(name.run());
      RunState follows = asked.verdict() == GateVerdict.APPROVED ? RunState.READY : RunState.FAILED;
      verdicts.expect(RULE, run != null && run.state() == follows, () -> asked + " made it " + run);
    }
    life.gates().judgeAll();
  }

  private static boolean isRepeated(@Nullable Approval before, GateJudge.Deciding asked) {
    Approval.Decision made = before == null ? null : before.decision();
    return made != null
        && made.verdict() == asked.verdict()
        && Objects.equals(made.by(), asked.by())
        && Objects.equals(made.comment(), asked.comment());
  }

  /// Why somebody may not decide, null if he may.
  private @Nullable String obstacle(Principal principal, GateJudge.Name name, boolean repeated) {
    String right = life.platform().refusal(principal, Capability.CAN_APPROVE);
    if (right != null) {
      return right;
    }
    RunEntry run = known.state.run(name.run());
    if (run == null || !PlatformJudge.sees(principal, Knowledge.taskOf(run))) {
      return "unknown_run";
    }
    Approval gate = life.gates().shown(name).orElse(null);
    if (repeated) {
      return null;
    }
    if (gate == null) {
      return "unknown_gate";
    }
    if (gate.decision() != null) {
      return "gate_already_decided";
    }
    return run.state().isTerminal() ? "run_already_terminal" : null;
  }

  /// Who may look sees what waits, of his own tenant.
  private void look() {
    Principal principal = life.somebody(random);
    var page = life.answer(life.as(principal).approvals().pending(1000, 0));
    if (page != null) {
      List<GateJudge.Name> expected =
          life.gates().open().stream()
              .filter(name ->
                  known.state.run(name.run()) instanceof RunEntry run
                      && PlatformJudge.sees(principal, Knowledge.taskOf(run)))
              .toList();
      var shown =
          page.items().stream().map(item -> new GateJudge.Name(item.runId(), item.gate())).toList();
      boolean all = shown.size() == expected.size() && shown.containsAll(expected);
      verdicts.expect(
          RULE, all && page.total() == shown.size(), () -> shown + " wait, not " + expected);
    }
    String right = life.platform().refusalToMembers(principal);
    verdicts.expect(
        RULE,
        life.isDown() || Objects.equals(right, life.refused()),
        () -> principal + " was refused " + life.refused() + ", should be " + right);
  }
}
