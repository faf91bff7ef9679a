package io.actionqueue.core.command;

import static io.actionqueue.core.command.RecoveryPolicy.LOCAL_OWNER;
import static io.actionqueue.core.command.Scene.NOW;
import static io.actionqueue.core.command.Scene.attempt;
import static io.actionqueue.core.command.Scene.run;
import static io.actionqueue.core.command.Scene.spec;
import static io.actionqueue.core.command.Scene.task;
import static io.actionqueue.core.run.RunState.CANCELED;
import static io.actionqueue.core.run.RunState.COMPLETED;
import static io.actionqueue.core.run.RunState.FAILED;
import static io.actionqueue.core.run.RunState.LEASED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.RETRY_WAIT;
import static io.actionqueue.core.run.RunState.RUNNING;
import static io.actionqueue.core.run.RunState.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.AttemptEvent.AttemptFinished;
import io.actionqueue.core.event.AttemptEvent.AttemptStarted;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.LeaseEvent.LeaseExpired;
import io.actionqueue.core.event.RunEvent.RunStateChanged;
import io.actionqueue.core.event.RunEvent.RunSuspended;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.OnUncertain;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.task.SafetyLevel;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskSpec;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Recovery of one run, case by case (spec 02 §7.2, S-1 to S-4, S-34, S-35).
class RecoveryTest {
  private static final long EXPIRY = NOW + 300;
  private static final long LATER = NOW + 20;
  private static final AttemptOutcome FAILURE = AttemptOutcome.failure("broken");

  private static List<Event> recover(Scene scene, RecoveryPolicy policy, long at) {
    return scene.accept(new RecoverRun(run(1), policy, at));
  }

  private static List<Event> recover(Scene scene) {
    return recover(scene, RecoveryPolicy.DEFAULT, LATER);
  }

  private static RunStateChanged moved(RunState from, RunState to) {
    return new RunStateChanged(run(1), from, to, LATER);
  }

  private static LeaseExpired expired(String owner) {
    return new LeaseExpired(run(1), owner, EXPIRY, LATER);
  }

  private static AttemptFinished cutOff(long attempt, String text) {
    return new AttemptFinished(
        run(1), attempt(attempt), AttemptResult.FAILURE, "interrupted: " + text, null, LATER);
  }

  private static void expectCase(Scene scene, RecoveryCase expected) {
    assertThat(RecoveryCase.of(scene.runEntry(1), LATER)).isEqualTo(expected);
  }

  private static Scene leasedBy(String owner) {
    return new Scene()
        .readyRun(1)
        .move(1, LEASED)
        .with(new LeaseAcquire(run(1), owner, EXPIRY, NOW));
  }

  private static Scene runningUnderLease(TaskSpec spec) {
    Scene scene = new Scene().scheduledRun(1, spec).move(1, READY).move(1, LEASED);
    return scene.with(new LeaseAcquire(run(1), LOCAL_OWNER, EXPIRY, NOW)).move(1, RUNNING);
  }

  private static TaskSpec withCap(long attempts) {
    return spec(1).withConstraints(TaskConstraints.DEFAULT.withMaxAttempts(attempts));
  }

  private static TaskSpec transactional() {
    return spec(1)
        .withConstraints(TaskConstraints.DEFAULT.withSafetyLevel(SafetyLevel.TRANSACTIONAL));
  }

  @Test
  void readyWithALostLease() {
    Scene scene = new Scene().readyRun(1).with(new LeaseAcquire(run(1), LOCAL_OWNER, EXPIRY, NOW));
    expectCase(scene, RecoveryCase.READY_LEASED);
    assertThat(recover(scene)).containsExactly(expired(LOCAL_OWNER));
    assertThat(scene.stateOf(1)).isEqualTo(READY);
  }

  /// 02-S-35.
  @Test
  void leasedWithALostLease() {
    Scene scene = leasedBy(LOCAL_OWNER);
    expectCase(scene, RecoveryCase.LEASED);
    assertThat(recover(scene)).containsExactly(expired(LOCAL_OWNER));
    assertThat(scene.stateOf(1)).isEqualTo(READY);
    assertThat(scene.runEntry(1).attemptCount()).isZero();
  }

  @Test
  void leasedWithoutLease() {
    Scene scene = new Scene().readyRun(1).move(1, LEASED);
    expectCase(scene, RecoveryCase.LEASED_WITHOUT_LEASE);
    assertThat(recover(scene)).containsExactly(moved(LEASED, READY));
  }

