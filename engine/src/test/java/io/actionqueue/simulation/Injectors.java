package io.actionqueue.simulation;

import io.actionqueue.Principal;
import io.actionqueue.RunView;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.platform.Capability;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.testkit.SeededRandom;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Those who have tasks run more often than their policies say, with the right to and without (spec
/// 04 §13.2).
final class Injectors {
  private static final String RULE = "04 §13.2";

  private final SeededRandom random;
  private final Verdicts verdicts;
  private final Knowledge known;
  private final Life life;
  private final Twist twist;
  private int count;

  Injectors(SeededRandom random, Life.Cast cast, Life life) {
    this.random = random;
    this.life = life;
    verdicts = cast.verdicts();
    known = cast.known();
    twist = cast.twist();
  }

  /// What somebody asks for.
  ///
  /// @param task whose run
  /// @param at when it is to be due, null for now
  /// @param id its id, null for any
  private record Wish(TaskEntry task, @Nullable Long at, @Nullable RunId id) {}

  /// One of them adds a run.
  void act() {
    if (known.state.taskCount() == 0) {
      return;
    }
    known.beginStep();
    var wish = new Wish(task(), instant(), id());
    Principal who = random.chance(1, 4) ? life.somebody(random) : Principal.SYSTEM;
    String refusal = refusal(who, wish);
    Long due = due(wish);
    if (refusal == null && due != null) {
      known.additions.asking(new Additions.Asked(wish.task.id(), wish.id, due));
    }
    RunView view = life.answer(ask(who, wish));
    known.additions.answered(life.isDown());
    if (!life.isDown()) {
      judge(wish, refusal, view, due);
    }
  }

  /// One that may get more, rather than not.
  private TaskEntry task() {
    TaskEntry task = random.pick(known.state.tasks());
    for (int i = 0; i < 3 && (task.isCanceled() || !Kin.lives(task)); i++) {
      task = random.pick(known.state.tasks());
    }
    return task;
  }

  private @Nullable Long instant() {
    return switch (random.below(4)) {
      case 0 -> Math.max(1, known.second() - random.between(1, 60));
      case 1 -> known.second() + random.below(30);
      default -> null;
    };
  }

  private @Nullable RunId id() {
    if (random.coin()) {
      return null;
    }
    return random.chance(1, 6) && known.state.runCount() > 0
        ? random.pick(known.state.runs()).id()
        : new RunId(0x4000L, 0xB000_0000_0000_0000L + ++count);
  }

  private CompletableFuture<RunView> ask(Principal who, Wish wish) {
    Instant at = wish.at == null ? null : Instant.ofEpochSecond(twist.due().applyAsLong(wish.at));
    return who == Principal.SYSTEM && random.coin()
        ? life.call().addRun(wish.task.id(), at, wish.id)
        : life.as(who).addRun(wish.task.id(), at, wish.id);
  }

  /// Whether its schedule may still make runs.
  private static boolean isOpen(TaskEntry task) {
    return task.spec().runPolicy() instanceof RunPolicy.Cron cron
        && !task.isCanceled()
        && task.runCount() < cron.maxRuns();
  }

  /// When the run will be due, null where it would be beyond what the schedule has made.
  private @Nullable Long due(Wish wish) {
    long now = known.second();
    long due = wish.at == null ? now : Math.max(now, wish.at);
    if (!isOpen(wish.task)) {
      return due;
    }
    long last = wish.task.runs().stream().mapToLong(RunEntry::scheduledAt).max().orElse(0);
    if (due > last) {
      return due <= now ? (Long) last : null;
    }
    return due;
  }

  private @Nullable String refusal(Principal who, Wish wish) {
    String right = life.platform().refusal(who, Capability.CAN_OPERATE);
    if (right != null) {
      return right;
    }
    if (!PlatformJudge.sees(who, wish.task)) {
      return "unknown_task";
    }
    boolean canceled = wish.task.isCanceled();
    if (!canceled && known.kin.outcome(known.state, wish.task) != TaskEntry.Outcome.OPEN) {
      return "task_over";
    }
    if (due(wish) == null) {
      return "run_beyond_schedule";
    }
    if (wish.id != null && known.state.run(wish.id) != null) {
      return "run_already_exists";
    }
    return canceled ? "task_canceled" : null;
  }

  private void judge(
      Wish wish, @Nullable String refusal, @Nullable RunView view, @Nullable Long due) {
    verdicts.expect(
        RULE,
        refusal == null ? view != null : refusal.equals(life.refused()),
        () -> wish + " was refused " + life.refused() + ", should be " + refusal);
    verdicts.expect(
        RULE,
        refusal == null || known.state.latestSequence() == life.sequenceBefore(),
        () -> wish + " was refused and left something behind");
    if (view != null && due != null) {
      RunEntry run = known.state.run(view.run().instance().id());
      boolean right =
          run != null
              && known.additions.has(run)
              && run.scheduledAt() == due
              && (wish.id == null || wish.id.equals(run.id()));
      verdicts.expect(RULE, right, () -> wish + " became " + view.run());
    }
  }
}
