package io.actionqueue.simulation;

import io.actionqueue.core.actor.ActorRegistration;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.RunPolicy;
import io.actionqueue.core.task.SafetyLevel;
import io.actionqueue.testkit.state.HistoryInvariants;
import io.actionqueue.testkit.state.StateInvariants;
import java.util.EnumSet;
import java.util.Set;

/// What must hold across the end of a process and the start of the next one.
final class RestartJudge {
  private final Knowledge known;
  private final Verdicts verdicts;
  private final RetentionJudge retention;

  RestartJudge(Knowledge known, Verdicts verdicts, RetentionJudge retention) {
    this.retention = retention;
    this.known = known;
    this.verdicts = verdicts;
  }

  /// RT-49, INV-17: everything that was durable is on the disk, and nothing else unless the process
  /// ended in the middle of a step.
  void ended(QueueState durable, QueueState recorded, boolean betweenSteps) {
    StateInvariants.check(recorded, StateInvariants.Scope.ENGINE);
    long known = durable.latestSequence();
    long found = recorded.latestSequence();
    verdicts.expect(
        "RT-49",
        betweenSteps ? found == known : found >= known,
        () -> found + " is the last sequence on disk, " + known + " was durable");
    if (found == known) {
      verdicts.expect(
          "INV-17",
          durable.image().equals(recorded.image()) || durable.digest().equals(recorded.digest()),
          () -> "what is recorded differs from the sum of its events");
    }
    grew(durable, recorded);
  }

  /// INV-2, INV-39, INV-54 and the like: history only grows, but for what the retention lets go.
  void grew(QueueState earlier, QueueState later) {
    retention.vanished(earlier, later);
    var found = HistoryInvariants.violations(RetentionJudge.remains(earlier, later), later.image());
    verdicts.expect("INV-39", found.isEmpty(), () -> String.join("; ", found));
  }

  /// 02 §7.2, RT-9, RT-28, INV-55, INV-56: what an engine made of what it found.
  ///
  /// @param opened when it began to open, epoch seconds
  void recovered(QueueState found, QueueState recovered, long opened) {
    StateInvariants.check(recovered, StateInvariants.Scope.ENGINE);
    grew(found, recovered);
    for (RunEntry run : recovered.runs()) {
      judgeLease(recovered, run, opened);
      RunEntry before = found.run(run.id());
      if (before == null) {
        boolean cron = Knowledge.taskOf(run).spec().runPolicy() instanceof RunPolicy.Cron;
        verdicts.expect("RT-9", cron, () -> run.id() + " was made by a restart");
      } else {
        Set<RunState> legal = after(found, before);
        verdicts.expect(
            "INV-55",
            legal.contains(run.state()),
            () -> run.id() + " was " + before.state() + " and is " + run.state());
      }
    }
    recovered.tasks().forEach(task -> finishedCascade(recovered, task));
  }

  /// INV-56: only workers elsewhere still hold anything, under leases that have not run out.
  private void judgeLease(QueueState state, RunEntry run, long opened) {
    StateImage.Lease lease = run.lease();
    boolean idle = run.state() != RunState.RUNNING && run.state() != RunState.LEASED;
    boolean elsewhere =
        lease != null
            && !lease.owner().equals(ActorRegistration.RESERVED_IDENTITY)
            && lease.expiry() > opened
            && state.actors().stream()
                .anyMatch(actor -> actor.isActive() && actor.identity().equals(lease.owner()));
    verdicts.expect(
        "RT-28",
        idle ? lease == null : elsewhere && run.state() == RunState.RUNNING,
        () -> run.id() + " is " + run.state() + " with " + lease);
  }

  /// Where a run may be after the recovery; Canceled follows from others that failed.
  private Set<RunState> after(QueueState found, RunEntry before) {
    if (before.state().isTerminal()) {
      return EnumSet.of(before.state());
    }
    if (before.state() != RunState.RUNNING) {
      return EnumSet.of(before.state(), RunState.CANCELED);
    }
    var legal = EnumSet.of(afterCrash(found, before), RunState.CANCELED);
    StateImage.Lease lease = before.lease();
    if (lease != null && !lease.owner().equals(ActorRegistration.RESERVED_IDENTITY)) {
      legal.add(RunState.RUNNING);
    }
    return legal;
  }

  /// S-2 to S-4, S-35.
  private RunState afterCrash(QueueState found, RunEntry before) {
    Integer own = found.extensions().policy(before.taskId()).maxInterruptions();
    int most = own == null ? known.settings.maxInterruptions() : own;
    if (before.interruptions() + 1 > most) {
      return RunState.FAILED;
    }
    var constraints = Knowledge.taskOf(before).spec().constraints();
    if (constraints.safetyLevel() != SafetyLevel.TRANSACTIONAL) {
      return RunState.READY;
    }
    return switch (known.onUncertain(found, before)) {
      case FAIL -> RunState.FAILED;
      case SUSPEND -> RunState.SUSPENDED;
      case RETRY -> RunState.READY;
    };
  }

  /// RT-32, RT-36: cascades are complete at bootstrap.
  private void finishedCascade(QueueState state, TaskEntry task) {
    boolean failed = known.kin.prerequisiteFailed(state, task);
    boolean lives = task.terminalRuns() < task.runCount();
    verdicts.expect(
        "RT-32",
        !(lives && (failed || task.isCanceled())),
        () -> task.id() + " lives on although it was canceled or waits for what has failed");
  }
}
