package io.actionqueue;

import io.actionqueue.core.command.CancelRun;
import io.actionqueue.core.command.CancelTask;
import io.actionqueue.core.command.Command;
import io.actionqueue.core.command.Decision;
import io.actionqueue.core.command.EnginePause;
import io.actionqueue.core.command.EngineResume;
import io.actionqueue.core.command.Rejection;
import io.actionqueue.core.command.ResumeRun;
import io.actionqueue.core.command.RunRejection;
import io.actionqueue.core.command.SuspendRun;
import io.actionqueue.core.command.TaskRejection;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import org.jspecify.annotations.Nullable;

/// What callers order about tasks, runs and the engine (spec 03 §7.4). Confined to the engine
/// thread.
final class Controls {
  /// How many events of a cancellation share a batch.
  private static final int CASCADE_EVENTS = 10_000;

  private final Engine engine;

  Controls(Engine engine) {
    this.engine = engine;
  }

  CancelTaskReport cancelTask(TaskId id) {
    TaskEntry task = knownTask(id);
    boolean already = task.isCanceled();
    int total = task.runCount();
    int terminal = task.terminalRuns();
    cancelCompletely(id);
    return new CancelTaskReport(id, already, total - terminal, terminal, total);
  }

  /// Cancels a task with all that follows from it, in batches of bounded size.
  void cancelCompletely(TaskId id) {
    long before;
    do {
      before = engine.lane.state().latestSequence();
      carryOut(new CancelTask(id, engine.clock.second(), CASCADE_EVENTS));
      engine.flushIfFull();
    } while (engine.lane.state().latestSequence() != before);
  }

  CancelRunResult cancelRun(RunId id) {
    RunEntry run = knownRun(id);
    if (run.state() == RunState.CANCELED) {
      return CancelRunResult.ALREADY_CANCELED;
    }
    if (run.state().isTerminal()) {
      return CancelRunResult.ALREADY_TERMINAL;
    }
    carryOut(new CancelRun(id, engine.clock.second()));
    return CancelRunResult.CANCELED;
  }

  RunView suspendRun(RunId id, @Nullable String reason) {
    RunEntry run = knownRun(id);
    if (run.state() != RunState.RUNNING) {
      throw refused(new RunRejection.RunSuspendRequiresRunning(id, run.state()));
    }
    boolean asked =
        engine.flights.ask(run, CancelReason.SUSPEND_REQUESTED)
            || engine.remote.ask(run, CancelReason.SUSPEND_REQUESTED);
    if (!asked) {
      carryOut(new SuspendRun(id, reason, engine.clock.second())); // nobody here executes it
    }
    return engine.views.run(run);
  }

  RunView resumeRun(RunId id) {
    RunEntry run = knownRun(id);
    carryOut(new ResumeRun(id, engine.clock.second()));
    return engine.views.run(run);
  }

  EngineStatus pause() {
    if (!engine.lane.state().isPaused()) {
      carryOut(new EnginePause(engine.clock.second()));
    }
    return engine.statusOf(engine.lane.state().engine());
  }

  EngineStatus resume() {
    if (engine.lane.state().isPaused()) {
      carryOut(new EngineResume(engine.clock.second()));
    }
    return engine.statusOf(engine.lane.state().engine());
  }

  TaskEntry knownTask(TaskId id) {
    TaskEntry task = engine.lane.state().task(id);
    if (task == null) {
      throw refused(new TaskRejection.UnknownTask(id));
    }
    return task;
  }

  RunEntry knownRun(RunId id) {
    RunEntry run = engine.lane.state().run(id);
    if (run == null) {
      throw refused(new RunRejection.UnknownRun(id));
    }
    return run;
  }

  /// Carries a caller's command out.
  ///
  /// @throws ActionQueueException.Refused if it breaks a rule
  void carryOut(Command command) {
    if (engine.lane.execute(command) instanceof Decision.Rejected(var rejection)) {
      throw refused(rejection);
    }
  }

  static ActionQueueException.Refused refused(Rejection rejection) {
    return new ActionQueueException.Refused(new Refusal(rejection.code(), rejection.message()));
  }
}
