package io.actionqueue;

import io.actionqueue.core.command.Extend;
import io.actionqueue.core.command.PassOverSlots;
import io.actionqueue.core.event.ExtensionEvent.RunNoted;
import io.actionqueue.core.event.ExtensionEvent.SlotsPassedOver;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.schedule.MisfirePlan;
import io.actionqueue.core.schedule.MisfirePlan.MissedSlots;
import io.actionqueue.core.schedule.MisfirePolicy;
import io.actionqueue.core.schedule.Slots;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.RunPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What becomes of slots that passed while nothing could run: after a downtime, a long pause, or
/// behind prerequisites (spec 03 §12.4, W-30). Confined to the engine thread.
///
/// Slots that get no run are recorded, in the batch that cancels the runs which were made for some
/// of them and makes those that come instead. The record is also what a later process goes on from,
/// so that no slot is passed over twice. Costs no more for a task that has long been at work: runs
/// that have ended are not looked at.
final class Misfires {
  private final Engine engine;
  private final QueueState state;

  /// Slots that a run stands for which the refill is about to make.
  private final Map<TaskId, MissedSlots> merged = new HashMap<>(2);

  /// From which slot on nothing more is passed over, for tasks with late runs that were looked at
  /// in the second [#decidedAt]: each task is planned for once, not with each run that it keeps.
  private final Map<TaskId, Long> keptFrom = new HashMap<>(2);

  private long decidedAt;
  private long looked;

  Misfires(Engine engine, QueueState state) {
    this.engine = engine;
    this.state = state;
  }

  /// The policy of a task: its own, else the engine's.
  MisfirePolicy policyOf(TaskEntry task) {
    MisfirePolicy own = task.policy().misfire();
    return own == null ? engine.config.misfire() : own;
  }

  /// Looks at a Scheduled run that is due, the earliest one of its task, and passes it over if its
  /// slot was missed and the policy says so.
  ///
  /// @return whether the run is canceled now
  boolean passesOver(RunEntry run) {
    TaskEntry task = run.task();
    if (task == null || task.spec().runPolicy() instanceof RunPolicy.Once) {
      return false;
    }
    if (ExtraRuns.isAdded(state, run)) {
      return false; // somebody asked for it, not the schedule
    }
    MisfirePolicy policy = policyOf(task);
    long now = engine.clock.second();
    if (policy instanceof MisfirePolicy.CatchUpAll
        || now - run.scheduledAt() <= policy.graceSecs()
        || isDecided(run, now)) {
      return false;
    }
    MisfirePlan plan = planFrom(task, before(run.scheduledAt()), now);
    MissedSlots missed = plan.passedOver();
    keptFrom.put(task.id(), missed == null ? run.scheduledAt() : plan.resumeAt());
    if (missed == null) {
      return false;
    }
    pass(task, plan, missed);
    return run.state() != RunState.SCHEDULED;
  }

  /// Whether it was decided in this second that the slot of a run gets it.
  private boolean isDecided(RunEntry run, long now) {
    if (now != decidedAt) {
      keptFrom.clear();
      decidedAt = now;
    }
    Long from = keptFrom.isEmpty() ? null : keptFrom.get(run.taskId());
    return from != null && Long.compareUnsigned(run.scheduledAt(), from) >= 0;
  }

  /// If nothing is passed over by the schedule, the less so by what is left of it, which takes
  /// longer to tell.
  private MisfirePlan planFrom(TaskEntry task, long after, long now) {
    MisfirePolicy policy = policyOf(task);
    MisfirePlan plan = policy.plan(slots(task), after, now);
    return plan.passedOver() == null ? plan : policy.plan(left(task), after, now);
  }

