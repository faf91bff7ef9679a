package io.actionqueue;

import io.actionqueue.core.command.RecoveryPolicy;
import io.actionqueue.core.command.RunStateTransition;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.core.port.EventLog;
import io.actionqueue.core.run.OnUncertain;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.schedule.RunDerivation;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.engine.dispatch.Dispatcher;
import io.actionqueue.engine.lane.Lane;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// The parts of an engine and the one step that drives them (spec 03 §6.2, S-41). Confined to the
/// engine thread, or to the caller's in manual mode; the inbox, the metrics and the status are for
/// everybody.
///
/// A step takes what handlers report and callers request, does what is due, starts what may start,
/// and hands all of it to the log as one batch. Effects (futures, handlers) follow when the batch
/// is durable.
final class Engine {
  final EngineConfig config;
  final StepClock clock;
  final Lane lane;
  final Inbox inbox = new Inbox();
  final EngineMetrics metrics = new EngineMetrics();
  final Intake intake = new Intake(this);
  final ProgressFeed progress = new ProgressFeed();
  final OwnCommands own;
  final StepTally tally = new StepTally();
  final Dispatcher dispatcher;
  final Flights flights;
  final Landing landing;
  final CronRefill refill;
  final Expiry expiry = new Expiry(this);
  final Retries retries = new Retries(this);
  final Redrives redrives = new Redrives(this);
  final Remote remote;
  final Triggers triggers;
  final Misfires misfires;
  final Suspensions suspensions;
  final Families families;
  final Waits waits;
  final Causes causes;
  final Views views;
  final Submissions submissions;
  final Controls controls;
  final ExtraRuns extraRuns;
  final Access access;
  final Retirement retirement;
  final SnapshotTrigger snapshots;
  final OpenGates gates;
  private volatile @Nullable Throwable failure;
  private volatile EngineStatus.Phase phase = EngineStatus.Phase.RUNNING;
  private volatile StateImage.Engine durableEngine;
  private volatile int inFlight;

  /// Epoch second of the last step, negative before the first.
  private volatile long lastTickAt = -1;

  /// What an engine stands on.
  ///
  /// @param state the recorded state, nothing but this engine's from now on
  /// @param log the log that it was folded from
  /// @param snapshots where snapshots of it go
  record Ground(QueueState state, EventLog log, SnapshotTrigger.Target snapshots) {}

  Engine(EngineConfig config, Ground ground) {
    QueueState state = ground.state();
    this.config = config;
    this.clock = new StepClock(config.time());
    this.lane = Lane.over(state, ground.log(), this::noteFailure);
    this.own = new OwnCommands(lane, metrics);
    this.dispatcher =
        Dispatcher.of(state, config.slots(), config.selection().order(), this::backoffSecs, clock);
    dispatcher.select(config.selection().ageingSecs(), config.selection().sharing());
    config.handlers().forEach((name, entry) -> dispatcher.register(name, entry.maxConcurrent()));
    config.labels().forEach(dispatcher::label);
    this.landing = new Landing(this);
    this.flights = new Flights(this, dispatcher, landing);
    var derivation = RunDerivation.of(() -> RunId.random(config.random()));
    this.refill = new CronRefill(this, derivation);
    this.remote = new Remote(this);
    this.triggers = new Triggers(this, state);
    this.misfires = new Misfires(this, state);
    this.suspensions = new Suspensions(this, state);
    this.families = new Families(this, state);
    this.waits = new Waits(this);
    this.causes = new Causes(this, state);
    this.views = new Views(this, state, causes);
    this.submissions = new Submissions(this, derivation);
    this.controls = new Controls(this);
    this.extraRuns = new ExtraRuns(this);
    this.access = new Access(state);
    this.retirement = new Retirement(this);
    this.gates = new OpenGates(state);
    this.snapshots = new SnapshotTrigger(this, ground.snapshots());
    this.durableEngine = state.engine();
  }

