package io.actionqueue.simulation;

import io.actionqueue.ActionQueue;
import io.actionqueue.AttemptRef;
import io.actionqueue.Claim;
import io.actionqueue.ClaimRequest;
import io.actionqueue.LeaseAnswer;
import io.actionqueue.Outcome;
import io.actionqueue.ReportReceipt;
import io.actionqueue.WorkerReport;
import io.actionqueue.core.actor.ActorRegistration;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.testkit.SeededRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Workers in other processes, which live on when the engine's process dies: they register, claim,
/// keep their leases or forget to, report, report again, give back, fall silent.
final class Crew {
  private static final List<String> ALL = List.of("away", "pair", "single");
  private static final int MEMBERS = 3;

  private final SeededRandom random;
  private final Verdicts verdicts;
  private final Knowledge known;
  private final Life life;
  private final List<Held> held = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();

  /// A claimed attempt.
  private static final class Held {
    final AttemptRef ref;
    @Nullable WorkerReport told;
    @Nullable ReportReceipt receipt;

    Held(AttemptRef ref) {
      this.ref = ref;
    }
  }

  /// A claim that waits.
  ///
  /// @param process whom it was made of
  /// @param actor who waits
  /// @param claims the answer
  private record Waiting(
      ActionQueue process, ActorId actor, CompletableFuture<List<Claim>> claims) {}

  Crew(SeededRandom random, Life.Cast cast, Life life) {
    this.random = random;
    this.life = life;
    verdicts = cast.verdicts();
    known = cast.known();
  }

  private static ActorId member(int number) {
    return new ActorId(0x4000L, 0x8000_0000_0000_0000L + number);
  }

  /// One of them does something.
  void act() {
    int number = random.between(1, MEMBERS);
    ActorId actor = member(number);
    known.beginStep();
    if (known.activeActor("worker-" + number) == null) {
      register(number, capabilities(), random.between(3, 20));
      return;
    }
    switch (random.below(12)) {
      case 0 -> register(number, capabilities(), random.between(3, 20));
      case 1 -> deregister(actor);
      case 2, 3, 4, 5, 6 -> claim(actor, random.between(1, 3));
      case 7 -> {
        life.answer(life.queue().workers().heartbeat(actor));
        heardOf(actor);
      }
      default -> work();
    }
  }

  private List<String> capabilities() {
    var some = ALL.stream().filter(_ -> random.coin()).toList();
    return some.isEmpty() ? List.of("away") : some;
  }

  private void register(int number, List<String> capabilities, long interval) {
    known.beginStep();
    life.answer(
        life.queue()
            .workers()
            .register(
                new ActorRegistration(
                    member(number), "worker-" + number, capabilities, null, interval, null)));
  }

  private void deregister(ActorId actor) {
    life.crew().leaving(true);
    life.answer(life.queue().workers().deregister(actor));
    life.crew().leaving(false);
  }

  /// Whoever is still active after a call has been heard of.
  private void heardOf(ActorId id) {
    StateImage.Actor actor = known.state.actor(id);
    if (!life.isDown() && actor != null && actor.isActive()) {
      life.crew().heard(id);
    }
  }

  /// Whoever names a run that is gone may not be recognised.
  private void heardOf(Held one) {
    if (known.state.run(one.ref.runId()) == null) {
      life.crew().perhapsHeard(one.ref.actorId());
    } else {
      heardOf(one.ref.actorId());
    }
  }

  private void claim(ActorId actor, int max) {
    known.beginStep();
    ClaimRequest request = ClaimRequest.by(actor).max(max).leaseSecs(random.between(3, 40));
    if (random.chance(1, 3)) {
      var patient = request.waitUpTo(Duration.ofSeconds(random.between(1, 30)));
      CompletableFuture<List<Claim>> answer = life.queue().workers().claim(patient);
      if (answer.isCompletedExceptionally()) {
        life.answer(answer);
        return;
      }
      waiting.add(new Waiting(life.queue(), actor, answer));
      heardOf(actor);
      settle();
      return;
    }
    List<Claim> claims = life.answer(life.queue().workers().claim(request));
    heardOf(actor);
    if (claims != null) {
      take(claims);
      if (claims.size() < max) {
        nothingIsLeft(actor);
      }
    }
  }

  /// RT-18: whoever gets less than it wants could not have got more.
  private void nothingIsLeft(ActorId id) {
    StateImage.Actor actor = known.state.actor(id);
    if (actor == null || !actor.isActive() || known.state.isPaused()) {
      return;
    }
    for (RunEntry run : known.live()) {
      boolean could =
          run.state() == RunState.READY
              && Knowledge.canTake(actor, run)
              && known.sharedObstacle(run) == null
              && !known.scopes.mayLackToken(run)
              && !known.scopes.isBeaten(
                  run,
                  null,
                  other -> !Knowledge.canTake(actor, other) || known.scopes.mayLackToken(other));
      verdicts.expect(
          "RT-18",
          !could,
          () -> run.id() + " could have gone to " + actor + ", waits: " + whyWaits(run));
    }
  }

  private String whyWaits(RunEntry run) {
    return String.valueOf(life.answer(life.queue().explain(run.id())));
  }

