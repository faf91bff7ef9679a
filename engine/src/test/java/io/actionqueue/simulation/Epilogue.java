package io.actionqueue.simulation;

import io.actionqueue.TaskView;
import io.actionqueue.TickResult;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.RunPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Faults stop, handlers are quick, suspended runs are resumed, what can never end is canceled.
final class Epilogue {
  private static final int CALM_ROUNDS = 600;

  private final Computer computer;
  private final Knowledge known;
  private final Verdicts verdicts;
  private final Handlers handlers;
  private final Life life;
  private final Callers callers;
  private final Rulers rulers;
  private final Crew crew;
  private final Gatekeepers gatekeepers;
  private final Archivist archivist;
  private final Map<TaskId, CompletableFuture<TaskView>> awaited = new HashMap<>();

  /// Who sees to it that everything ends.
  ///
  /// @param callers cancel and resume
  /// @param rulers lift limits
  /// @param crew do what handlers here do not
  /// @param gatekeepers decide
  /// @param archivist has the last snapshot written
  record Helpers(
      Callers callers, Rulers rulers, Crew crew, Gatekeepers gatekeepers, Archivist archivist) {}

  Epilogue(Life.Cast cast, Life life, Helpers helpers) {
    crew = helpers.crew();
    rulers = helpers.rulers();
    archivist = helpers.archivist();
    gatekeepers = helpers.gatekeepers();
    callers = helpers.callers();
    computer = cast.computer();
    known = cast.known();
    verdicts = cast.verdicts();
    handlers = cast.handlers();
    this.life = life;
  }

  /// Plays it; fails as soon as a rule is broken.
  void play() {
    if (life.isDown() || computer.faultHappened()) {
      life.restart();
    }
    computer.disarm();
    handlers.calmDown();
    life.answer(life.call().resume());
    rulers.relent();
    for (TaskEntry task : known.state.tasks()) {
      awaited.put(task.id(), life.call().awaitTask(task.id()));
    }
    int rounds = 0;
    while (!known.live().isEmpty() && rounds++ < CALM_ROUNDS) {
      round();
      verdicts.demand();
    }
    judgeTheEnd();
  }

  private void cancelTheEndless() {
    for (TaskEntry task : List.copyOf(known.state.tasks())) {
      var required = task.spec().constraints().requiredCapabilities();
      boolean nowhere = required != null && required.contains("nowhere");
      boolean unlimited =
          task.spec().runPolicy() instanceof RunPolicy.Cron(_, var most) && most == null;
      if (!task.isCanceled() && (nowhere || unlimited)) {
        callers.cancelTask(task.id());
      }
    }
  }

  private void round() {
    cancelTheEndless();
    replenish();
    handlers.finishAll();
    crew.finishAll();
    TickResult result = life.tick();
    gatekeepers.decideAll();
    for (RunEntry run : known.live()) {
      if (run.state() == RunState.SUSPENDED) {
        life.answer(life.call().resumeRun(run.id()));
      }
    }
    boolean still =
        result != null
            && result.dispatched() + result.promotedScheduled() + result.promotedRetryWait() == 0;
    if (still && known.executing().isEmpty()) {
      waitForWhatIsNext();
    }
  }

  private void replenish() {
    for (StateImage.Budget budget : List.copyOf(known.state.budgets())) {
      if (budget.exhausted()) {
        var budgets = life.call().budgets();
        life.answer(budgets.replenish(budget.taskId(), budget.dimension(), 1_000_000));
      }
    }
  }

  private void waitForWhatIsNext() {
    long next = Long.MAX_VALUE;
    for (RunEntry run : known.live()) {
      if (run.state() == RunState.READY && known.couldStart(run)) {
        return;
      }
      if (run.state() == RunState.READY) {
        continue;
      }
      boolean retries = run.state() == RunState.RETRY_WAIT;
      long at =
          retries
              ? Math.ceilDiv(known.readyAt.getOrDefault(run.id(), 0L), 1000L)
              : run.scheduledAt();
      boolean mine = retries || known.prerequisitesCompleted(Knowledge.taskOf(run));
      next = mine ? Math.min(next, at) : next;
    }
    long second = known.second();
    computer.time.advanceSeconds(next > second && next != Long.MAX_VALUE ? next - second : 1);
  }

  private void judgeTheEnd() {
    verdicts.expect(
        "liveness",
        known.live().isEmpty(),
        () ->
            "never ended: "
                + known.live().stream()
                    .map(run -> run.image() + " because of " + known.obstacle(run))
                    .toList());
    verdicts.expect(
        "RT-38",
        life.call().metrics().itemErrors() == 0,
        () -> "the engine refused its own commands");
    awaited.forEach((id, future) ->
        verdicts.expect("02-P-5", future.isDone(), () -> id + " has ended and nobody was told"));
    archivist.finish();
    life.close();
    life.judgeWhatIsLeft();
  }
}
