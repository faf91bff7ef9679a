package io.actionqueue;

import io.actionqueue.core.command.Extend;
import io.actionqueue.core.command.RunCreate;
import io.actionqueue.core.event.ExtensionEvent.RunNoted;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Runs that somebody orders beside those that a task's policy implies (spec 02 §4.3, RunCreate;
/// spec 04 §13.2, inject a run). Confined to the engine thread.
///
/// The original lets anybody add any run. Here it is an operator's explicit act, since it lets a
/// task run more often than its policy says, and it is refused where it would contradict what has
/// been concluded from the task's end already: dependents, parents, waits and retention go by that.
/// While a schedule may still make runs, an added run counts as one of its occurrences, and is due
/// no later than the last run that the schedule has made, from which further slots are reckoned: no
/// slot is lost by it.
///
/// A note says of each that it was added. It is no slot of the schedule: no misfire policy passes
/// it over or lets it stand for others, however late it is, and where a task says in what time a
/// run has to start, that counts from when it was added, if it was added for the past.
final class ExtraRuns {
  /// Noted of a run when it is added, in the same batch; a later note may take its place once it
  /// has become Ready.
  static final String ADDED = "added";

  private final Engine engine;

  ExtraRuns(Engine engine) {
    this.engine = engine;
  }

  /// Adds a run.
  ///
  /// @param at when it is due, null for now
  /// @param given its id, null for a random one
  /// @throws ActionQueueException.Refused `task_canceled`, `task_over`, `run_beyond_schedule`,
  ///   `run_already_exists`
  RunView add(TaskEntry task, @Nullable Instant at, @Nullable RunId given) {
    long now = engine.clock.second();
    long due = at == null ? now : Math.max(now, at.getEpochSecond());
    if (!task.isCanceled() && task.outcome() != TaskEntry.Outcome.OPEN) {
      throw refused(
          "task_over",
          "task " + task.id() + " has ended: submit it again, or redrive a run that failed");
    }
    if (task.mayGetMoreRuns()) {
      due = withinSchedule(task, due, now);
    }
    RunId id = given == null ? RunId.random(engine.config.random()) : given;
    engine.controls.carryOut(new RunCreate(RunInstance.scheduled(id, task.id(), due, now)));
    engine.own.execute(new Extend(new RunNoted(id, ADDED, engine.clock.millis())));
    return engine.views.run(engine.controls.knownRun(id));
  }

  /// Whether a Scheduled run was added.
  static boolean isAdded(QueueState state, RunEntry run) {
    return ADDED.equals(state.extensions().note(run.id()));
  }

  private static long withinSchedule(TaskEntry task, long due, long now) {
    long last = task.lastSlot();
    if (Long.compareUnsigned(due, last) <= 0) {
      return due;
    }
    if (Long.compareUnsigned(due, now) <= 0) {
      return last; // due at once all the same
    }
    throw refused(
        "run_beyond_schedule",
        "a further run of task "
            + task.id()
            + " must be due by "
            + Long.toUnsignedString(last)
            + ", when the last run that its schedule has made is");
  }

  private static ActionQueueException.Refused refused(String code, String message) {
    return new ActionQueueException.Refused(new Refusal(code, message));
  }
}
