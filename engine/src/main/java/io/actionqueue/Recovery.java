package io.actionqueue;

import io.actionqueue.core.command.CreateRuns;
import io.actionqueue.core.command.RecoverRun;
import io.actionqueue.core.command.RecoverTask;
import io.actionqueue.core.command.RecoveryCase;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.schedule.Derivation;
import io.actionqueue.core.schedule.RunDerivation;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.RunPolicy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine's first act (S-40): brings what the process before left half-done into a state in
/// which it can go on (02 §7.2). Collects while the state tells what it holds; afterwards it is
/// done. Confined to the engine thread.
final class Recovery implements StateObserver {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  /// How many events of a cascade share a batch.
  private static final int CASCADE_EVENTS = 10_000;

  private final Engine engine;
  private final RunDerivation derivation;
  private final List<RunEntry> interrupted = new ArrayList<>();
  private final Map<RecoveryCase, Integer> cases = new EnumMap<>(RecoveryCase.class);
  private final List<TaskEntry> lacking = new ArrayList<>();
  private final List<TaskEntry> cascading = new ArrayList<>();
  private boolean collecting = true;

  Recovery(Engine engine) {
    this.engine = engine;
    this.derivation = RunDerivation.of(() -> RunId.random(engine.config.random()));
  }

  @Override
  public void taskCreated(TaskEntry task) {
    if (!collecting) {
      return;
    }
    if (!task.isCanceled() && lacksRuns(task)) {
      lacking.add(task);
    }
    if (task.isCanceled() || task.unmetPrerequisites() > 0) {
      cascading.add(task);
    }
  }

  @Override
  public void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {
    if (!collecting) {
      return;
    }
    RecoveryCase found = RecoveryCase.of(run, engine.clock.second());
    if (found != RecoveryCase.NOTHING && found != RecoveryCase.LEASE_LEFT_BEHIND) {
      interrupted.add(run);
      cases.merge(found, 1, Integer::sum);
    }
  }

  /// Does all of it; what it wrote is still to be synced.
  void run() {
    collecting = false;
    interrupted.sort(RunEntry::compareId);
    long before = engine.lane.state().latestSequence();
    for (RunEntry run : interrupted) {
      engine.own.execute(new RecoverRun(run.id(), engine.recoveryOf(run), engine.clock.second()));
      engine.flushIfFull();
    }
    lacking.forEach(this::complete);
    engine.settle();
    cascading.forEach(this::finishCascade);
    engine.settle();
    long events = engine.lane.state().latestSequence() - before;
    if (events > 0) {
      LOG.info(
          "recovered runs {}, completed {} tasks, wrote {} events", cases, lacking.size(), events);
    }
    interrupted.clear();
    lacking.clear();
    cascading.clear();
  }

  /// A submission of the original may have been cut between task and runs.
  private static boolean lacksRuns(TaskEntry task) {
    return switch (task.spec().runPolicy()) {
      case RunPolicy.Once _ -> task.runCount() == 0;
      case RunPolicy.Repeat(var count, _) -> task.runCount() < count;
      case RunPolicy.Cron _ -> false; // the refill looks after it
    };
  }

  private void complete(TaskEntry task) {
    List<RunInstance> missing =
        switch (task.spec().runPolicy()) {
          case RunPolicy.Once _ -> List.of(onceRun(task));
          case RunPolicy.Repeat repeat -> missingSlots(task, repeat);
          case RunPolicy.Cron _ -> List.of();
        };
    engine.own.execute(new CreateRuns(task.id(), missing));
    engine.flushIfFull();
  }

  private RunInstance onceRun(TaskEntry task) {
    return RunInstance.scheduled(
        RunId.random(engine.config.random()), task.id(), task.createdAt(), engine.clock.second());
  }

  private List<RunInstance> missingSlots(TaskEntry task, RunPolicy.Repeat repeat) {
    int present = task.runCount();
    return switch (derivation.derive(
        task.id(), repeat, present, task.createdAt(), engine.clock.second())) {
      case Derivation.Derived(var runs, _) -> runs;
      case Derivation.Refused refused -> {
        LOG.warn("task {} stays without some runs: {}", task.id(), refused.message());
        yield List.of();
      }
    };
  }

  /// Completes what a cancellation or a failed prerequisite began.
  private void finishCascade(TaskEntry task) {
    long before;
    do {
      before = engine.lane.state().latestSequence();
      engine.own.execute(new RecoverTask(task.id(), engine.clock.second(), CASCADE_EVENTS));
      engine.flushIfFull();
    } while (engine.lane.state().latestSequence() != before);
  }
}
