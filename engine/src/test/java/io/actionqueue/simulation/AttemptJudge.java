package io.actionqueue.simulation;

import io.actionqueue.Outcome;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.actor.ActorRegistration;
import io.actionqueue.core.event.AttemptEvent;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.Interruption;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.task.SafetyLevel;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is recorded of attempts must be what handlers answered, and what becomes of their runs must
/// follow from it (RT-19 to RT-25).
final class AttemptJudge {
  private final Knowledge known;
  private final Verdicts verdicts;
  private final PolicyJudge policies;

  AttemptJudge(Knowledge known, Verdicts verdicts, PolicyJudge policies) {
    this.policies = policies;
    this.known = known;
    this.verdicts = verdicts;
  }

  void started(AttemptEvent.AttemptStarted event) {
    RunEntry run = known.state.run(event.runId());
    if (run == null || run.id().equals(known.rejecting)) {
      return; // replay refuses it, or nobody executes it
    }
    var spec = Knowledge.taskOf(run).spec();
    long cap = spec.constraints().maxAttempts();
    verdicts.expect(
        "RT-19", run.countedAttempts() < cap, () -> run.id() + " has used up its " + cap);
    var act = new Act(run.id(), event.attemptId(), spec);
    act.attemptsBefore = run.attemptCount();
    act.children = Kin.children(known.state, spec.id());
    act.prerequisites = Kin.results(known.state, Knowledge.taskOf(run));
    act.keys = known.keys.permits(Knowledge.taskOf(run));
    StateImage.Lease lease = run.lease();
    if (lease == null || lease.owner().equals(ActorRegistration.RESERVED_IDENTITY)) {
      known.acts.put(event.attemptId(), act);
    } else {
      act.owner = lease.owner();
      act.beganNanos = known.stepNanos();
      known.claimed.put(event.attemptId(), act);
    }
  }

  /// What is recorded, and where the run has to go.
  ///
  /// @param result how
  /// @param error text, null for none
  /// @param output bytes, null for none
  /// @param next the state that follows
  private record Expected(
      AttemptResult result, @Nullable String error, @Nullable Bytes output, Set<RunState> next) {}

  void finished(AttemptEvent.AttemptFinished event) {
    if (event.runId().equals(known.rejecting)) {
      known.owed.put(event.runId(), Set.of(RunState.FAILED));
      return;
    }
    RunEntry run = known.state.run(event.runId());
    Act act = known.act(event.attemptId());
    if (run == null || act == null) {
      verdicts.expect("RT-23", false, () -> event + " of an attempt of another process");
      return;
    }
    verdicts.expect("RT-23", !act.recorded, () -> event + " is the second one");
    act.recorded = true;
    String error = event.error();
    Interruption cut = error == null ? null : Interruption.of(error);
    if (cut != null) {
      cutOff(run, act, event);
      return;
    }
    boolean overdue = act.owner != null && event.result() == AttemptResult.TIMEOUT;
    boolean answered = act.hasReturned() && act.taken && !overdue;
    Expected expected = answered ? answered(run, act) : abandoned(run, act);
    boolean same =
        expected != null
            && expected.result == event.result()
            && Objects.equals(expected.error, error)
            && Objects.equals(expected.output, event.output());
    verdicts.expect("RT-22", same, () -> event + " should be " + expected);
    if (expected != null) {
      known.owed.put(run.id(), expected.next);
    }
  }

  private void cutOff(RunEntry run, Act act, AttemptEvent.AttemptFinished event) {
    Interruption cut = Interruption.of(String.valueOf(event.error()));
    boolean legal =
        switch (cut) {
          case CANCELED -> true;
          case SHUTDOWN -> known.closing && act.owner == null;
          case LEASE_LOST -> act.owner != null && isLost(run, act.owner);
          case RELEASED -> act.released;
          case CRASH -> false;
          case null -> false;
        };
    verdicts.expect("RT-23", legal, () -> event + " although nothing cut it off");
    known.owed.put(
        run.id(),
        Set.of(
            switch (cut) {
              case CANCELED -> RunState.CANCELED;
              case LEASE_LOST -> afterLoss(run, act);
              case RELEASED -> RunState.RETRY_WAIT;
              case SHUTDOWN, CRASH -> afterInterruption(run, act);
              case null -> RunState.RETRY_WAIT;
            }));
  }

