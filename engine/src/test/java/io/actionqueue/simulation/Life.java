package io.actionqueue.simulation;

import io.actionqueue.ActionQueue;
import io.actionqueue.ActionQueueException;
import io.actionqueue.Principal;
import io.actionqueue.RunContext;
import io.actionqueue.Session;
import io.actionqueue.SubmitResult;
import io.actionqueue.TaskRequest;
import io.actionqueue.TickResult;
import io.actionqueue.WorkerView;
import io.actionqueue.core.actor.ActorRegistration;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.testkit.SeededRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// The processes of a story, one after the other: start, steps, failure, end.
final class Life {
  private final SeededRandom random;
  private final Verdicts verdicts;
  private final Computer computer;
  private final Knowledge known;
  private final Judge judge;
  private final TickJudge tickJudge;
  private final SubscriptionJudge subscriptions;
  private final BudgetJudge budgets;
  private final CrewJudge crew;
  private final PlatformJudge platform;
  private final GateJudge gates;
  private final RetentionJudge retention;
  private final FamilyJudge families;
  private final RestartJudge restartJudge;
  private final Workload workload;
  private final Handlers handlers;
  private final Map<Workload.Order, CompletableFuture<SubmitResult>> fromHandlers =
      new LinkedHashMap<>();
  private @Nullable ActionQueue queue;
  private final Twist twist;
  private @Nullable String refused;
  private long sequenceBefore;
  private boolean down;

  /// Who lives and who watches.
  ///
  /// @param computer what processes run on
  /// @param known what is known of them
  /// @param verdicts where judgements go
  /// @param workload what callers were told
  /// @param handlers the handlers of every process
  /// @param twist what is not as it should be
  record Cast(
      Computer computer,
      Knowledge known,
      Verdicts verdicts,
      Workload workload,
      Handlers handlers,
      Twist twist) {}

  /// The first process is not yet started.
  Life(SeededRandom random, Cast cast) {
    this.random = random;
    twist = cast.twist();
    computer = cast.computer();
    known = cast.known();
    verdicts = cast.verdicts();
    workload = cast.workload();
    handlers = cast.handlers();
    budgets = new BudgetJudge(known, verdicts);
    crew = new CrewJudge(known, verdicts);
    platform = new PlatformJudge(known, verdicts);
    gates = new GateJudge(known, verdicts);
    retention = new RetentionJudge(known, verdicts, workload);
    families = new FamilyJudge(known, verdicts);
    subscriptions = new SubscriptionJudge(known, verdicts);
    var policies = new PolicyJudge(known, verdicts);
    List<Concern> concerns =
        List.of(
            new StartJudge(known, verdicts),
            known.scopes,
            known.lines,
            budgets,
            subscriptions,
            policies,
            new MisfireJudge(known, verdicts),
            crew,
            platform,
            gates,
            retention,
            families);
    judge = new Judge(known, verdicts, new AttemptJudge(known, verdicts, policies), concerns);
    tickJudge = new TickJudge(known, verdicts, concerns);
    handlers.tellTo(budgets, gates, families);
    restartJudge = new RestartJudge(known, verdicts, retention);
    handlers.submitWith(this::submitFromHandler);
  }

  /// The present process.
  ActionQueue queue() {
    if (queue == null) {
      throw new IllegalStateException("no process");
    }
    return queue;
  }

  /// The present process, to call it at once: that begins a step of its own.
  ActionQueue call() {
    known.beginStep();
    sequenceBefore = known.state.latestSequence();
    return queue();
  }

  /// Who judges budgets.
  BudgetJudge budgets() {
    return budgets;
  }

  /// Who judges rights, ledgers and repetitions.
  PlatformJudge platform() {
    return platform;
  }

  /// Who judges gates and decisions.
  GateJudge gates() {
    return gates;
  }

  /// Who judges what is kept.
  RetentionJudge retention() {
    return retention;
  }

  /// Who judges parents and children.
  FamilyJudge families() {
    return families;
  }

  /// The present process as somebody has it.
  Session as(Principal principal) {
    return call().as(twist.principal().apply(principal));
  }

  /// A worker asks to be registered.
  CompletableFuture<WorkerView> enlist(Principal principal, ActorRegistration registration) {
    Session session = as(principal);
    crew.asked(registration);
    try {
      return session.workers().register(twist.registration().of(registration));
    } finally {
      crew.asked(null);
    }
  }

  /// Whoever embeds the engine, or an actor of a tenant, with rights or without.
  Principal somebody(SeededRandom chooser) {
    return chooser.coin()
        ? Principal.SYSTEM
        : Principal.of(Offices.actor(chooser), Workload.tenant(chooser.below(2)));
  }

  /// The last sequence before the last call.
  long sequenceBefore() {
    return sequenceBefore;
  }

  /// The code of the last answer's refusal, null if it was none.
  @Nullable String refused() {
    return refused;
  }

  /// Who judges workers elsewhere.
  CrewJudge crew() {
    return crew;
  }

  /// Who judges subscriptions.
  SubscriptionJudge subscriptions() {
    return subscriptions;
  }

  /// Whether the engine has failed.
  boolean isDown() {
    return down;
  }

