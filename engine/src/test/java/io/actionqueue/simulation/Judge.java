package io.actionqueue.simulation;

import io.actionqueue.EngineNotice;
import io.actionqueue.core.cron.CronExpression;
import io.actionqueue.core.event.AttemptEvent;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.event.TaskEvent;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.RunPolicy;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Follows every durable event and holds it against what may follow on what was before.
final class Judge implements StateObserver {
  private static final int WINDOW = 5;
  private static final int MAX_DEPTH = 8;

  private final Knowledge known;
  private final Verdicts verdicts;
  private final AttemptJudge attempts;
  private final List<Concern> concerns;
  private boolean following;

  Judge(Knowledge known, Verdicts verdicts, AttemptJudge attempts, List<Concern> concerns) {
    this.concerns = concerns;
    this.known = known;
    this.verdicts = verdicts;
    this.attempts = attempts;
  }

  /// Begins to follow the state that is known.
  void follow() {
    following = false;
    concerns.forEach(Concern::follow);
    known.state.observe(this);
    following = true;
  }

  /// Hears of an event that is durable: INV-10, INV-16, INV-18.
  void event(EngineNotice notice) {
    try {
      follow(notice);
    } catch (RuntimeException broken) { // the engine would only log it
      verdicts.expect("judge", false, () -> "failed at " + notice + ": " + broken);
    }
  }

  private void follow(EngineNotice notice) {
    long sequence = notice.sequence();
    Event event = notice.event();
    verdicts.happened(notice);
    long expected = known.state.latestSequence() + 1;
    verdicts.expect("INV-10", sequence == expected, () -> sequence + " instead of " + expected);
    var refusal = known.state.check(sequence, event);
    verdicts.expect("INV-16", refusal == null, () -> event + " is refused: " + refusal);
    if (refusal == null) {
      before(event);
      known.state.apply(sequence, event);
      if (event instanceof TaskEvent.TaskCanceled canceled
          && known.state.task(canceled.taskId()) instanceof TaskEntry task) {
        concerns.forEach(concern -> concern.canceled(task));
      }
    }
  }

  private void before(Event event) {
    concerns.forEach(concern -> concern.before(event));
    switch (event) {
      case TaskEvent.TaskCreated(var spec, _) -> admitted(spec.id(), spec.parentTaskId());
      case ExtensionEvent.TaskCreatedWithPolicy(var spec, _, _) ->
          admitted(spec.id(), spec.parentTaskId());
      case RunEvent.RunCreated(var run) -> created(run);
      case AttemptEvent.AttemptStarted started -> attempts.started(started);
      case AttemptEvent.AttemptFinished finished -> attempts.finished(finished);
      default -> {}
    }
    RunId id = runOf(event);
    RunEntry run = id == null ? null : known.state.run(id);
    verdicts.expect(
        "02-W-6",
        run == null || Long.compareUnsigned(event.timestamp(), run.lastStateChangeAt()) >= 0,
        () -> event + " is older than the run's last change");
  }

  private static @Nullable RunId runOf(Event event) {
    return switch (event) {
      case RunEvent.RunStateChanged changed -> changed.runId();
      case RunEvent.RunSuspended suspended -> suspended.runId();
      case RunEvent.RunResumed resumed -> resumed.runId();
      case AttemptEvent.AttemptFinished finished -> finished.runId();
      default -> null;
    };
  }

  /// RT-35.
  private void admitted(TaskId id, @Nullable TaskId parentId) {
    if (parentId == null) {
      return;
    }
    TaskEntry parent = known.state.task(parentId);
    verdicts.expect(
        "RT-35",
        parent != null && !known.kin.isOver(known.state, parent) && !parent.isCanceled(),
        () -> id + " was admitted under " + parentId);
    int depth = 1;
    for (TaskEntry above = parent; above != null && depth <= MAX_DEPTH + 1; depth++) {
      TaskId next = above.spec().parentTaskId();
      above = next == null ? null : known.state.task(next);
    }
    int found = depth - 1;
    verdicts.expect("RT-35", found <= MAX_DEPTH, () -> id + " is at depth " + found);
  }

  /// RT-3, RT-4, RT-6, RT-7, RT-9 and RT-37: no run beyond the policy that nobody asked for, and
  /// each at its time.
  private void created(RunInstance run) {
    TaskEntry task = known.state.task(run.taskId());
    if (task == null) {
      verdicts.expect("INV-42", false, () -> run + " without a task");
      return;
    }
    known.young.add(run.id());
    verdicts.expect("RT-37", !task.isCanceled(), () -> run + " of a canceled task");
    if (!known.additions.takes(run)) {
      implied(run, task);
    }
  }