  /// How much one step does at most of what can be put off.
  ///
  /// @param requests requests of callers
  /// @param copies tasks and runs to copy for a snapshot
  /// @param copyNanos how long to copy for a snapshot, and to drop tasks before it; the last
  ///   portion may take longer
  record Limits(int requests, int copies, long copyNanos) {
    /// Everything at once.
    static final Limits NONE = new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);
  }

  /// One step.
  ///
  /// @return whether there is more to do at once
  boolean step(Limits limits) throws IOException {
    tally.reset();
    clock.update();
    takeReports();
    takeRequests(limits.requests());
    flights.enforceDeadlines();
    flights.renewLeases();
    remote.expire();
    boolean _ = expiry.run();
    settle();
    if (!dispatcher.isHeld()) {
      dispatcher.wake();
      promote();
      if (expiry.run()) { // a run that came meanwhile may be too late already
        settle();
      }
      dispatch();
    }
    while (remote.serve()) {
      dispatch(); // whom a run that could not start after all has let go
    }
    triggers.run();
    lane.flush();
    boolean copying = snapshots.advance(limits.copies(), limits.copyNanos());
    inFlight = dispatcher.executing();
    lastTickAt = clock.second();
    return copying || !inbox.isEmpty() || (triggers.isBusy() && !dispatcher.isHeld());
  }

  /// What follows from the events so far within the same step: cron windows are filled up, and who
  /// waits for a task that has ended is told.
  void settle() {
    refill.run();
    families.run();
    triggers.run();
    waits.run();
  }

  /// Hands over what is pending if it has become much.
  void flushIfFull() {
    if (lane.isFull()) {
      families.run(); // what follows shares the batch of its cause
      triggers.run();
      try {
        lane.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void takeReports() {
    for (Message next = inbox.pollReport(); next != null; next = inbox.pollReport()) {
      take(next);
    }
  }

  private void takeRequests(int limit) {
    int taken = 0;
    for (Message next = inbox.pollRequest(); next != null; next = inbox.pollRequest()) {
      take(next);
      if (++taken >= limit) {
        return;
      }
    }
  }

  private void take(Message message) {
    message.handle();
    settle();
    flushIfFull();
  }

  private void promote() {
    triggers.promote();
    long now = clock.second();
    var promotions = dispatcher.promotions();
    for (RunEntry run = promotions.pollScheduled(now);
        run != null;
        run = promotions.pollScheduled(now)) {
      if (!misfires.passesOver(run)
          && own.execute(
              new RunStateTransition(run.id(), RunState.SCHEDULED, RunState.READY, now))) {
        tally.promotedScheduled++;
      }
      flushIfFull();
    }
    for (RunEntry run = promotions.pollRetry(now); run != null; run = promotions.pollRetry(now)) {
      endWait(run);
    }
    long millis = clock.millis();
    for (RunEntry run = promotions.pollDelayed(millis);
        run != null;
        run = promotions.pollDelayed(millis)) {
      endWait(run);
    }
  }

  private void endWait(RunEntry run) {
    var move =
        new RunStateTransition(run.id(), RunState.RETRY_WAIT, RunState.READY, clock.second());
    if (own.execute(move)) {
      tally.promotedRetryWait++;
    }
    flushIfFull();
  }

  private void dispatch() {
    for (RunEntry run = dispatcher.next(); run != null; run = dispatcher.next()) {
      if (flights.start(run)) {
        tally.dispatched++;
      }
      flushIfFull();
    }
  }

  /// Nanoseconds until something is due by time; the largest number if nothing is.
  long nanosUntilNext() {
    long next = Math.min(flights.nanosUntilNext(), remote.nanosUntilNext());
    next = Math.min(next, expiry.nanosUntilNext());
    if (!dispatcher.isHeld()) {
      var promotions = dispatcher.promotions();
      next = Math.min(next, clock.nanosUntilSecond(promotions.nextAt()));
      next = Math.min(next, clock.nanosUntilMillis(promotions.nextDelayedAt()));
      Long wakeUp = dispatcher.nextWakeUp();
      next = wakeUp == null ? next : Math.min(next, clock.nanosUntil(wakeUp));
    }
    return next;
  }

  /// Notes the first failure, after which nothing goes on. Any thread.
  void noteFailure(Throwable cause) {
    synchronized (this) {
      if (failure == null) {
        failure = cause;
      }
    }
    phase = EngineStatus.Phase.FAILED;
    inbox.wake();
  }

  /// The first failure, null if there is none. Any thread.
  @Nullable Throwable failure() {
    return failure;
  }

  /// Refuses everything that waits, now and later.
  void refuseAll(ActionQueueException cause) {
    lane.fail(cause);
    waits.fail(cause);
    snapshots.fail(cause);
    remote.fail(cause);
    inbox.close(cause);
  }

  /// Any thread.
  EngineStatus.Phase phase() {
    return phase;
  }

  /// Goes on to a later phase; a failure is never forgotten but by closing.
  void enter(EngineStatus.Phase next) {
    if (phase != EngineStatus.Phase.FAILED || next == EngineStatus.Phase.CLOSED) {
      phase = next;
    }
  }

  /// Any thread.
  EngineStatus status() {
    return statusOf(durableEngine);
  }

  EngineStatus statusOf(StateImage.Engine engine) {
    return new EngineStatus(
        phase,
        engine.paused(),
        engine.pausedAt(),
        engine.resumedAt(),
        inFlight,
        config.slots(),
        lastTickAt < 0 ? null : lastTickAt,
        config.durability().toString(),
        config.actions());
  }

  /// Shows a pause or its end in the status from now on. Any thread.
  void show(StateImage.Engine engine) {
    durableEngine = engine;
  }

  /// What becomes of a run that is cut off: its task's own rules where it has any, else the
  /// engine's (S-35).
  RecoveryPolicy recoveryOf(RunEntry run) {
    RecoveryPolicy usual = config.recovery();
    TaskPolicy own = run.policy();
    Integer most = own.maxInterruptions();
    OnUncertain uncertain = own.onUncertain();
    return most == null && uncertain == null
        ? usual
        : new RecoveryPolicy(
            most == null ? usual.maxInterruptions() : most,
            uncertain == null ? usual.onUncertain() : uncertain);
  }

  private long backoffSecs(RunEntry run) {
    return config.backoff().delaySecs(Math.max(1, run.countedAttempts()));
  }
}