  private void pass(TaskEntry task, MisfirePlan plan, MissedSlots missed) {
    engine.own.execute(
        new PassOverSlots(
            task.id(),
            scheduledBefore(task, plan.resumeAt()),
            new PassOverSlots.Slots(missed.count(), missed.first(), missed.last()),
            engine.clock.millis()));
    if (plan.merged()) {
      standFor(task, plan.resumeAt(), missed);
    }
    engine.settle(); // the runs that come instead
    merged.remove(task.id());
  }

  /// Decides over the slots behind the last one that a cron task has dealt with, before its window
  /// is filled up.
  ///
  /// @param latest the last slot that has a run
  /// @return the instant from which slots get runs
  long resumeAt(TaskEntry task, long latest) {
    long after = later(latest, lastRecorded(task));
    MisfirePlan plan = policyOf(task).plan(slots(task), after, engine.clock.second());
    MissedSlots missed = plan.passedOver();
    if (missed != null) {
      engine.own.execute(
          new PassOverSlots(
              task.id(),
              List.of(),
              new PassOverSlots.Slots(missed.count(), missed.first(), missed.last()),
              engine.clock.millis()));
      if (plan.merged()) {
        merged.put(task.id(), missed);
      }
    }
    return plan.resumeAt();
  }

  /// Notes on a run that was just made that it stands for others, if it does.
  void made(TaskEntry task, RunId first) {
    MissedSlots missed = merged.isEmpty() ? null : merged.remove(task.id());
    if (missed != null) {
      note(first, missed);
    }
  }

  private void standFor(TaskEntry task, long slot, MissedSlots missed) {
    for (RunEntry run : live(task).reversed()) {
      if (run.scheduledAt() == slot && isSlot(run)) {
        note(run.id(), missed);
        return;
      }
    }
    merged.put(task.id(), missed);
  }

  private void note(RunId run, MissedSlots missed) {
    engine.own.execute(
        new Extend(new RunNoted(run, CoalescedSlots.note(missed), engine.clock.millis())));
  }

  /// Whether a run waits for its slot of the schedule.
  private boolean isSlot(RunEntry run) {
    return run.state() == RunState.SCHEDULED && !ExtraRuns.isAdded(state, run);
  }

  private List<RunId> scheduledBefore(TaskEntry task, long instant) {
    var found = new ArrayList<RunId>();
    for (RunEntry run : live(task)) {
      if (Long.compareUnsigned(run.scheduledAt(), instant) < 0 && isSlot(run)) {
        found.add(run.id());
      }
    }
    return found;
  }

  /// The last slot of a task that has a run or is recorded as passed over.
  private long lastKnown(TaskEntry task) {
    Long latest = engine.refill.latestSlot(task.id());
    return later(latest == null ? task.lastSlot() : latest, lastRecorded(task));
  }

  private long lastRecorded(TaskEntry task) {
    @Nullable SlotsPassedOver recorded = state.extensions().passedOver(task.id());
    return recorded == null ? 0 : recorded.lastSlot();
  }

  private static Slots slots(TaskEntry task) {
    return Slots.of(task.spec().runPolicy(), task.createdAt());
  }

  /// The slots of a task that still wait: those of Scheduled runs, and those that have no run yet
  /// and will get one. A run that was canceled, or went before its time, stands for nothing.
  private Slots left(TaskEntry task) {
    var some = new ArrayList<Long>();
    for (RunEntry run : live(task)) {
      if (isSlot(run)) {
        some.add(run.scheduledAt());
      }
    }
    some.sort(Long::compareUnsigned);
    boolean goesOn = task.mayGetMoreRuns();
    return new Slots.Left(some, lastKnown(task), goesOn ? slots(task) : null);
  }

  private List<RunEntry> live(TaskEntry task) {
    List<RunEntry> live = task.liveRuns();
    looked += live.size();
    return live;
  }

  /// How many runs were looked at so far.
  long looked() {
    return looked;
  }

  private static long before(long instant) {
    return instant == 0 ? 0 : instant - 1;
  }

  private static long later(long a, long b) {
    return Long.compareUnsigned(a, b) >= 0 ? a : b;
  }
}
