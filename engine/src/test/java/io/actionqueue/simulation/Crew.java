package io.actionqueue.simulation;

import io.actionqueue.ActionQueue;
import io.actionqueue.AttemptRef;
import io.actionqueue.Claim;
import io.actionqueue.ClaimRequest;
import io.actionqueue.LeaseAnswer;
import io.actionqueue.Outcome;
import io.actionqueue.Principal;
import io.actionqueue.ReportReceipt;
import io.actionqueue.WorkerReport;
import io.actionqueue.Workers;
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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Workers in other processes, which live on when the engine's process dies: they register, claim,
/// keep their leases or forget to, report, report again, give back, fall silent.
final class Crew {
  private final SeededRandom random;
  private final Verdicts verdicts;
  private final Knowledge known;
  private final Life life;
  private final Enrolment enrolment;
  private final List<Held> held = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private @Nullable Voice claiming;

  /// A claimed attempt.
  private static final class Held {
    final AttemptRef ref;
    @Nullable WorkerReport told;
    @Nullable ReportReceipt receipt;

    Held(AttemptRef ref) {
      this.ref = ref;
    }
  }

  /// Who claims.
  ///
  /// @param actor the worker
  /// @param principal on whose behalf
  private record Voice(ActorId actor, Principal principal) {}

  /// A claim that waits.
  ///
  /// @param process whom it was made of
  /// @param voice who waits
  /// @param claims the answer
  private record Waiting(ActionQueue process, Voice voice, CompletableFuture<List<Claim>> claims) {}

  Crew(SeededRandom random, Life.Cast cast, Life life) {
    this.random = random;
    this.life = life;
    verdicts = cast.verdicts();
    known = cast.known();
    enrolment = new Enrolment(random.split(), cast, life);
    life.crew().claimants(this::mayClaim);
    known.lines.asking(this::asking);
  }

  /// RT-47: whether somebody claims for a worker, or waits with a claim, who has the right to.
  private boolean mayClaim(ActorId actor) {
    Stream<Voice> patient =
        waiting.stream()
            .filter(each -> each.process == life.queue() && !each.claims.isDone())
            .map(Waiting::voice);
    return Stream.concat(patient, Stream.ofNullable(claiming))
        .anyMatch(voice -> voice.actor.equals(actor) && isEntitled(voice));
  }

  private boolean isEntitled(Voice voice) {
    return enrolment.refusal(voice.principal, voice.actor) == null;
  }

  /// One of them does something.
  void act() {
    int number = random.between(1, Enrolment.MEMBERS);
    ActorId actor = Enrolment.member(number);
    known.beginStep();
    if (!enrolment.isActive(actor)) {
      enrolment.register(number);
      return;
    }
    switch (random.below(13)) {
      case 0 -> enrolment.register(number);
      case 1 -> enrolment.deregister(actor);
      case 2, 3, 4, 5, 6 -> claim(actor, random.between(1, 3));
      case 7 -> beat(actor);
      case 8 -> enrolment.look(actor);
      default -> work();
    }
  }

  private void beat(ActorId actor) {
    Principal voice = enrolment.voice(actor);
    boolean entitled = enrolment.refusal(voice, actor) == null;
    enrolment.ask(voice, actor, workers -> workers.heartbeat(actor));
    if (entitled) {
      heardOf(actor);
    }
  }

  /// Whoever is still active after a call has been heard of.
  private void heardOf(ActorId id) {
    StateImage.Actor actor = known.state.actor(id);
    if (!life.isDown() && actor != null && actor.isActive()) {
      life.crew().heard(id);
    }
  }

  private void claim(ActorId actor, int max) {
    var voice = new Voice(actor, enrolment.voice(actor));
    String expected = enrolment.refusal(voice.principal, actor);
    ClaimRequest request = ClaimRequest.by(actor).max(max).leaseSecs(random.between(3, 40));
    boolean patient = random.chance(1, 3);
    if (patient) {
      request = request.waitUpTo(Duration.ofSeconds(random.between(1, 30)));
    }
    claiming = voice;
    CompletableFuture<List<Claim>> answer = enrolment.workers(voice.principal).claim(request);
    claiming = null;
    if (patient && !answer.isDone()) {
      verdicts.expect("RT-47", expected == null, () -> voice + " waits although " + expected);
      waiting.add(new Waiting(life.queue(), voice, answer));
      heardOf(actor);
      return;
    }
    List<Claim> claims = enrolment.told(voice.principal, expected, answer);
    if (claims != null) {
      heardOf(actor);
      take(claims);
      if (!patient && claims.size() < max) {
        nothingIsLeft(actor, false);
      }
    }
  }

  /// RT-18: whoever gets less than it wants could not have got more.
  ///
  /// @param stepped whether a step has just ended, which has used all slots here that it could
  private void nothingIsLeft(ActorId id, boolean stepped) {
    StateImage.Actor actor = known.state.actor(id);
    if (actor == null || !actor.isActive() || known.state.isPaused()) {
      return;
    }
    List<RunEntry> here = known.lines.awaited(stepped);
    boolean busy = known.executing().size() >= known.settings.slots();
    for (RunEntry run : known.live()) {
      boolean could =
          run.state() == RunState.READY
              && known.canTake(actor, run)
              && known.sharedObstacle(run) == null
              && !known.scopes.mayLackToken(run)
              && !((busy || !stepped) && known.lines.isPassed(run, here, false));
      verdicts.expect(
          "RT-18",
          !could,
          () -> run.id() + " could have gone to " + actor + ": " + known.lines.describe(run, here));
    }
  }

