package io.actionqueue;

import io.actionqueue.core.command.InterruptRun;
import io.actionqueue.core.command.LeaseExpire;
import io.actionqueue.core.command.RecoverRun;
import io.actionqueue.core.command.RecoveryPolicy;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.AttemptVerdict;
import io.actionqueue.core.run.Interruption;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.StateObserver;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.engine.dispatch.TimerHeap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Leases that workers in other processes hold, by run and by holder: when one runs out, or its
/// holder is gone, its run is recovered (spec 03 §4.3, §10.3). Attempts with a time limit are ended
/// when the limit is over and their worker does not heed the request to stop. Confined to the
/// engine thread.
final class RemoteLeases implements StateObserver {
  private static final class Expiry extends TimerHeap.Timer {
    final Held held;

    Expiry(Held held) {
      this.held = held;
    }
  }

  /// One lease.
  private static final class Held {
    final RunEntry run;
    final String owner;
    final Expiry expiry = new Expiry(this);
    final Expiry deadline = new Expiry(this);
    @Nullable CancelReason requested;
    boolean overdue;

    Held(RunEntry run, String owner) {
      this.run = run;
      this.owner = owner;
    }
  }

  private final Engine engine;
  private final TimerHeap<Expiry> expiries = newHeap();
  private final TimerHeap<Expiry> deadlines = newHeap();
  private final Map<RunId, Held> byRun = new HashMap<>();
  private final Map<String, Map<RunId, Held>> byOwner = new HashMap<>();

  RemoteLeases(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void leaseChanged(RunEntry run) {
    StateImage.Lease lease = run.lease();
    boolean remote = lease != null && !lease.owner().equals(RecoveryPolicy.LOCAL_OWNER);
    if (!remote && byRun.isEmpty()) {
      return;
    }
    Held known = byRun.get(run.id());
    if (known != null && (lease == null || !lease.owner().equals(known.owner))) {
      forget(known);
      known = null;
    }
    if (lease != null && remote) {
      expiries.set((known == null ? hold(run, lease) : known).expiry, lease.expiry());
    }
  }

  private Held hold(RunEntry run, StateImage.Lease lease) {
    var held = new Held(run, lease.owner());
    byRun.put(run.id(), held);
    byOwner.computeIfAbsent(held.owner, _ -> new HashMap<>(4)).put(run.id(), held);
    Long limit = limitSecs(run);
    if (limit != null) {
      deadlines.set(held.deadline, StepClock.later(lease.acquiredAt(), limit));
    }
    return held;
  }

  private void forget(Held held) {
    byRun.remove(held.run.id());
    expiries.cancel(held.expiry);
    deadlines.cancel(held.deadline);
    Map<RunId, Held> ofOwner = byOwner.get(held.owner);
    if (ofOwner != null && ofOwner.remove(held.run.id()) != null && ofOwner.isEmpty()) {
      byOwner.remove(held.owner);
    }
  }

  /// How many leases a worker holds.
  int heldBy(String owner) {
    return byOwner.getOrDefault(owner, Map.of()).size();
  }

  /// The run of a worker whose open attempt this is, null if it holds none such.
  @Nullable RunEntry runOf(String owner, AttemptId attempt) {
    for (Held held : byOwner.getOrDefault(owner, Map.of()).values()) {
      if (attempt.equals(held.run.openAttempt())) {
        return held.run;
      }
    }
    return null;
  }

  /// Who holds leases.
  List<String> owners() {
    return List.copyOf(byOwner.keySet());
  }

  /// Notes that the worker of a run is to stop; the first reason stays.
  ///
  /// @return whether anybody holds the run
  boolean ask(RunEntry run, CancelReason reason) {
    Held held = byRun.get(run.id());
    if (held == null) {
      return false;
    }
    if (held.requested == null) {
      held.requested = reason;
    }
    return true;
  }

  /// Why the worker of a run is to stop, null if it is not.
  @Nullable CancelReason requested(RunEntry run) {
    Held held = byRun.get(run.id());
    return held == null ? null : held.requested;
  }

  /// Recovers the runs whose lease has run out, and does what is due about attempts that take too
  /// long.
  void expire() {
    long now = engine.clock.second();
    for (Expiry due = expiries.pollDue(now); due != null; due = expiries.pollDue(now)) {
      engine.metrics.leasesLost.increment();
      recover(due.held.run);
    }
    for (Expiry due = deadlines.pollDue(now); due != null; due = deadlines.pollDue(now)) {
      enforce(due.held);
    }
  }

  /// Takes everything back that a worker holds, in the order of run ids.
  void expireOf(String owner) {
    expireOf(owner, _ -> true);
  }

  /// Takes those runs back that a worker may not hold, in the order of run ids.
  void expireOf(String owner, Predicate<RunEntry> lostOnes) {
    var lost = new ArrayList<>(byOwner.getOrDefault(owner, Map.of()).values());
    lost.removeIf(held -> !lostOnes.test(held.run));
    lost.sort((a, b) -> a.run.compareId(b.run));
    for (Held held : lost) {
      engine.metrics.leasesLost.increment();
      lose(held.run);
      engine.flushIfFull();
    }
  }

  private void lose(RunEntry run) {
    AttemptId open = run.openAttempt();
    StateImage.Lease lease = run.lease();
    if (run.state() == RunState.RUNNING && open != null) {
      engine.own.execute(
          new InterruptRun(
              run.id(),
              open,
              Interruption.LEASE_LOST,
              engine.recoveryOf(run),
              engine.clock.second()));
    } else if (lease != null) { // only logs of the original hold such a lease
      engine.own.execute(
          new LeaseExpire(run.id(), lease.owner(), lease.expiry(), engine.clock.second()));
      recover(run);
    }
  }

  private void recover(RunEntry run) {
    engine.own.execute(new RecoverRun(run.id(), engine.recoveryOf(run), engine.clock.second()));
  }

  /// The first time over the limit its worker is asked to stop; after the graces of local handlers
  /// the attempt is ended as timed out (S-37).
  private void enforce(Held held) {
    if (!held.overdue) {
      held.overdue = true;
      boolean _ = ask(held.run, CancelReason.TIMEOUT);
      deadlines.set(held.deadline, StepClock.later(engine.clock.second(), graceSecs()));
      return;
    }
    AttemptId open = held.run.openAttempt();
    Long limit = limitSecs(held.run);
    if (open != null && limit != null) {
      engine.metrics.abandonedAttempts.increment();
      engine.landing.finish(
          new Landing.Attempt(held.run, open),
          AttemptVerdict.TIMEOUT,
          AttemptOutcome.timeout(limit),
          List.of());
    }
  }

  private long graceSecs() {
    long nanos = engine.config.interruptGraceNanos() + engine.config.abandonGraceNanos();
    return Math.max(1, Math.ceilDiv(Math.max(0, nanos), 1_000_000_000L));
  }

  /// Nanoseconds until something is due, the largest number if nothing is.
  long nanosUntilNext() {
    return Math.min(until(expiries.peek()), until(deadlines.peek()));
  }

  private long until(@Nullable Expiry first) {
    return first == null ? Long.MAX_VALUE : engine.clock.nanosUntilSecond(first.at());
  }

  private static @Nullable Long limitSecs(RunEntry run) {
    TaskEntry task = run.task();
    return task == null ? null : task.spec().constraints().timeoutSecs();
  }

  private static TimerHeap<Expiry> newHeap() {
    return TimerHeap.ordered((a, b) -> a.held.run.compareId(b.held.run));
  }
}
