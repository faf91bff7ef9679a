package io.actionqueue.core.state;

import io.actionqueue.core.InvariantViolation;
import io.actionqueue.core.event.RunEvent;
import io.actionqueue.core.event.RunEvent.RunCanceled;
import io.actionqueue.core.event.RunEvent.RunCreated;
import io.actionqueue.core.event.RunEvent.RunResumed;
import io.actionqueue.core.event.RunEvent.RunStateChanged;
import io.actionqueue.core.event.RunEvent.RunSuspended;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import org.jspecify.annotations.Nullable;

/// Runs and their moves; every change of a run's state goes through [#move].
final class Runs {
  private final CaptureSlot captures;
  private final Tasks tasks;
  private final Subscriptions subscriptions;
  private final Observers observers;
  private final Extensions extensions;
  private final IdMap<RunEntry> byId = new IdMap<>();
  private final EntryList<RunEntry> created = new EntryList<>();
  private final AttemptTally tally = new AttemptTally();
  private final long[] inState = new long[RunState.values().length];
  private final LiveRuns live = new LiveRuns(LiveRuns.Owner.STATE);
  private long attempts;

  Runs(
      CaptureSlot captures,
      Tasks tasks,
      Subscriptions subscriptions,
      Extensions extensions,
      Observers observers) {
    this.captures = captures;
    this.tasks = tasks;
    this.subscriptions = subscriptions;
    this.observers = observers;
    this.extensions = extensions;
  }

  /// All runs in order of creation.
  EntryList<RunEntry> created() {
    return created;
  }

  /// The run with this id, null if there is none.
  @Nullable RunEntry get(RunId id) {
    return byId.get(id.high(), id.low());
  }

  /// The run of an event that passed its check and is about to change the run.
  RunEntry checked(RunId id) {
    RunEntry run = byId.get(id.high(), id.low());
    if (run == null) {
      throw new InvariantViolation("expected run " + id + " to exist");
    }
    captures.beforeChange(run);
    return run;
  }

  /// How many attempts all runs have started.
  long attempts() {
    return attempts;
  }

  /// Runs that have not ended, by state.
  LiveRuns live() {
    return live;
  }

  /// How many runs are in a state.
  long inState(RunState state) {
    return inState[state.ordinal()];
  }

  @Nullable ReplayRefusal check(RunEvent event) {
    return switch (event) {
      case RunCreated(var run) -> checkCreate(run);
      case RunStateChanged(var id, var previous, var next, _) -> checkMove(id, previous, next);
      case RunSuspended(var id, _, _) -> checkMove(id, RunState.RUNNING, RunState.SUSPENDED);
      case RunResumed(var id, _) -> checkMove(id, RunState.SUSPENDED, RunState.READY);
      case RunCanceled(var id, _) -> checkCancel(id);
    };
  }

  void apply(long sequence, RunEvent event) {
    switch (event) {
      case RunCreated(var run) -> {
        RunEntry entry = add(run, tasks.named(run.taskId()));
        observers.runMoved(entry, null, run.createdAt());
      }
      case RunStateChanged(var id, _, var next, var timestamp) ->
          move(checked(id), next, timestamp, sequence);
      case RunSuspended(var id, _, var timestamp) ->
          move(checked(id), RunState.SUSPENDED, timestamp, sequence);
      case RunResumed(var id, var timestamp) ->
          move(checked(id), RunState.READY, timestamp, sequence);
      case RunCanceled(var id, var timestamp) ->
          move(checked(id), RunState.CANCELED, timestamp, sequence);
    }
  }

  void startAttempt(RunId id, AttemptId attemptId, long timestamp) {
    checked(id).startAttempt(attemptId, timestamp);
    attempts++;
  }

  /// Moves a run and everything that is counted by its state.
  void move(RunEntry run, RunState target, long timestamp, long sequence) {
    RunState from = run.state();
    boolean losesLease = target.isTerminal() && run.lease() != null;
    run.enter(target, timestamp, sequence);
    inState[from.ordinal()]--;
    inState[target.ordinal()]++;
    live.moved(run, from);
    run.owner().runEntered(run, from);
    if (from == RunState.SCHEDULED && target == RunState.READY) {
      subscriptions.consumeTriggers(run.taskId());
    }
    extensions.moved(run, from, target, timestamp);
    if (losesLease) {
      observers.leaseChanged(run);
    }
    observers.runMoved(run, from, timestamp);
  }

  /// Takes out the runs of a task, all of which have ended.
  void drop(TaskEntry task) {
    for (RunEntry run : task.runs()) {
      byId.remove(run);
      run.markDropped();
      created.noteDropped();
      inState[run.state().ordinal()]--;
      attempts -= run.attemptCount();
      tally.removeAll(run.attempts());
    }
  }

  /// How the finished attempts ended.
  AttemptTally tally() {
    return tally;
  }

  /// Makes room for runs that are about to be restored.
  void expect(int runs) {
    byId.expect(runs);
  }

  /// Takes in a run of an image.
  void restore(StateImage.Run image, long readySequence) {
    RunId id = image.instance().id();
    if (get(id) != null) {
      throw new IllegalArgumentException("the image holds run " + id + " twice");
    }
    TaskEntry task = tasks.namedInOrder(image.instance().taskId());
    add(image.instance(), task).restore(image, readySequence);
    tally.addAll(image.attempts());
  }

  private RunEntry add(RunInstance run, TaskEntry task) {
    var entry = new RunEntry(run, task);
    byId.put(entry);
    created.add(entry);
    inState[run.state().ordinal()]++;
    live.add(entry);
    attempts += run.attemptCount();
    task.add(entry);
    return entry;
  }

  private @Nullable ReplayRefusal checkCreate(RunInstance run) {
    if (get(run.id()) != null) {
      return new ReplayRefusal.DuplicateEvent("run " + run.id() + " is created twice");
    }
    if (run.state() != RunState.SCHEDULED) {
      return invalid("run " + run.id() + " is created in " + run.state().wireName());
    }
    return run.currentAttemptId() == null
        ? null
        : new ReplayRefusal.CorruptedData(
            "run " + run.id() + " is created with open attempt " + run.currentAttemptId());
  }

  private @Nullable ReplayRefusal checkMove(RunId id, RunState previous, RunState next) {
    RunEntry run = get(id);
    if (run == null) {
      return unknown(id);
    }
    if (run.state() != previous) {
      return invalid(
          "run " + id + " is " + run.state().wireName() + ", not " + previous.wireName());
    }
    if (!previous.canMoveTo(next)) {
      return invalid(
          "run " + id + " cannot move from " + previous.wireName() + " to " + next.wireName());
    }
    return next != RunState.CANCELED && run.hasOpenAttempt()
        ? invalid(
            "run "
                + id
                + " cannot move to "
                + next.wireName()
                + " while attempt "
                + run.openAttempt()
                + " is open")
        : null;
  }

  private @Nullable ReplayRefusal checkCancel(RunId id) {
    RunEntry run = get(id);
    if (run == null) {
      return unknown(id);
    }
    return run.state().canMoveTo(RunState.CANCELED)
        ? null
        : invalid("run " + id + " cannot move from " + run.state().wireName() + " to Canceled");
  }

  static ReplayRefusal unknown(RunId id) {
    return invalid("run " + id + " does not exist");
  }

  static ReplayRefusal invalid(String message) {
    return new ReplayRefusal.InvalidTransition(message);
  }
}
