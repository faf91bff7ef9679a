package io.actionqueue;

import io.actionqueue.core.command.LeaseHeartbeat;
import io.actionqueue.core.command.RecoveryPolicy;
import io.actionqueue.core.command.StartRun;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.engine.dispatch.Dispatcher;
import io.actionqueue.engine.dispatch.TimerHeap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The attempts in flight: starts them once they are durable, keeps their leases, and presses those
/// that take too long. Confined to the engine thread; handlers report through the inbox.
final class Flights implements StateObserver, Flight.Listener {
  private final Engine engine;
  private final EngineConfig config;
  private final StepClock clock;
  private final Dispatcher dispatcher;
  private final Landing landing;
  private final Takeoff takeoff;

  /// In no order of lease expiry: the wall clock may be set back between two starts.
  private final Map<RunId, Flight> byRun = new LinkedHashMap<>();

  private final TimerHeap<Flight> deadlines =
      TimerHeap.ordered((a, b) -> a.runId().compareTo(b.runId()));

  private final TimerHeap<Flight.Silence> silences =
      TimerHeap.ordered((a, b) -> a.flight.runId().compareTo(b.flight.runId()));

  /// No lease wants renewal before this epoch second.
  private long renewalAt = -1L;

  Flights(Engine engine, Dispatcher dispatcher, Landing landing) {
    this.engine = engine;
    this.config = engine.config;
    this.clock = engine.clock;
    this.dispatcher = dispatcher;
    this.landing = landing;
    this.takeoff = new Takeoff(engine);
  }

  boolean isEmpty() {
    return byRun.isEmpty();
  }

  /// Starts an attempt of a run that the dispatcher gave: one atomic batch, the handler after its
  /// sync.
  ///
  /// @return whether it was started
  boolean start(RunEntry run) {
    TaskEntry task = run.task();
    Handler handler = task == null ? null : config.handler(actionOf(task));
    if (task == null || handler == null) {
      return false; // the gate lets no such run pass
    }
    RunId runId = run.id();
    var attemptId = AttemptId.random(config.random());
    long expiry = StepClock.later(clock.second(), config.leaseTimeoutSecs());
    var start = new StartRun(runId, attemptId, RecoveryPolicy.LOCAL_OWNER, expiry, clock.second());
    if (!engine.own.execute(start)) {
      return false;
    }
    Flight flight = takeoff.prepare(task, run, attemptId, new Flight.Work(handler, config, this));
    enter(flight, expiry);
    dispatcher.beginExecution(run);
    engine.metrics.starts.increment();
    engine.metrics.schedulingLag.observe(lagSeconds(run));
    engine.lane.whenDurable(flight);
    return true;
  }

  @Override
  public void began(Flight flight, long monotonicNanos) {
    engine.inbox.report(
        new Report(() -> {
          boolean flies = byRun.get(flight.runId()) == flight;
          if (flies && flight.pressure == Flight.Pressure.NONE) {
            watch(flight, monotonicNanos);
          }
        }));
  }

  private void watch(Flight flight, long begin) {
    if (flight.timeoutSecs() != null) {
      deadlines.set(flight, begin + flight.limitNanos());
    }
    Long most = flight.silenceNanos();
    if (most != null && flight.silence != null) {
      silences.set(flight.silence, begin + most);
    }
  }

  @Override
  public void ended(Flight flight, TimedOutcome answer) {
    engine.inbox.report(new Ended(this, flight, answer));
  }

  private void land(Flight flight, TimedOutcome answer) {
    byRun.remove(flight.runId());
    deadlines.cancel(flight);
    if (flight.silence != null) {
      silences.cancel(flight.silence);
    }
    dispatcher.endExecution(flight.entry);
    engine.metrics.attemptDuration.observe(answer.elapsedNanos() / 1e9);
    landing.land(flight, answer);
  }

  /// A run with an open attempt was canceled: ask its handler to stop.
  @Override
  public void runMoved(RunEntry run, @Nullable RunState from, long timestamp) {
    if (from == RunState.RUNNING && run.state() == RunState.CANCELED) {
      Flight flight = byRun.get(run.id());
      if (flight != null) {
        press(flight, CancelReason.CANCELED);
      }
    }
  }

  /// Asks the handler of a run to stop without insisting.
  ///
  /// @return whether there is one
  boolean ask(RunEntry run, CancelReason reason) {
    Flight flight = byRun.get(run.id());
    if (flight == null) {
      return false;
    }
    flight.token.request(reason);
    return true;
  }

  /// A budget of a task is used up: asks every handler of the task to stop, without insisting,
  /// since any answer is honoured (spec 03 §9.4). Looks at what is in flight, at most once a slot.
  @Override
  public void budgetChanged(StateImage.Budget budget) {
    if (!budget.exhausted()) {
      return;
    }
    for (Flight flight : byRun.values()) {
      if (flight.context.taskId().equals(budget.taskId())) {
        flight.token.request(CancelReason.BUDGET);
      }
    }
  }

  /// What the handler of a run has told of its progress, null for nothing.
  @Nullable Progress progressOf(RunId run) {
    Flight flight = byRun.get(run);
    return flight == null || !Landing.isOpen(flight) ? null : flight.reports.latest();
  }