  /// The workers whose claims wait for the next step.
  private List<StateImage.Actor> asking() {
    return waiting.stream()
        .filter(each -> each.process == life.queue() && !each.claims.isDone())
        .map(each -> known.state.actor(each.voice.actor))
        .filter(actor -> actor != null && actor.isActive())
        .toList();
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
    for (Waiting each : life.isDown() ? List.<Waiting>of() : List.copyOf(waiting)) {
      if (isEntitled(each.voice)) {
        nothingIsLeft(each.voice.actor, true);
      }
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

  /// Asks about an attempt, and is recognised where the run is there for the worker.
  ///
  /// @return whether it was asked by somebody who may, about what is there for it
  private <T> boolean ask(
      Held one,
      Principal voice,
      Function<Workers, CompletableFuture<T>> question,
      Consumer<@Nullable T> answered) {
    ActorId actor = one.ref.actorId();
    boolean there = isThere(one);
    boolean entitled = enrolment.refusal(voice, actor) == null;
    T answer = enrolment.ask(voice, actor, question);
    if (entitled && there) {
      heardOf(actor);
      answered.accept(answer);
      return true;
    }
    verdicts.expect(
        "RT-47",
        life.isDown() || !entitled || "unknown_run".equals(life.refused()),
        () -> one.ref + " is not there for its worker, who was told " + life.refused());
    return false;
  }

  /// Whether the run is there for the worker, which may have gone over to another tenant.
  private boolean isThere(Held one) {
    RunEntry run = known.state.run(one.ref.runId());
    return run != null
        && enrolment.isShown(one.ref.actorId(), Knowledge.taskOf(run).spec().tenantId());
  }

  private boolean isHeard(Held one, Principal voice) {
    return isThere(one) && enrolment.refusal(voice, one.ref.actorId()) == null;
  }

  private void keep(Held one) {
    long leaseSecs = random.between(3, 40);
    ask(
        one,
        enrolment.voice(one.ref.actorId()),
        workers -> workers.heartbeat(one.ref, leaseSecs),
        answer -> kept(one, answer));
  }

  private void kept(Held one, @Nullable LeaseAnswer answer) {
    RunEntry run = known.state.run(one.ref.runId());
    StateImage.Lease lease = run == null ? null : run.lease();
    verdicts.expect(
        "S-50",
        answer == null || lease == null || answer.expiry() == lease.expiry(),
        () -> one.ref + " was told " + answer + ", holds " + lease);
  }

  private void release(Held one) {
    Principal voice = enrolment.voice(one.ref.actorId());
    Act act = known.claimed.get(one.ref.attemptId());
    if (act != null && isHeard(one, voice)) {
      act.released = true;
    }
    ask(one, voice, workers -> workers.release(one.ref), _ -> {});
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
    Principal voice = enrolment.voice(one.ref.actorId());
    boolean heard = isHeard(one, voice);
    boolean again = one.told != null && random.chance(3, 4);
    WorkerReport report = again ? one.told : consuming(one, outcome, heard);
    boolean open = heard && isOpen(one);
    Act act = known.claimed.get(one.ref.attemptId());
    if (act != null && open && !again) {
      act.outcome = outcome;
      act.taken = true;
    }
    Object before = recordOf(one);
    ask(
        one,
        voice,
        workers -> workers.report(one.ref, report),
        receipt -> told(one, open, new Told(report, receipt, again)));
    verdicts.expect(
        "S-19",
        open || life.isDown() || before.equals(recordOf(one)),
        () -> one.ref + " was over or not theirs, and a report changed it");
  }

  /// What a worker was told.
  ///
  /// @param report what it had said
  /// @param receipt the answer, null if it was refused
  /// @param again whether it had said it before
  private record Told(WorkerReport report, @Nullable ReportReceipt receipt, boolean again) {}

  private void told(Held one, boolean open, Told told) {
    if (life.isDown()) {
      one.told = open ? told.report : one.told;
    } else if (open) {
      one.told = told.receipt == null ? one.told : told.report;
      one.receipt = told.receipt == null ? one.receipt : told.receipt;
    } else {
      verdicts.expect(
          "S-19",
          !told.again || one.receipt == null || one.receipt.equals(told.receipt),
          () -> one.ref + " was told " + one.receipt + " and then " + told.receipt);
    }
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

  private WorkerReport consuming(Held one, Outcome outcome, boolean heard) {
    RunEntry run = known.state.run(one.ref.runId());
    if (run == null || !heard || !random.chance(1, 4)) {
      return WorkerReport.of(outcome);
    }
    long amount = random.between(1, 12);
    life.budgets().told(run.taskId(), BudgetDimension.TOKEN, amount);
    return WorkerReport.of(outcome.consuming(BudgetDimension.TOKEN, amount));
  }

  /// Those who can do everything do what there is.
  void finishAll() {
    List<ActorId> all = enrolment.all();
    settle();
    held.removeIf(one -> !isOpen(one));
    for (Held one : List.copyOf(held)) {
      report(one, Outcome.success("done"));
    }
    held.removeIf(one -> !isOpen(one));
    all.forEach(each -> claim(each, 10));
    settle();
  }

  private boolean isOpen(Held one) {
    RunEntry run = known.state.run(one.ref.runId());
    return run != null
        && one.ref.attemptId().equals(run.openAttempt())
        && run.state() == RunState.RUNNING;
  }
}