  @Test
  void runningWithoutAnAttemptInThisPeriod() {
    Scene scene = runningUnderLease(withCap(2));
    expectCase(scene, RecoveryCase.ATTEMPT_NOT_STARTED);
    assertThat(recover(scene))
        .containsExactly(
            expired(LOCAL_OWNER), moved(RUNNING, RETRY_WAIT), moved(RETRY_WAIT, READY));
  }

  /// An attempt of an earlier period says nothing about this one.
  @Test
  void runningAgainWithoutAnAttemptInThisPeriod() {
    Scene scene = new Scene().startedRun(1, 1, withCap(3));
    scene.finish(1, 1, AttemptOutcome.timeout(5), RETRY_WAIT).move(1, READY).move(1, LEASED);
    scene.with(new RunStateTransition(run(1), LEASED, RUNNING, NOW + 1));
    expectCase(scene, RecoveryCase.ATTEMPT_NOT_STARTED);
    expectCase(scene.reopened(), RecoveryCase.ATTEMPT_NOT_STARTED);
    assertThat(recover(scene)).hasSize(2);
    assertThat(scene.stateOf(1)).isEqualTo(READY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RETRY_WAIT", "SUSPENDED"})
  void aLeaseThatCannotBeClosedNowIsLeft(RunState state) {
    Scene scene = runningUnderLease(withCap(2));
    scene.replay(new RunStateChanged(run(1), RUNNING, state, NOW));
    expectCase(scene, RecoveryCase.LEASE_LEFT_BEHIND);
    assertThat(recover(scene)).isEmpty();
  }

  /// nobody executes the open attempt any more.
  @Nested
  class WithAnOpenAttempt {
    /// 02-S-34: the attempt does not count, whatever the cap, and the run goes on at once.
    @Test
    void aCrashIsRecordedAndTheRunIsReady() {
      Scene scene = new Scene().startedRun(1, 1, withCap(2));
      expectCase(scene, RecoveryCase.ATTEMPT_OPEN);
      assertThat(recover(scene))
          .containsExactly(
              cutOff(1, "crash"),
              expired(LOCAL_OWNER),
              moved(RUNNING, RETRY_WAIT),
              moved(RETRY_WAIT, READY));
      assertThat(scene.runEntry(1).countedAttempts()).isZero();
      scene.start(1, 2).finish(1, 2, AttemptOutcome.success(), COMPLETED);
      assertThat(scene.runEntry(1).attempts())
          .extracting(StateImage.Attempt::attemptId)
          .containsExactly(attempt(1), attempt(2));
    }

    @Test
    void withoutALeaseItIsACrashToo() {
      Scene scene = new Scene().runningRun(1).with(new AttemptStart(run(1), attempt(1), NOW));
      assertThat(recover(scene)).hasSize(3).startsWith(cutOff(1, "crash"));
    }

    @Test
    void aRemoteWorkersLeaseThatHoldsIsLeftAlone() {
      Scene scene = startedBy("worker-a");
      assertThat(RecoveryCase.of(scene.runEntry(1), EXPIRY - 1)).isEqualTo(RecoveryCase.NOTHING);
      assertThat(recover(scene, RecoveryPolicy.DEFAULT, EXPIRY - 1)).isEmpty();
    }

    @Test
    void aRemoteWorkersLeaseThatRanOutIsLost() {
      Scene scene = startedBy("worker-a");
      List<Event> events = recover(scene, RecoveryPolicy.DEFAULT, EXPIRY);
      assertThat(events)
          .startsWith(
              new AttemptFinished(
                  run(1),
                  attempt(1),
                  AttemptResult.FAILURE,
                  "interrupted: lease lost",
                  null,
                  EXPIRY),
              new LeaseExpired(run(1), "worker-a", EXPIRY, EXPIRY));
      assertThat(scene.stateOf(1)).isEqualTo(READY);
    }

    private Scene startedBy(String owner) {
      return new Scene().readyRun(1).with(new StartRun(run(1), attempt(1), owner, EXPIRY, NOW));
    }

    /// S-35: three interruptions are survived, the fourth is not.
    @Test
    void tooManyInterruptionsFailTheRun() {
      Scene scene = new Scene().startedRun(1, 1);
      for (int attempt = 1; attempt <= 3; attempt++) {
        recover(scene);
        scene.start(1, attempt + 1);
      }
      assertThat(scene.runEntry(1).interruptions()).isEqualTo(3);
      assertThat(recover(scene))
          .containsExactly(
              cutOff(4, "crash; too often"), expired(LOCAL_OWNER), moved(RUNNING, FAILED));
    }

    @Test
    void withABoundOfZeroTheFirstInterruptionFailsTheRun() {
      Scene scene = new Scene().startedRun(1, 1).scheduledRun(2);
      scene.with(new DependencyDeclare(task(2), List.of(task(1)), NOW));
      recover(scene, new RecoveryPolicy(0, OnUncertain.RETRY), LATER);
      assertThat(scene.stateOf(1)).isEqualTo(FAILED);
      assertThat(scene.stateOf(2)).as("what waits for it").isEqualTo(CANCELED);
    }

    /// S-4.
    @Test
    void aTransactionalRunIsUncertain() {
      Scene failing = new Scene().startedRun(1, 1, transactional());
      assertThat(recover(failing))
          .containsExactly(
              cutOff(1, "crash; uncertain"), expired(LOCAL_OWNER), moved(RUNNING, FAILED));
      Scene suspending = new Scene().startedRun(1, 1, transactional());
      assertThat(recover(suspending, new RecoveryPolicy(3, OnUncertain.SUSPEND), LATER))
          .containsExactly(
              cutOff(1, "crash; uncertain"),
              expired(LOCAL_OWNER),
              new RunSuspended(run(1), "uncertain", LATER));
      Scene retrying = new Scene().startedRun(1, 1, transactional());
      assertThat(recover(retrying, new RecoveryPolicy(3, OnUncertain.RETRY), LATER))
          .hasSize(4)
          .startsWith(cutOff(1, "crash"));
    }

    @Test
    void anAttemptThatCannotBeFinishedEndsWithItsRun() {
      Scene scene = new Scene().startedRun(1, 1, withCap(3));
      scene.with(new AttemptFinish(run(1), attempt(1), FAILURE, NOW));
      scene.replay(new AttemptStarted(run(1), attempt(1), NOW));
      assertThat(recover(scene)).containsExactly(moved(RUNNING, CANCELED));
    }

    /// Only moved by hand could a run start beyond its cap.
    @Test
    void aRunWhoseAttemptsAreUsedUpFails() {
      Scene scene = new Scene().startedRun(1, 1).finishAttempt(1, 1, FAILURE);
      scene.replay(new AttemptStarted(run(1), attempt(2), NOW));
      recover(scene);
      assertThat(scene.stateOf(1)).isEqualTo(FAILED);
    }
  }

  /// the attempt is finished, the move that follows from it is missing.
  @Nested
  class WithAFinishedAttempt {
    private Scene after(AttemptOutcome outcome, long cap) {
      Scene scene = runningUnderLease(withCap(cap));
      scene.with(new AttemptStart(run(1), attempt(1), NOW));
      scene.finishAttempt(1, 1, outcome);
      expectCase(scene, RecoveryCase.ATTEMPT_FINISHED);
      return scene;
    }

    @Test
    void aSuccessCompletes() {
      assertThat(recover(after(AttemptOutcome.success(), 1)))
          .containsExactly(expired(LOCAL_OWNER), moved(RUNNING, COMPLETED));
    }

    @Test
    void aSuspensionSuspends() {
      assertThat(recover(after(AttemptOutcome.suspended(), 1)))
          .containsExactly(expired(LOCAL_OWNER), new RunSuspended(run(1), null, LATER));
    }

    /// S-43: the log cannot tell whether the failure was retryable, so it gets what is left.
    @Test
    void aFailureWaitsForItsBackOffWhileAttemptsAreLeft() {
      for (AttemptOutcome outcome : List.of(FAILURE, AttemptOutcome.timeout(5))) {
        assertThat(recover(after(outcome, 2)))
            .containsExactly(expired(LOCAL_OWNER), moved(RUNNING, RETRY_WAIT));
        assertThat(recover(after(outcome, 1)))
            .containsExactly(expired(LOCAL_OWNER), moved(RUNNING, FAILED));
      }
    }

    @Test
    void anInterruptionGoesOnAtOnce() {
      for (String text : List.of("crash", "shutdown", "lease lost", "released", "of old")) {
        Scene scene = after(AttemptOutcome.failure("interrupted: " + text), 1);
        assertThat(recover(scene)).hasSize(3);
        assertThat(scene.stateOf(1)).isEqualTo(READY);
      }
    }

    @Test
    void anInterruptedCancellationIsCompleted() {
      Scene scene = after(AttemptOutcome.failure("interrupted: canceled"), 1);
      recover(scene);
      assertThat(scene.stateOf(1)).isEqualTo(CANCELED);
    }

    @Test
    void anInterruptionTooManyFailsTheRun() {
      Scene scene = after(AttemptOutcome.failure("interrupted: crash"), 1);
      recover(scene, new RecoveryPolicy(0, OnUncertain.RETRY), LATER);
      assertThat(scene.stateOf(1)).isEqualTo(FAILED);
    }
  }

  @Nested
  class Supplements {
    @Test
    void runsOfCanceledTasksAreCanceledInWhateverState() {
      for (Scene scene :
          List.of(
              new Scene().scheduledRun(1),
              new Scene().readyRun(1),
              leasedBy("worker-a"),
              new Scene().startedRun(1, 1),
              new Scene().runningRun(1).move(1, SUSPENDED))) {
        scene.with(new TaskCancel(task(1), NOW));
        expectCase(scene, RecoveryCase.TASK_CANCELED);
        recover(scene);
        assertThat(scene.stateOf(1)).isEqualTo(CANCELED);
        assertThat(scene.runEntry(1).openAttempt()).isNull();
      }
    }

    @Test
    void aRunThatWaitsWithoutAnAttemptLeftEnds() {
      Scene waiting = new Scene().startedRun(1, 1).finishAttempt(1, 1, FAILURE);
      waiting.with(new LeaseRelease(run(1), LOCAL_OWNER, EXPIRY, NOW)).move(1, RETRY_WAIT);
      expectCase(waiting, RecoveryCase.ATTEMPTS_USED_UP);
      Scene ready = new Scene().startedRun(1, 1).finishAttempt(1, 1, FAILURE);
      ready.with(new LeaseRelease(run(1), LOCAL_OWNER, EXPIRY, NOW)).move(1, RETRY_WAIT);
      ready.move(1, READY);
      assertThat(recover(waiting)).containsExactly(moved(RETRY_WAIT, FAILED));
      assertThat(recover(ready)).containsExactly(moved(READY, CANCELED));
    }

    /// Spec 03 §8.1.5: cascades that a crash has cut are completed.
    @Test
    void aTaskBehindAFailedOneIsCanceled() {
      Scene scene = new Scene().startedRun(1, 1).scheduledRun(2).scheduledRun(3);
      scene.with(
          new DependencyDeclare(task(2), List.of(task(1)), NOW),
          new AttemptFinish(run(1), attempt(1), FAILURE, NOW),
          new RunStateTransition(run(1), RUNNING, FAILED, NOW));
      assertThat(scene.accept(new RecoverTask(task(1), LATER))).isEmpty();
      assertThat(scene.accept(new RecoverTask(task(3), LATER))).isEmpty();
      assertThat(scene.accept(new RecoverTask(task(2), LATER))).hasSize(2);
      assertThat(scene.stateOf(2)).isEqualTo(CANCELED);
      assertThat(scene.accept(new RecoverTask(task(2), LATER))).isEmpty();
    }

    @Test
    void whatHasEndedOrWaitsNeedsNothing() {
      for (Scene scene :
          List.of(
              new Scene().scheduledRun(1),
              new Scene().readyRun(1),
              new Scene().completedTask(1),
              new Scene().failedTask(1),
              new Scene().runningRun(1).move(1, SUSPENDED))) {
        expectCase(scene, RecoveryCase.NOTHING);
        assertThat(recover(scene)).isEmpty();
        assertThat(scene.accept(new RecoverTask(task(1), LATER))).isEmpty();
      }
    }

    /// The command's instant is never before the run's last move.
    @Test
    void aClockThatWasSetBackDoesNotMatter() {
      Scene scene = new Scene().startedRun(1, 1);
      assertThat(recover(scene, RecoveryPolicy.DEFAULT, 5))
          .extracting(Event::timestamp)
          .containsOnly(NOW);
    }
  }
}
