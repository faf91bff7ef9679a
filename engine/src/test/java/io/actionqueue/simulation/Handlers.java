package io.actionqueue.simulation;

import io.actionqueue.Handler;
import io.actionqueue.Outcome;
import io.actionqueue.RunContext;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.testkit.SeededRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Executes handlers when the story says so: some at once, some for many steps of the story; some
/// heed a request to stop, some only an interrupt, some neither.
final class Handlers implements Executor, Handler {
  private static final BudgetDimension TOKEN = BudgetDimension.TOKEN;
  private static final List<String> GATES = List.of("gate-0", "gate-1");
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final SeededRandom random;
  private final Knowledge known;
  private final Verdicts verdicts;
  private final List<Runnable> waiting = new ArrayList<>();
  private final List<Coroutine> acting = new ArrayList<>();
  private Consumer<RunContext> submitter = _ -> {};
  private final Twist twist;
  private @Nullable BudgetJudge budgets;
  private @Nullable GateJudge gates;
  private @Nullable FamilyJudge families;
  private boolean calm;

  private enum Nature {
    COOPERATIVE,
    DREAMY,
    DEAF
  }

  Handlers(SeededRandom random, Knowledge known, Verdicts verdicts, Twist twist) {
    this.twist = twist;
    this.random = random;
    this.known = known;
    this.verdicts = verdicts;
  }

  /// What a handler does that submits.
  void submitWith(Consumer<RunContext> newSubmitter) {
    submitter = newSubmitter;
  }

  /// Who hears what handlers use, and what they are told.
  void tellTo(BudgetJudge use, GateJudge decisions, FamilyJudge relatives) {
    budgets = use;
    gates = decisions;
    families = relatives;
  }

  private long use(Act act, BudgetDimension dimension) {
    long amount = random.between(1, 12);
    if (budgets != null) {
      budgets.told(act.spec.id(), dimension, amount);
    }
    return amount;
  }

  @Override
  public void execute(Runnable work) {
    waiting.add(work);
  }

  /// Lets one handler begin or go on.
  void advance() {
    int all = waiting.size() + acting.size();
    if (all == 0) {
      return;
    }
    int chosen = random.below(all);
    if (chosen >= waiting.size()) {
      resume(acting.get(chosen - waiting.size()));
      return;
    }
    Runnable work = waiting.remove(chosen);
    if (random.chance(1, 3)) {
      var coroutine = new Coroutine(work);
      acting.add(coroutine);
      resume(coroutine);
    } else {
      work.run();
    }
  }

  /// Lets every handler come to its end.
  void finishAll() {
    while (!waiting.isEmpty() || !acting.isEmpty()) {
      advance();
    }
  }

  /// From now on nobody takes long or suspends.
  void calmDown() {
    calm = true;
  }

  /// The process has died.
  void die() {
    waiting.clear();
    List.copyOf(acting).forEach(Coroutine::kill);
    acting.clear();
  }

  private void resume(Coroutine coroutine) {
    if (coroutine.resume()) {
      acting.remove(coroutine);
    }
  }

  @Override
  public Outcome handle(RunContext context) throws Exception {
    Act act = begin(context);
    try {
      return twist.outcome().apply(end(act, perform(context, act)));
    } catch (Coroutine.Killed dead) {
      throw dead;
    } catch (InterruptedException | IllegalStateException thrown) {
      end(act, Outcome.retry(thrown.getClass().getName() + ": " + thrown.getMessage()));
      throw thrown;
    }
  }

  /// RT-14, RT-16, P-4: only what is durably started begins, once, and never two with one key.
  private Act begin(RunContext context) {
    Act act = known.acts.get(context.attemptId());
    if (act == null || act.begun) {
      throw new AssertionError(context.attemptId() + " begins without a durable start, or again");
    }
    var others = known.acts.values().stream().filter(a -> a.begun && !a.hasReturned()).toList();
    verdicts.expect(
        "RT-14",
        others.size() < known.settings.slots(),
        () -> act.run + " begins beside " + others.size());
    verdicts.expect(
        "RT-16", hasKeys(act, others), () -> act.run + " begins while its key executes");
    long cap = act.spec.constraints().maxAttempts();
    verdicts.expect(
        "RT-19",
        context.countedAttempt() >= 1 && context.countedAttempt() <= cap,
        () -> act.run + " begins attempt " + context.countedAttempt() + " of " + cap);
    hear(context, act);
    act.begun = true;
    act.cancellation = context.cancellation();
    act.beganNanos = known.time.monotonicNanos();
    verdicts.happened("begin " + act.attempt);
    return act;
  }

