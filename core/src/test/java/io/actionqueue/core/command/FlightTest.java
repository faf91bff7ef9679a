package io.actionqueue.core.command;

import static io.actionqueue.core.command.RecoveryPolicy.LOCAL_OWNER;
import static io.actionqueue.core.command.Scene.NOW;
import static io.actionqueue.core.command.Scene.attempt;
import static io.actionqueue.core.command.Scene.run;
import static io.actionqueue.core.command.Scene.spec;
import static io.actionqueue.core.command.Scene.task;
import static io.actionqueue.core.run.RunState.FAILED;
import static io.actionqueue.core.run.RunState.LEASED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.RETRY_WAIT;
import static io.actionqueue.core.run.RunState.RUNNING;
import static io.actionqueue.core.run.RunState.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.budget.BudgetConsumption;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.event.AttemptEvent.AttemptFinished;
import io.actionqueue.core.event.AttemptEvent.AttemptStarted;
import io.actionqueue.core.event.BudgetEvent.BudgetConsumed;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.LeaseEvent.LeaseAcquired;
import io.actionqueue.core.event.LeaseEvent.LeaseExpired;
import io.actionqueue.core.event.LeaseEvent.LeaseReleased;
import io.actionqueue.core.event.RunEvent.RunResumed;
import io.actionqueue.core.event.RunEvent.RunStateChanged;
import io.actionqueue.core.event.RunEvent.RunSuspended;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.Interruption;
import io.actionqueue.core.run.OnUncertain;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.SafetyLevel;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Start, end, interruption, suspension and resumption of a run, each one batch (spec 02 §4.9, spec
/// 03 §6.3, §6.4).
class FlightTest {
  private static final long EXPIRY = NOW + 300;

  private static RunStateChanged moved(RunState from, RunState to, long at) {
    return new RunStateChanged(run(1), from, to, at);
  }

  private static LeaseExpired expired(long at) {
    return new LeaseExpired(run(1), LOCAL_OWNER, EXPIRY, at);
  }

  private static LeaseReleased released(long at) {
    return new LeaseReleased(run(1), LOCAL_OWNER, EXPIRY, at);
  }

  private static AttemptFinished finished(AttemptOutcome outcome, long at) {
    return new AttemptFinished(
        run(1), attempt(1), outcome.result(), outcome.error(), outcome.output(), at);
  }

  /// 03-W-21: one batch, so that nothing can fail in between.
  @Test
  void aStartIsFourEvents() {
    Scene scene = new Scene().readyRun(1);
    assertThat(scene.accept(new StartRun(run(1), attempt(1), LOCAL_OWNER, EXPIRY, NOW + 5)))
        .containsExactly(
            moved(READY, LEASED, NOW + 5),
            new LeaseAcquired(run(1), LOCAL_OWNER, EXPIRY, NOW + 5),
            moved(LEASED, RUNNING, NOW + 5),
            new AttemptStarted(run(1), attempt(1), NOW + 5));
  }

  /// a lease that an old log left on the run is closed first.
  @Test
  void aStartClosesALostLeaseFirst() {
    for (String owner : List.of(LOCAL_OWNER, "worker-a", "worker-b")) {
      long expiry = owner.equals("worker-b") ? NOW : EXPIRY; // only worker-b's has run out
      Scene scene = new Scene().readyRun(1).with(new LeaseAcquire(run(1), owner, expiry, NOW));
      List<Event> events =
          scene.accept(new StartRun(run(1), attempt(1), "worker-a", EXPIRY + 1, NOW));
      assertThat(events).hasSize(5).startsWith(new LeaseExpired(run(1), owner, expiry, NOW));
    }
  }

  /// 03-W-22: end and move are one batch, so that the move says what became of it.
  @Test
  void aSuccessIsRecordedReleasedAndCompleted() {
    Scene scene = new Scene().startedRun(1, 1);
    AttemptOutcome outcome = AttemptOutcome.success(Bytes.utf8("done"));
    assertThat(
            scene.accept(
                new FinishRun(run(1), attempt(1), outcome, RunState.COMPLETED, List.of(), NOW + 9)))
        .containsExactly(
            finished(outcome, NOW + 9),
            released(NOW + 9),
            moved(RUNNING, RunState.COMPLETED, NOW + 9));
  }

  @Test
  void aSuspensionIsItsOwnEvent() {
    Scene scene = new Scene().startedRun(1, 1);
    AttemptOutcome outcome = AttemptOutcome.suspended(Bytes.utf8("half"));
    assertThat(scene.accept(new FinishRun(run(1), attempt(1), outcome, SUSPENDED, List.of(), NOW)))
        .containsExactly(
            finished(outcome, NOW), released(NOW), new RunSuspended(run(1), null, NOW));
  }

  /// S-45: nothing is written for an amount of 0 or a dimension without an allocation.
  @Test
  void consumptionIsPartOfTheBatchWhereItCounts() {
    Scene scene = new Scene().startedRun(1, 1);
    BudgetDimension token = BudgetDimension.TOKEN;
    scene.with(new BudgetAllocate(task(1), token, 9, BudgetAllocate.Mode.FIRST, NOW));
    var consumed =
        List.of(
            new BudgetConsumption(token, 3),
            new BudgetConsumption(token, 0),
            new BudgetConsumption(BudgetDimension.TIME_SECS, 7),
            new BudgetConsumption(token, -1)); // 2^64 − 1
    List<Event> events =
        scene.accept(
            new FinishRun(
                run(1), attempt(1), AttemptOutcome.failure("broken"), FAILED, consumed, NOW));
    assertThat(events)
        .hasSize(5)
        .endsWith(
            moved(RUNNING, FAILED, NOW),
            new BudgetConsumed(task(1), token, 3, NOW),
            new BudgetConsumed(task(1), token, -1, NOW));
  }

  @Test
  void aRetryIsPossibleWhileAttemptsAreLeft() {
    Scene scene = new Scene().startedRun(1, 1, withCap(2));
    scene.finish(1, 1, AttemptOutcome.timeout(5), RETRY_WAIT).move(1, READY).start(1, 2);
    assertThat(
            scene.refuse(
                new FinishRun(
                    run(1), attempt(2), AttemptOutcome.timeout(5), RETRY_WAIT, List.of(), NOW)))
        .isEqualTo(new AttemptRejection.AttemptCapReached(run(1), 2));
    scene.finish(1, 2, AttemptOutcome.timeout(5), FAILED);
    assertThat(scene.stateOf(1)).isEqualTo(FAILED);
  }

  /// S-2: neither suspended nor interrupted attempts use up the cap.
  @Test
  void suspendedAndInterruptedAttemptsDoNotCount() {
    Scene scene = new Scene().startedRun(1, 1); // cap 1
    scene.finish(1, 1, AttemptOutcome.suspended(), SUSPENDED).with(new ResumeRun(run(1), NOW));
    scene.start(1, 2).with(interrupt(2, Interruption.SHUTDOWN));
    scene.start(1, 3).with(interrupt(3, Interruption.RELEASED));
    scene.start(1, 4).finish(1, 4, AttemptOutcome.success(), RunState.COMPLETED);
    assertThat(scene.runEntry(1).attemptCount()).isEqualTo(4);
    assertThat(scene.runEntry(1).countedAttempts()).isEqualTo(1);
  }

  private static InterruptRun interrupt(long attempt, Interruption cause) {
    return new InterruptRun(run(1), attempt(attempt), cause, RecoveryPolicy.DEFAULT, NOW);
  }

  private static TaskSpec withCap(long attempts) {
    return spec(1).withConstraints(TaskConstraints.DEFAULT.withMaxAttempts(attempts));
  }

  /// S-34: the texts; S-3: the run goes on at once.
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CANCELED")
  void anInterruptionIsAFailureWithItsCauseAndTheRunIsReadyAgain(Interruption cause) {
    Scene scene = new Scene().startedRun(1, 1);
    assertThat(scene.accept(interrupt(1, cause)))
        .containsExactly(
            finished(AttemptOutcome.failure("interrupted: " + cause.text()), NOW),
            cause == Interruption.LEASE_LOST ? expired(NOW) : released(NOW),
            moved(RUNNING, RETRY_WAIT, NOW),
            moved(RETRY_WAIT, READY, NOW));
  }

  /// S-4: for a transactional task the option decides; a release is never uncertain.
  @Test
  void aTransactionalRunGoesWhereThePolicySays() {
    assertThat(afterShutdown(OnUncertain.FAIL)).isEqualTo(FAILED);
    assertThat(afterShutdown(OnUncertain.SUSPEND)).isEqualTo(SUSPENDED);
    assertThat(afterShutdown(OnUncertain.RETRY)).isEqualTo(READY);
    Scene released = new Scene().startedRun(1, 1, transactional());
    released.accept(interrupt(1, Interruption.RELEASED));
    assertThat(released.stateOf(1)).isEqualTo(READY);
  }

  private static RunState afterShutdown(OnUncertain option) {
    Scene scene = new Scene().startedRun(1, 1, transactional());
    RecoveryPolicy policy = new RecoveryPolicy(3, option);
    scene.accept(new InterruptRun(run(1), attempt(1), Interruption.SHUTDOWN, policy, NOW));
    boolean goesOn = option == OnUncertain.RETRY;
    assertThat(scene.runEntry(1).attempts().getFirst().error())
        .isEqualTo("interrupted: shutdown" + (goesOn ? "" : "; uncertain"));
    return scene.stateOf(1);
  }

  private static TaskSpec transactional() {
    return spec(1)
        .withConstraints(TaskConstraints.DEFAULT.withSafetyLevel(SafetyLevel.TRANSACTIONAL));
  }

  /// S-35: deploys do not wear out a long job.
  @Test
  void shutdownsAreNotBounded() {
    Scene scene = new Scene().startedRun(1, 1);
    for (int i = 1; i <= 10; i++) {
      scene.with(interrupt(i, Interruption.SHUTDOWN)).start(1, i + 1);
    }
    assertThat(scene.runEntry(1).interruptions()).isZero();
    assertThat(scene.stateOf(1)).isEqualTo(RUNNING);
  }

  @Test
  void anInterruptedRunOfACanceledTaskIsCanceled() {
    Scene scene = new Scene().startedRun(1, 1).with(new TaskCancel(task(1), NOW));
    scene.accept(interrupt(1, Interruption.SHUTDOWN));
    assertThat(scene.stateOf(1)).isEqualTo(RunState.CANCELED);
  }

  @Test
  void aSuspensionFromOutsideClosesAttemptAndLease() {
    Scene scene = new Scene().startedRun(1, 1);
    assertThat(scene.accept(new SuspendRun(run(1), "by hand", NOW + 1)))
        .containsExactly(
            new AttemptFinished(run(1), attempt(1), AttemptResult.SUSPENDED, null, null, NOW + 1),
            released(NOW + 1),
            new RunSuspended(run(1), "by hand", NOW + 1));
    assertThat(new Scene().runningRun(1).accept(new SuspendRun(run(1), null, NOW)))
        .containsExactly(new RunSuspended(run(1), null, NOW));
  }

  ///
  @Test
  void aResumptionClosesALeaseThatAnOldLogLeft() {
    Scene scene = new Scene().readyRun(1).move(1, LEASED);
    scene.with(new LeaseAcquire(run(1), "worker", EXPIRY, NOW)).move(1, RUNNING);
    scene.replay(new RunSuspended(run(1), null, NOW));
    assertThat(scene.accept(new ResumeRun(run(1), NOW + 1)))
        .containsExactly(
            new RunResumed(run(1), NOW + 1), new LeaseExpired(run(1), "worker", EXPIRY, NOW + 1));
    assertThat(scene.stateOf(1)).isEqualTo(READY);
    assertThat(scene.runEntry(1).lease()).isNull();
  }

  /// 02-W-6: a clock that was set back cannot end an attempt before it began.
  @Test
  void aBatchIsNotBeforeWhatItEnds() {
    Scene scene = new Scene().readyRun(1);
    scene.accept(new StartRun(run(1), attempt(1), LOCAL_OWNER, EXPIRY, NOW + 50));
    assertThat(
            scene.accept(
                new FinishRun(
                    run(1),
                    attempt(1),
                    AttemptOutcome.success(),
                    RunState.COMPLETED,
                    List.of(),
                    NOW - 50)))
        .extracting(Event::timestamp)
        .containsOnly(NOW + 50);
  }
}
