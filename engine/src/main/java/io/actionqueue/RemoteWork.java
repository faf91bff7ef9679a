package io.actionqueue;

import io.actionqueue.core.command.InterruptRun;
import io.actionqueue.core.command.LeaseHeartbeat;
import io.actionqueue.core.command.LeaseRejection;
import io.actionqueue.core.command.RunRejection;
import io.actionqueue.core.command.StartRun;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.id.AttemptId;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.AttemptVerdict;
import io.actionqueue.core.run.Interruption;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.ReplayRefusal.LeaseAction;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Runs in the hands of workers of other processes: claimed, kept, reported, given back (spec 04
/// §13.3, S-19, S-50). Confined to the engine thread.
final class RemoteWork {
  private final Engine engine;

  RemoteWork(Engine engine) {
    this.engine = engine;
  }

  /// Starts as many of the best runs for a worker as it wants and there are.
  List<Claim> take(Workforce.Worker worker, int max, long leaseSecs) {
    var claims = new ArrayList<Claim>();
    if (engine.expiry.run()) { // claims come at any time: what is due by then is done before
      engine.settle();
    }
    engine.dispatcher.wake();
    while (claims.size() < max && !engine.dispatcher.isHeld()) {
      RunEntry run = engine.dispatcher.next(worker.routing);
      if (run == null) {
        break;
      }
      Claim claim = start(run, worker, leaseSecs);
      if (claim != null) {
        claims.add(claim);
      }
    }
    return claims;
  }

  private @Nullable Claim start(RunEntry run, Workforce.Worker worker, long leaseSecs) {
    TaskEntry task = run.task();
    if (task == null) {
      return null; // the gate lets no such run pass
    }
    var attemptId = AttemptId.random(engine.config.random());
    long now = engine.clock.second();
    long expiry = now + bounded(run, leaseSecs);
    if (!engine.own.execute(new StartRun(run.id(), attemptId, worker.identity(), expiry, now))) {
      return null;
    }
    engine.metrics.starts.increment();
    engine.metrics.schedulingLag.observe(
        Math.max(0, engine.clock.millis() / 1000.0 - run.scheduledAt()));
    engine.tally.dispatched++;
    RunInputs inputs = RunInputs.of(engine.lane.state(), task, run);
    return new Claim(
        new AttemptRef(run.id(), attemptId, worker.id()),
        task.spec(),
        run.attemptCount(),
        run.countedAttempts(),
        run.scheduledAt(),
        expiry,
        inputs.partial(),
        inputs.prerequisites(),
        inputs.children(),
        inputs.approvals());
  }

  /// What [#take] could give a worker, in the same order.
  List<RunView> claimable(ActorId actor, int limit) {
    Workforce.Worker worker = engine.remote.workforce.present(actor);
    if (engine.dispatcher.isHeld()) {
      return List.of();
    }
    return engine.dispatcher.peek(worker.routing, limit).stream().map(engine.views::run).toList();
  }

  /// Extends the lease of an open attempt. It is written only where it gains a quarter of the
  /// lease's length, so that eager workers cost no write each.
  LeaseAnswer heartbeat(AttemptRef ref, long leaseSecs) {
    engine.remote.expire();
    RunEntry run = visible(ref);
    StateImage.Lease lease = run.lease();
    if (!isOpen(run, ref)) {
      if (run.state() == RunState.CANCELED && isLast(run, ref.attemptId())) {
        return new LeaseAnswer(run.lastStateChangeAt(), CancelReason.CANCELED);
      }
      checkPlace(run, ref);
      throw refused("lease_lost", "attempt " + ref.attemptId() + " is over");
    }
    checkOwner(run, ref, LeaseAction.HEARTBEAT);
    long length = bounded(run, leaseSecs);
    long expiry = engine.clock.second() + length;
    long known = lease == null ? 0 : lease.expiry();
    if (expiry - known >= Math.max(1, length / 4)) {
      engine.controls.carryOut(
          new LeaseHeartbeat(run.id(), identity(ref.actorId()), expiry, engine.clock.second()));
      engine.metrics.leaseRenewals.increment();
      known = expiry;
    }
    return new LeaseAnswer(known, engine.remote.leases.requested(run));
  }

  /// Takes a report in; an exact repeat gets the first answer again.
  ReportReceipt report(AttemptRef ref, WorkerReport report) {
    engine.remote.expire();
    RunEntry run = visible(ref);
    Outcome told = report.outcome();
    Outcome outcome = told == null ? null : engine.landing.bounded(told);
    AttemptOutcome recorded =
        outcome == null
            ? new AttemptOutcome(AttemptResult.TIMEOUT, Landing.cut(report.timeoutError()), null)
            : Landing.recorded(outcome);
    if (!isOpen(run, ref)) {
      return repeated(run, ref, recorded, outcome instanceof Outcome.TerminalFailure);
    }
    checkOwner(run, ref, LeaseAction.RELEASE);
    StateImage.Attempt last = run.lastAttempt();
    var attempt = new Landing.Attempt(run, ref.attemptId());
    if (outcome == null) {
      engine.landing.finish(attempt, AttemptVerdict.TIMEOUT, recorded, report.consumed());
    } else {
      engine.landing.record(attempt, outcome);
    }
    if (last != null) {
      double seconds = engine.clock.second() - (double) last.startedAt();
      engine.metrics.attemptDuration.observe(Math.max(0, seconds));
    }
    return receipt(run, ref);
  }

  /// Gives a run back untouched: it is Ready again at once, and the attempt counts nowhere.
  ReportReceipt release(AttemptRef ref) {
    engine.remote.expire();
    RunEntry run = visible(ref);
    if (!isOpen(run, ref)) {
      return repeated(run, ref, Interruption.RELEASED.outcome(), false);
    }
    checkOwner(run, ref, LeaseAction.RELEASE);
    engine.controls.carryOut(
        new InterruptRun(
            run.id(),
            ref.attemptId(),
            Interruption.RELEASED,
            engine.recoveryOf(run),
            engine.clock.second()));
    return receipt(run, ref);
  }

  /// Submits tasks below the task of an open attempt, for its tenant; an equal repetition is
  /// answered as before.
  List<SubmitResult> submit(AttemptRef ref, List<TaskRequest> requests) {
    engine.remote.expire();
    RunEntry run = visible(ref);
    if (!isOpen(run, ref)) {
      throw notOpen(run, ref);
    }
    checkOwner(run, ref, LeaseAction.RELEASE);
    TaskEntry task = run.task();
    for (TaskRequest request : requests) {
      TenantId tenant = task == null ? null : task.spec().tenantId();
      request.parent(run.taskId()).tenant(tenant).hidingOthers();
    }
    return engine.submissions.submitAll(
        requests, new Submissions.Origin.Attempt(run.id(), ref.attemptId()));
  }

  /// The run that a worker names, which must be of its tenant.
  private RunEntry visible(AttemptRef ref) {
    StateImage.Actor actor = engine.remote.workforce.known(ref.actorId());
    RunEntry run = engine.lane.state().run(ref.runId());
    TaskEntry task = run == null ? null : run.task();
    if (run == null || task == null || !Objects.equals(task.spec().tenantId(), actor.tenantId())) {
      throw Controls.refused(new RunRejection.UnknownRun(ref.runId()));
    }
    if (actor.isActive()) {
      engine.remote.workforce.present(ref.actorId());
    }
    return run;
  }

  private void checkOwner(RunEntry run, AttemptRef ref, LeaseAction action) {
    StateImage.Lease lease = run.lease();
    if (lease == null || !lease.owner().equals(identity(ref.actorId()))) {
      throw Controls.refused(new LeaseRejection.LeaseOwnerMismatch(run.id(), action));
    }
  }

  private String identity(ActorId actor) {
    return engine.remote.workforce.known(actor).identity();
  }

  private static boolean isOpen(RunEntry run, AttemptRef ref) {
    return run.state() == RunState.RUNNING && ref.attemptId().equals(run.openAttempt());
  }

  private static boolean isLast(RunEntry run, AttemptId attempt) {
    StateImage.Attempt last = run.lastAttempt();
    return last != null && last.attemptId().equals(attempt);
  }

  /// The first answer again if the attempt ended in exactly this way.
  private ReportReceipt repeated(
      RunEntry run, AttemptRef ref, AttemptOutcome again, boolean terminal) {
    for (StateImage.Attempt attempt : run.attempts()) {
      boolean same =
          attempt.attemptId().equals(ref.attemptId())
              && attempt.result() == again.result()
              && Objects.equals(attempt.error(), again.error())
              && Objects.equals(attempt.output(), again.output());
      if (same) {
        ReportReceipt receipt = receipt(run, ref);
        if (!terminal || receipt.movedTo() == RunState.FAILED) {
          return receipt;
        }
      }
    }
    throw notOpen(run, ref);
  }

  private ActionQueueException.Refused notOpen(RunEntry run, AttemptRef ref) {
    checkPlace(run, ref);
    engine.metrics.lateResults.increment();
    AttemptId open = run.openAttempt();
    return run.hasAttempt(ref.attemptId()) && open == null
        ? refused("attempt_not_active", "attempt " + ref.attemptId() + " is over")
        : refused(
            "attempt_mismatch",
            "attempt " + ref.attemptId() + " of run " + run.id() + " is not the open one");
  }

  /// Refuses what a worker says of one run with the lease of another one that it holds.
  private void checkPlace(RunEntry requested, AttemptRef ref) {
    RunEntry existing = engine.remote.leases.runOf(identity(ref.actorId()), ref.attemptId());
    if (existing != null && !existing.id().equals(requested.id())) {
      throw refused(
          "attempt_mismatch",
          "attempt "
              + ref.attemptId()
              + " belongs to the lease of run "
              + existing.id()
              + ", not to that of run "
              + requested.id());
    }
  }

  /// Tells from the records how an attempt ended: every attempt of a worker has a period of Running
  /// of its own.
  private static ReportReceipt receipt(RunEntry run, AttemptRef ref) {
    List<StateImage.Attempt> attempts = run.attempts();
    var ends = run.history().stream().filter(step -> step.from() == RunState.RUNNING).toList();
    for (int i = 0; i < attempts.size(); i++) {
      StateImage.Attempt attempt = attempts.get(i);
      AttemptResult result = attempt.result();
      if (attempt.attemptId().equals(ref.attemptId()) && result != null && i < ends.size()) {
        return new ReportReceipt(ref, result, ends.get(i).to());
      }
    }
    throw refused("attempt_not_active", "attempt " + ref.attemptId() + " left no record");
  }

  /// A lease is no longer than its holder may be silent.
  private static long bounded(RunEntry run, long leaseSecs) {
    Long silence = run.policy().progressWithinMillis();
    return silence == null ? leaseSecs : Math.min(leaseSecs, Math.ceilDiv(silence, 1000L));
  }

  /// How long leases last, in seconds.
  long leaseSecs(@Nullable Long wanted) {
    return wanted == null ? engine.config.leaseTimeoutSecs() : ClaimRequest.checkLease(wanted);
  }

  private static ActionQueueException.Refused refused(String code, String message) {
    return new ActionQueueException.Refused(new Refusal(code, message));
  }
}