  /// RT-45: a lease is lost when it runs out, or its holder is gone or has gone over to another
  /// tenant.
  private boolean isLost(RunEntry run, String owner) {
    StateImage.Lease lease = run.lease();
    StateImage.Actor actor = known.activeActor(owner);
    return actor == null
        || !known.isOfTenantOf(actor, run)
        || (lease != null && lease.expiry() <= known.stepMillis() / 1000);
  }

  /// S-2, S-35: lost leases count.
  private RunState afterLoss(RunEntry run, Act act) {
    Integer own = known.state.extensions().policy(run.taskId()).maxInterruptions();
    int most = own == null ? known.settings.maxInterruptions() : own;
    return run.interruptions() + 1 > most ? RunState.FAILED : afterInterruption(run, act);
  }

  /// S-4: a shutdown counts for nothing, but a transactional run may have had its effect.
  private RunState afterInterruption(RunEntry run, Act act) {
    boolean transactional = act.spec.constraints().safetyLevel() == SafetyLevel.TRANSACTIONAL;
    if (!transactional) {
      return RunState.RETRY_WAIT;
    }
    return switch (known.onUncertain(known.state, run)) {
      case FAIL -> RunState.FAILED;
      case SUSPEND -> RunState.SUSPENDED;
      case RETRY -> RunState.RETRY_WAIT;
    };
  }

  /// RT-20 to RT-22.
  private Expected answered(RunEntry run, Act act) {
    Outcome outcome = Objects.requireNonNull(act.outcome);
    if (act.isLate() && !(outcome instanceof Outcome.Suspended)) {
      return timeout(run, act);
    }
    return switch (outcome) {
      case Outcome.Success success ->
          new Expected(AttemptResult.SUCCESS, null, success.output(), Set.of(RunState.COMPLETED));
      case Outcome.RetryableFailure failure ->
          new Expected(
              AttemptResult.FAILURE,
              own(failure.error()),
              null,
              again(run, act, failure.delaySecs()));
      case Outcome.TerminalFailure failure ->
          new Expected(AttemptResult.FAILURE, own(failure.error()), null, Set.of(RunState.FAILED));
      case Outcome.Suspended suspended ->
          new Expected(
              AttemptResult.SUSPENDED, null, suspended.partial(), Set.of(RunState.SUSPENDED));
    };
  }

  /// S-34.
  private static String own(String error) {
    return error.startsWith("interrupted: ") ? "handler: " + error : error;
  }

  private Set<RunState> again(RunEntry run, Act act, @Nullable Long chosenSecs) {
    if (run.countedAttempts() >= act.spec.constraints().maxAttempts()) {
      return Set.of(RunState.FAILED);
    }
    return policies.mayGiveUp(run, chosenSecs)
        ? Set.of(RunState.RETRY_WAIT, RunState.FAILED)
        : Set.of(RunState.RETRY_WAIT);
  }

  private Expected timeout(RunEntry run, Act act) {
    Long limit = Objects.requireNonNull(act.spec.constraints().timeoutSecs());
    String error = "attempt timed out after " + limit + "s";
    return new Expected(AttemptResult.TIMEOUT, error, null, again(run, act, null));
  }

  /// S-37: only after the time limit and both graces.
  private @Nullable Expected abandoned(RunEntry run, Act act) {
    Long limit = act.spec.constraints().timeoutSecs();
    if (limit != null && act.owner != null) {
      StateImage.Lease lease = run.lease();
      long since = lease == null ? Long.MAX_VALUE : lease.acquiredAt();
      return known.stepMillis() / 1000 > since + limit ? timeout(run, act) : null;
    }
    if (limit == null || !act.begun) {
      return null;
    }
    long patience = limit * 1_000_000_000L + 2 * known.settings.grace().toNanos();
    boolean patient = known.time.monotonicNanos() - act.beganNanos >= patience;
    return patient ? timeout(run, act) : null;
  }

  /// RT-11, S-3: how long a run waits for its next attempt. The delay of a retry policy is recorded
  /// behind the move.
  void waits(RunEntry run) {
    var last = run.lastAttempt();
    Act act = last == null ? null : known.act(last.attemptId());
    if (last == null || act == null || isInterrupted(last.error())) {
      return; // goes on at once
    }
    Long chosen = known.chosenDelaySecs(run);
    long delay = chosen == null ? known.backoffSecs(run) : chosen;
    boolean own = known.state.extensions().policy(run.taskId()).retry() != null;
    known.readyAt.put(run.id(), own ? Long.MAX_VALUE : 1000 * (run.lastStateChangeAt() + delay));
  }

  private static boolean isInterrupted(@Nullable String error) {
    return error != null && Interruption.of(error) != null;
  }
}