  /// Starts the first process.
  void begin() {
    start(QueueState.empty(), QueueState.empty());
  }

  /// One step, and what must hold after it; null if the engine failed.
  @Nullable TickResult tick() {
    long second = known.second();
    known.acts.values().forEach(act -> act.taken |= act.hasReturned());
    known.beginStep();
    tickJudge.begin();
    TickResult result = null;
    try {
      result = queue().tick();
    } catch (ActionQueueException.EngineFailed failed) {
      failed(failed);
    }
    settleHandlers();
    if (result != null) {
      tickJudge.check(second, result);
    }
    return result;
  }

  /// The answer of a call, which must be there when the call returns; null if the engine failed.
  <T> @Nullable T answer(CompletableFuture<T> future) {
    refused = null;
    verdicts.expect("P-4", future.isDone(), () -> "a call without an answer");
    try {
      return future.isDone() ? future.join() : null;
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case ActionQueueException.Refused refusal -> {
          refused = refusal.code();
          verdicts.happened("refused " + refused);
        }
        case ActionQueueException failed -> failed(failed);
        case null, default -> throw e;
      }
      return null;
    }
  }

  /// Only the disk may bring an engine down.
  private void failed(ActionQueueException failure) {
    verdicts.expect("RT-38", computer.faultHappened(), () -> "failed without a fault: " + failure);
    down = true;
  }

  /// The process ends in one way or another, and the next one starts.
  void restart() {
    boolean betweenSteps = !down;
    QueueState durable = known.state;
    int end = random.below(3);
    if (end == 0) {
      close();
      betweenSteps &= !down;
    }
    handlers.die();
    abandonHandlers();
    computer.disarm();
    if (end == 1) {
      computer.losePower();
    } else {
      computer.kill();
    }
    verdicts.happened("restart " + end);
    QueueState recorded = computer.recorded();
    restartJudge.ended(durable, recorded, betweenSteps);
    workload.check(recorded);
    start(durable, recorded);
  }

  /// Ends the process as it should.
  void close() {
    known.closing = true;
    known.beginStep();
    known.acts.values().forEach(act -> act.taken |= act.hasReturned());
    queue().close();
    if (down || computer.faultHappened()) {
      down = true;
    } else {
      verdicts.expect(
          "RT-23",
          known.live().stream().noneMatch(run -> known.acts.containsKey(run.openAttempt())),
          () -> "closing left an attempt open");
    }
  }

  /// Nobody is left to hear the answers.
  private void abandonHandlers() {
    fromHandlers.forEach((order, future) -> {
      boolean told = future.isDone() && !future.isCompletedExceptionally();
      workload.toldHandler(order, told ? future.join() : null);
    });
    fromHandlers.clear();
  }

  /// Starts the next process, in the end.
  ///
  /// @param durable what must be there
  /// @param recorded what is there, perhaps not yet for good
  private void start(QueueState durable, QueueState recorded) {
    QueueState found = recorded;
    ActionQueue opened = null;
    long openedAt = 0;
    int tries = 0;
    while (opened == null) {
      if (random.chance(1, 8) && tries++ < 5) {
        computer.armFault();
      }
      crew.opening();
      known.scopes.opening();
      openedAt = known.second();
      try {
        opened = computer.open(handlers);
        computer.disarm();
      } catch (ActionQueueException.OpenFailed failure) {
        verdicts.expect("RT-49", computer.faultHappened(), () -> "does not open: " + failure);
        verdicts.demand();
        computer.disarm();
        if (random.coin()) {
          computer.losePower();
        } else {
          computer.kill();
        }
        found = computer.recorded();
        restartJudge.grew(durable, found);
      }
    }
    down = false;
    ActionQueue started = opened;
    long heard = known.state.latestSequence();
    known.adopt(found, computer.recorded(), computer.recordedAfter(heard));
    restartJudge.recovered(found, known.state, openedAt);
    workload.opened();
    judge.follow();
    started.onEvent(judge::event);
    queue = started;
  }

  private void submitFromHandler(RunContext context) {
    Workload.Order order = workload.next(known.state);
    TaskRequest request = order.request();
    fromHandlers.put(
        order,
        switch (random.below(3)) {
          case 0 -> call().submit(request);
          case 1 -> atOnce(context, request);
          default -> context.submitWithOutcome(request);
        });
  }

  private CompletableFuture<SubmitResult> atOnce(RunContext context, TaskRequest request) {
    known.beginStep();
    return context.submit(request);
  }

  /// Handlers hear of what they submitted when the engine has looked at it.
  private void settleHandlers() {
    fromHandlers.forEach((order, future) -> {
      verdicts.expect(
          "P-4", future.isDone(), () -> order.id() + " of a handler is still unanswered");
      workload.toldHandler(order, answer(future));
    });
    fromHandlers.clear();
  }

  /// After the last process: everything is on the disk.
  void judgeWhatIsLeft() {
    abandonHandlers(); // closing has looked at what they had submitted
    QueueState recorded = computer.recorded();
    restartJudge.ended(known.state, recorded, true);
    workload.check(recorded);
  }
}