  /// Asks every handler to stop.
  void askAll(CancelReason reason) {
    for (Flight flight : List.copyOf(byRun.values())) {
      flight.token.request(reason);
    }
  }

  /// Interrupts every handler that has not returned.
  void interruptAll() {
    byRun.values().forEach(Flight::interrupt);
  }

  /// Attempts that are open on record although the engine is about to end.
  List<Flight> open() {
    var open = new ArrayList<Flight>();
    for (Flight flight : byRun.values()) {
      if (Landing.isOpen(flight)) {
        open.add(flight);
      }
    }
    return open;
  }

  /// Renews leases that are near their end (03 §4.2).
  void renewLeases() {
    if (Long.compareUnsigned(clock.second(), renewalAt) < 0) {
      return;
    }
    long horizon = StepClock.later(clock.second(), threshold());
    long earliest = -1L;
    for (Flight flight : byRun.values()) {
      if (Long.compareUnsigned(horizon, flight.leaseExpiry) >= 0) {
        renew(flight);
      }
      earliest = earlier(earliest, flight.leaseExpiry);
    }
    renewalAt = earliest == -1L ? -1L : earliest - threshold();
  }

  /// Does what is due about attempts that take too long (S-6, S-37).
  void enforceDeadlines() {
    endSilences();
    for (Flight flight = deadlines.pollDue(clock.nanos());
        flight != null;
        flight = deadlines.pollDue(clock.nanos())) {
      switch (flight.pressure) {
        case NONE -> press(flight, CancelReason.TIMEOUT);
        case ASKED -> {
          flight.pressure = Flight.Pressure.INTERRUPTED;
          flight.interrupt();
          deadlines.set(flight, clock.nanos() + config.abandonGraceNanos());
        }
        case INTERRUPTED -> {
          flight.pressure = Flight.Pressure.ABANDONED;
          dispatcher.abandon(flight.entry);
          landing.abandon(flight);
        }
        case ABANDONED -> {}
      }
    }
  }

  /// Asks those to stop that have told nothing for too long; others are looked at again when they
  /// would have.
  private void endSilences() {
    for (Flight.Silence due = silences.pollDue(clock.nanos());
        due != null;
        due = silences.pollDue(clock.nanos())) {
      Flight flight = due.flight;
      Long most = flight.silenceNanos();
      long last = flight.reports.lastSign();
      if (most != null && clock.nanos() - last < most) {
        silences.set(due, last + most);
      } else if (flight.pressure == Flight.Pressure.NONE) {
        due.tooLong = true;
        press(flight, CancelReason.TIMEOUT);
      }
    }
  }

  /// Nanoseconds until there is something to do about leases and deadlines; the largest number if
  /// there is nothing.
  long nanosUntilNext() {
    Flight first = deadlines.peek();
    long deadline = first == null ? Long.MAX_VALUE : clock.nanosUntil(first.at());
    Flight.Silence silence = silences.peek();
    if (silence != null) {
      deadline = Math.min(deadline, clock.nanosUntil(silence.at()));
    }
    long renewal = byRun.isEmpty() ? Long.MAX_VALUE : clock.nanosUntilSecond(renewalAt);
    return Math.min(deadline, renewal);
  }

  private void enter(Flight flight, long expiry) {
    flight.leaseExpiry = expiry;
    byRun.put(flight.runId(), flight);
    renewalAt = earlier(renewalAt, expiry - threshold());
  }

  private void press(Flight flight, CancelReason reason) {
    if (flight.pressure != Flight.Pressure.NONE) {
      return;
    }
    flight.pressure = Flight.Pressure.ASKED;
    flight.token.request(reason);
    deadlines.set(flight, clock.nanos() + config.interruptGraceNanos());
  }

  private void renew(Flight flight) {
    long expiry = StepClock.later(clock.second(), config.leaseTimeoutSecs());
    boolean extended = Long.compareUnsigned(expiry, flight.leaseExpiry) > 0;
    if (extended && Landing.isOpen(flight)) {
      engine.own.execute(
          new LeaseHeartbeat(flight.runId(), RecoveryPolicy.LOCAL_OWNER, expiry, clock.second()));
      engine.metrics.leaseRenewals.increment();
    }
    flight.leaseExpiry = expiry;
  }

  private static long earlier(long a, long b) {
    return Long.compareUnsigned(a, b) <= 0 ? a : b;
  }

  private long threshold() {
    return Math.max(1, config.leaseTimeoutSecs() / 3);
  }

  private double lagSeconds(RunEntry run) {
    return Math.max(0, clock.millis() / 1000.0 - run.scheduledAt());
  }

  private static String actionOf(TaskEntry task) {
    var required = task.spec().constraints().requiredCapabilities();
    return required == null ? "" : required.getFirst();
  }

  /// A handler has returned; dropped if the engine has stopped.
  private static final class Ended extends Message {
    private final Flights flights;
    private final Flight flight;
    private final TimedOutcome answer;

    Ended(Flights flights, Flight flight, TimedOutcome answer) {
      this.flights = flights;
      this.flight = flight;
      this.answer = answer;
    }

    @Override
    void handle() {
      flights.land(flight, answer);
    }

    @Override
    void refuse(ActionQueueException cause) {
      flight.reports.refuse(cause);
    }
  }
}