  private void implied(RunInstance run, TaskEntry task) {
    RunPolicy policy = task.spec().runPolicy();
    List<RunEntry> before = known.additions.ofPolicy(task);
    switch (policy) {
      case RunPolicy.Once _ -> expectSlot("RT-3", run, task.createdAt());
      case RunPolicy.Repeat(_, var interval) ->
          expectSlot("RT-4", run, task.createdAt() + before.size() * interval);
      case RunPolicy.Cron(var expression, _) -> {
        OptionalLong next = CronExpression.parse(expression).nextAfter(latestSlot(task, before));
        expectSlot("RT-6", run, next.orElse(-1));
        long live = task.runCount() - task.terminalRuns();
        verdicts.expect("RT-7", live < WINDOW, () -> run + " is the " + (live + 1) + "th alive");
      }
    }
    // A schedule that goes on counts what was added as its own.
    long counted = policy instanceof RunPolicy.Cron ? task.runCount() : before.size();
    verdicts.expect("RT-9", counted < policy.maxRuns(), () -> run + " is beyond " + policy);
  }

  private long latestSlot(TaskEntry task, List<RunEntry> before) {
    long latest = task.createdAt() - 1; // the second of the submission is the first that counts
    var passedOver = known.state.extensions().passedOver(task.id());
    if (passedOver != null) {
      latest = Math.max(latest, passedOver.lastSlot());
    }
    for (RunEntry run : before) {
      latest = Math.max(latest, run.scheduledAt());
    }
    return latest;
  }

  private void expectSlot(String rule, RunInstance run, long slot) {
    verdicts.expect(rule, run.scheduledAt() == slot, () -> run + " should be due at " + slot);
  }

  @Override
  public void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {
    if (!following || from == null) {
      return;
    }
    RunState to = run.state();
    verdicts.expect("RT-2", !from.isTerminal(), () -> run.id() + " left " + from);
    verdicts.expect("RT-1", from.canMoveTo(to), () -> run.id() + " from " + from + " to " + to);
    if (from == RunState.RUNNING) {
      left(run, to);
    }
    switch (to) {
      case SCHEDULED -> {}
      case READY -> becameReady(run, from);
      case LEASED, RUNNING -> {}
      case RETRY_WAIT -> attempts.waits(run);
      case SUSPENDED, COMPLETED, FAILED, CANCELED -> {}
    }
    known.keys.moved(run);
    concerns.forEach(concern -> concern.moved(run, from));
  }

  /// RT-20, RT-21, RT-23: where a run goes follows from what its attempt was finished with.
  private void left(RunEntry run, RunState to) {
    Set<RunState> owed = known.owed.remove(run.id());
    verdicts.expect(
        "RT-20",
        to == RunState.CANCELED || (owed != null && owed.contains(to)),
        () -> run.id() + " went to " + to + ", should go to " + owed);
    verdicts.expect(
        "RT-23", run.openAttempt() == null, () -> run.id() + " left Running with an open attempt");
  }

  /// RT-10, RT-11, RT-26, RT-30, RT-37.
  private void becameReady(RunEntry run, RunState from) {
    if (from != RunState.SCHEDULED && from != RunState.RETRY_WAIT) {
      return;
    }
    Long readyAt = known.readyAt.remove(run.id());
    if (from == RunState.SCHEDULED) {
      readyAt = run.scheduledAt() * 1000;
    }
    judgePromotion(run, from, readyAt);
  }

  /// Null where the run goes on at once after an interruption, also in a held engine (S-3, S-40).
  /// Whether a Scheduled run may go before its time is the business of [SubscriptionJudge].
  private void judgePromotion(RunEntry run, RunState from, @Nullable Long readyAt) {
    boolean due = readyAt == null || readyAt <= known.stepMillis();
    verdicts.expect(
        "RT-11",
        due || from == RunState.SCHEDULED,
        () -> run.id() + " became Ready at " + known.stepMillis() + " instead of " + readyAt);
    TaskEntry task = Knowledge.taskOf(run);
    boolean held = readyAt != null && (known.state.isPaused() || known.closing);
    verdicts.expect("RT-26", !held, () -> run.id() + " was promoted by a held engine");
    verdicts.expect(
        "RT-30",
        known.prerequisitesCompleted(task),
        () -> run.id() + " became Ready before " + task.prerequisites());
    verdicts.expect("RT-37", !task.isCanceled(), () -> run.id() + " is of a canceled task");
  }
}