  private void take(List<Claim> claims) {
    for (Claim claim : claims) {
      verdicts.expect(
          "P-4",
          known.claimed.containsKey(claim.ref().attemptId()),
          () -> claim.ref() + " was handed over before it was durable");
      Act act = known.claimed.get(claim.ref().attemptId());
      if (act != null) {
        life.families().told(act, claim.children(), claim.prerequisites());
      }
      held.add(new Held(claim.ref()));
    }
  }

  /// Takes what has come for those who wait. Who waits for a process that is gone goes home.
  void settle() {
    for (Waiting each : List.copyOf(waiting)) {
      boolean done = each.claims.isDone();
      if (done && each.claims.isCompletedExceptionally() && each.process == life.queue()) {
        life.answer(each.claims);
      } else if (done && !each.claims.isCompletedExceptionally()) {
        take(each.claims.join());
      }
      if (done || each.process != life.queue()) {
        waiting.remove(each);
      }
    }
  }

  /// After a step nobody waits for what is there.
  void judgeWaiting() {
    settle();
    for (Waiting each : life.isDown() ? List.<Waiting>of() : waiting) {
      nothingIsLeft(each.actor);
    }
  }

  private void work() {
    if (held.isEmpty()) {
      return;
    }
    Held one = random.pick(held);
    switch (random.below(6)) {
      case 0, 1 -> keep(one);
      case 2 -> release(one);
      default -> report(one, outcome());
    }
  }

  private void keep(Held one) {
    LeaseAnswer answer =
        life.answer(life.queue().workers().heartbeat(one.ref, random.between(3, 40)));
    heardOf(one);
    RunEntry run = known.state.run(one.ref.runId());
    StateImage.Lease lease = run == null ? null : run.lease();
    verdicts.expect(
        "S-50",
        answer == null || lease == null || answer.expiry() == lease.expiry(),
        () -> one.ref + " was told " + answer + ", holds " + lease);
  }

  private void release(Held one) {
    Act act = known.claimed.get(one.ref.attemptId());
    if (act != null) {
      act.released = true;
    }
    life.answer(life.queue().workers().release(one.ref));
    heardOf(one);
  }

  private Outcome outcome() {
    return switch (random.below(8)) {
      case 0, 1 -> Outcome.retry("again");
      case 2 -> Outcome.retryAfter("later", random.below(20));
      case 3 -> Outcome.fail("for good");
      case 4 -> random.coin() ? Outcome.suspend() : Outcome.awaitDecision("gate-0");
      default -> Outcome.success("done");
    };
  }

  /// S-19: the same again is answered as before, anything else about what is over changes nothing.
  private void report(Held one, Outcome outcome) {
    known.beginStep();
    boolean again = one.told != null && random.chance(3, 4);
    WorkerReport report = again ? one.told : consuming(one, outcome);
    RunEntry run = known.state.run(one.ref.runId());
    boolean open =
        run != null
            && one.ref.attemptId().equals(run.openAttempt())
            && run.state() == RunState.RUNNING;
    Act act = known.claimed.get(one.ref.attemptId());
    if (act != null && open && !again) {
      act.outcome = outcome;
      act.taken = true;
    }
    Object before = recordOf(one);
    ReportReceipt receipt = life.answer(life.queue().workers().report(one.ref, report));
    heardOf(one);
    if (life.isDown()) {
      one.told = open ? report : one.told;
      return;
    }
    if (open) {
      one.told = receipt == null ? one.told : report;
      one.receipt = receipt == null ? one.receipt : receipt;
      return;
    }
    verdicts.expect(
        "S-19", before.equals(recordOf(one)), () -> one.ref + " was over, and a report changed it");
    verdicts.expect(
        "S-19",
        !again || run == null || one.receipt == null || one.receipt.equals(receipt),
        () -> one.ref + " was told " + one.receipt + " and then " + receipt);
  }

  /// What is recorded of an attempt.
  private Object recordOf(Held one) {
    RunEntry run = known.state.run(one.ref.runId());
    return run == null
        ? List.of()
        : run.attempts().stream()
            .filter(attempt -> attempt.attemptId().equals(one.ref.attemptId()))
            .toList();
  }

  private WorkerReport consuming(Held one, Outcome outcome) {
    RunEntry run = known.state.run(one.ref.runId());
    if (run == null || !random.chance(1, 4)) {
      return WorkerReport.of(outcome);
    }
    long amount = random.between(1, 12);
    life.budgets().told(run.taskId(), BudgetDimension.TOKEN, amount);
    return WorkerReport.of(outcome.consuming(BudgetDimension.TOKEN, amount));
  }

  /// Somebody who can do everything does what there is.
  void finishAll() {
    StateImage.Actor first = known.activeActor("worker-1");
    if (first == null || first.heartbeatIntervalSecs() < 1_000_000) {
      register(1, ALL, 1_000_000);
    }
    settle();
    held.removeIf(one -> !isOpen(one));
    for (Held one : List.copyOf(held)) {
      report(one, Outcome.success("done"));
    }
    held.removeIf(one -> !isOpen(one));
    claim(member(1), 10);
    settle();
  }

  private boolean isOpen(Held one) {
    RunEntry run = known.state.run(one.ref.runId());
    return run != null && one.ref.attemptId().equals(run.openAttempt());
  }
}
