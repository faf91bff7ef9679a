package io.actionqueue;

import io.actionqueue.core.command.CreateRuns;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.schedule.CronWindow;
import io.actionqueue.core.schedule.Derivation;
import io.actionqueue.core.schedule.MisfirePolicy;
import io.actionqueue.core.schedule.RunDerivation;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.RunPolicy;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the window of every cron task full (spec 03 §1.5.2): looks at a task when one of its runs
/// has ended, in the same step, so that no window is ever seen empty between two slots (03-W-12).
/// Confined to the engine thread.
final class CronRefill implements StateObserver {
  private static final Logger LOG = LoggerFactory.getLogger(CronRefill.class);

  private final Engine engine;
  private final RunDerivation derivation;
  private final Map<TaskId, Long> latestSlots = new HashMap<>();
  private final Set<TaskEntry> lacking = new LinkedHashSet<>();

  CronRefill(Engine engine, RunDerivation derivation) {
    this.engine = engine;
    this.derivation = derivation;
  }

  @Override
  public void taskCreated(TaskEntry task) {
    if (task.spec().runPolicy() instanceof RunPolicy.Cron) {
      lacking.add(task);
    }
  }

  @Override
  public void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {
    boolean created = from == null;
    boolean ended = run.state().isTerminal();
    TaskEntry task = created || ended ? run.task() : null;
    if (task == null || !(task.spec().runPolicy() instanceof RunPolicy.Cron)) {
      return;
    }
    if (created) {
      latestSlots.merge(task.id(), run.scheduledAt(), CronRefill::later);
    }
    if (ended) {
      lacking.add(task);
    }
  }

  @Override
  public void taskDropped(TaskEntry task) {
    lacking.remove(task);
    latestSlots.remove(task.id());
  }

  /// Fills up what lost a run since the last call.
  void run() {
    if (lacking.isEmpty()) {
      return;
    }
    for (TaskEntry task : List.copyOf(lacking)) {
      lacking.remove(task);
      if (!task.isCanceled() && task.spec().runPolicy() instanceof RunPolicy.Cron cron) {
        refill(task, cron);
      }
    }
  }

  /// The latest slot of a cron task that has a run, null if there is none.
  @Nullable Long latestSlot(TaskId task) {
    return latestSlots.get(task);
  }

  private void refill(TaskEntry task, RunPolicy.Cron cron) {
    int total = task.runCount();
    Long latest = latestSlots.get(task.id());
    var window = new CronWindow(total, total - task.terminalRuns(), latest);
    boolean catchesUp = engine.misfires.policyOf(task) instanceof MisfirePolicy.CatchUpAll;
    if (latest != null && !catchesUp && window.hasRoom(cron.maxOccurrences())) {
      window = window.resumingAt(engine.misfires.resumeAt(task, latest));
    }
    switch (derivation.refill(task.id(), cron, window, engine.clock.second())) {
      case Derivation.Derived(var runs, _) -> {
        if (!runs.isEmpty()) {
          engine.own.execute(new CreateRuns(task.id(), runs));
          engine.misfires.made(task, runs.getFirst().id());
        }
      }
      case Derivation.Refused refused ->
          LOG.warn("task {} gets no further runs: {}", task.id(), refused.message());
    }
  }

  private static Long later(Long a, Long b) {
    return Long.compareUnsigned(a, b) >= 0 ? a : b;
  }
}