  private void hear(RunContext context, Act act) {
    if (families != null) {
      families.told(act, context.children().orElse(null), context.prerequisites());
    }
    for (String gate : GATES) {
      if (gates != null) {
        gates.told(act, gate, context.decision(gate).orElse(null));
      }
    }
  }

  /// Of each key, as many may execute as any of them was allowed to start beside.
  private static boolean hasKeys(Act act, List<Act> others) {
    return act.keys.entrySet().stream()
        .allMatch(own -> {
          var same = others.stream().filter(other -> other.keys.containsKey(own.getKey())).toList();
          int most = same.stream().mapToInt(other -> other.keys.get(own.getKey())).max().orElse(1);
          return same.size() < Math.max(most, own.getValue());
        });
  }

  private Outcome end(Act act, Outcome outcome) {
    act.elapsedNanos = known.time.monotonicNanos() - act.beganNanos;
    act.outcome = outcome;
    verdicts.happened("end " + act.attempt + " " + outcome);
    return outcome;
  }

  private Outcome perform(RunContext context, Act act) throws InterruptedException {
    if (Coroutine.isCurrent()) {
      Outcome stopped = linger(context, act, random.pick(Nature.values()));
      if (stopped != null) {
        return stopped;
      }
    } else if (!calm) {
      takeTime(act);
    }
    if (!calm && random.chance(1, 8)) {
      submitter.accept(context);
    }
    Outcome outcome = outcome();
    if (random.chance(1, 4)) {
      outcome = outcome.consuming(TOKEN, use(act, TOKEN));
    }
    return outcome;
  }

  /// Many steps of the story.
  private @Nullable Outcome linger(RunContext context, Act act, Nature nature)
      throws InterruptedException {
    int turns = random.between(1, 12);
    for (int i = 0; i < turns && !calm; i++) {
      if (random.chance(1, 4)) {
        var dimension = random.pick(TOKEN, BudgetDimension.COST_CENTS);
        context.report(dimension, use(act, dimension));
      }
      Coroutine.yieldTurn();
      boolean interrupted = Thread.interrupted();
      if (interrupted && nature != Nature.DEAF) {
        throw new InterruptedException("told to stop");
      }
      if (nature == Nature.COOPERATIVE && context.cancellation().isRequested()) {
        return random.coin() ? Outcome.suspend(Bytes.utf8("half")) : Outcome.retry("stopped");
      }
    }
    return null;
  }

  /// RT-22: up to, exactly, or beyond the limit.
  private void takeTime(Act act) {
    Long limit = act.spec.constraints().timeoutSecs();
    if (limit != null && random.chance(1, 2)) {
      long nanos = limit * NANOS_PER_SECOND + random.between(-1, 1);
      known.time.advance(Duration.ofNanos(nanos));
    }
  }

  private Outcome aside() {
    return switch (random.below(4)) {
      case 0 -> Outcome.suspend();
      case 1 -> Outcome.awaitDecision(random.pick(GATES), Bytes.utf8("plan"));
      default -> Outcome.awaitDecision(random.pick(GATES));
    };
  }

  private Outcome outcome() {
    return switch (random.below(15)) {
      case 12, 13, 14 -> calm ? Outcome.success() : aside();
      case 0, 1 -> Outcome.retry("again");
      case 2 -> Outcome.retryAfter("later", random.below(20));
      case 3 -> Outcome.fail("for good");
      case 4 -> calm ? Outcome.success() : aside();
      case 5 -> throw new IllegalStateException("thrown");
      case 6 -> Outcome.retry("interrupted: crash");
      case 7 -> Outcome.success("x".repeat(random.below(700)));
      default -> Outcome.success("done");
    };
  }
}
