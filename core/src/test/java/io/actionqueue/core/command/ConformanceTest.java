package io.actionqueue.core.command;

import static io.actionqueue.core.command.Scene.NOW;
import static io.actionqueue.core.command.Scene.attempt;
import static io.actionqueue.core.command.Scene.run;
import static io.actionqueue.core.command.Scene.scheduled;
import static io.actionqueue.core.command.Scene.spec;
import static io.actionqueue.core.command.Scene.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.actor.ActorRegistration;
import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.event.AttemptEvent.AttemptFinished;
import io.actionqueue.core.event.AttemptEvent.AttemptStarted;
import io.actionqueue.core.event.BudgetEvent.BudgetAllocated;
import io.actionqueue.core.event.BudgetEvent.BudgetConsumed;
import io.actionqueue.core.event.EngineEvent.EnginePaused;
import io.actionqueue.core.event.EngineEvent.EngineResumed;
import io.actionqueue.core.event.RunEvent.RunCreated;
import io.actionqueue.core.event.RunEvent.RunStateChanged;
import io.actionqueue.core.event.TaskEvent.TaskCanceled;
import io.actionqueue.core.event.TaskEvent.TaskCreated;
import io.actionqueue.core.id.ActorId;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.ReplayRefusal;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.task.TaskConstraints;
import io.actionqueue.core.task.TaskSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The conformance scenarios of spec 02 §10, as far as they are about decisions and their effect.
/// Those that end in a refusal alone stand with the refusals, those of recovery in [RecoveryTest];
/// 02-S-21 to 02-S-23 are about disks and codecs.
class ConformanceTest {
  private static final BudgetDimension TOKEN = BudgetDimension.TOKEN;

  /// 02-S-1, A-329.
  @Test
  void threeCommandsTakeThreeSequencesAndThreeEvents() {
    Scene scene = new Scene();
    assertThat(scene.accept(new TaskCreate(spec(1), NOW)))
        .containsExactly(new TaskCreated(spec(1), NOW));
    assertThat(scene.state().latestSequence()).isEqualTo(1);
    assertThat(scene.accept(new RunCreate(scheduled(1, 1))))
        .containsExactly(new RunCreated(scheduled(1, 1)));
    assertThat(scene.state().latestSequence()).isEqualTo(2);
    assertThat(
            scene.accept(new RunStateTransition(run(1), RunState.SCHEDULED, RunState.READY, NOW)))
        .containsExactly(new RunStateChanged(run(1), RunState.SCHEDULED, RunState.READY, NOW));
    assertThat(scene.state().latestSequence()).isEqualTo(3);
    assertThat(scene.stateOf(1)).isEqualTo(RunState.READY);
  }

  /// 02-S-5, A-041: what the first finish leaves.
  @Test
  void theFirstFinishLeavesTheRunRunningWithoutAttempt() {
    Scene scene = new Scene().startedRun(1, 1);
    scene.with(new AttemptFinish(run(1), attempt(1), success(), NOW));
    assertThat(scene.stateOf(1)).isEqualTo(RunState.RUNNING);
    assertThat(scene.runEntry(1).openAttempt()).isNull();
  }

  private static AttemptOutcome success() {
    return AttemptOutcome.success();
  }

  /// 02-S-9, A-348.
  @Test
  void aLeaseCanBeTakenInReadyExtendedAndGivenBack() {
    Scene scene = new Scene().readyRun(1).with(new LeaseAcquire(run(1), "worker-a", 5000, NOW));
    scene.move(1, RunState.LEASED).with(new LeaseHeartbeat(run(1), "worker-a", 6000, NOW));
    scene.accept(new LeaseRelease(run(1), "worker-a", 6000, NOW));
    assertThat(scene.stateOf(1)).isEqualTo(RunState.READY);
    assertThat(scene.runEntry(1).lease()).isNull();
    assertThat(scene.state().latestSequence()).isEqualTo(7);
    assertThat(scene.replayed().image()).isEqualTo(scene.state().image());
  }

  /// 02-S-12, A-410, A-414.
  @Test
  void anEndTakesTheLeaseAwayWithoutALeaseEvent() {
    Scene scene = new Scene().readyRun(1).move(1, RunState.LEASED);
    scene.with(new LeaseAcquire(run(1), "worker", NOW + 9, NOW)).move(1, RunState.RUNNING);
    var events =
        scene.accept(new RunStateTransition(run(1), RunState.RUNNING, RunState.COMPLETED, NOW));
    assertThat(events).hasSize(1);
    assertThat(scene.stateOf(1)).isEqualTo(RunState.COMPLETED);
    assertThat(scene.runEntry(1).lease()).isNull();
  }

  /// 02-S-13.
  @Test
  void theBareCancellationLeavesTheAttemptOpenForGood() {
    Scene scene = new Scene().startedRun(1, 1).move(1, RunState.CANCELED);
    assertThat(scene.runEntry(1).openAttempt()).isNull();
    assertThat(scene.runEntry(1).attemptCount()).isEqualTo(1);
    assertThat(scene.runEntry(1).attempts())
        .singleElement()
        .extracting(StateImage.Attempt::finishedAt)
        .isNull();
  }

  /// 02-S-16.
  @Test
  void aResumeBeforeItsPauseIsRecordedAtThePause() {
    Scene scene = new Scene().with(new EnginePause(1000));
    assertThat(scene.accept(new EngineResume(999))).containsExactly(new EngineResumed(1000));
    assertThat(scene.state().engine()).isEqualTo(new StateImage.Engine(false, 1000L, 1000L));
  }

  /// 02-S-18: the image can be built, and the run's past ends with its way back to Ready.
  @Test
  void aReleaseInLeasedIsAStepOfTheRunsPast() {
    Scene scene = new Scene().readyRun(1).move(1, RunState.LEASED);
    scene.with(new LeaseAcquire(run(1), "w", 5000, NOW), new LeaseRelease(run(1), "w", 5000, 1007));
    StateImage.Run image = scene.state().image().runs().getFirst();
    assertThat(image.history().getLast())
        .isEqualTo(new StateImage.HistoryEntry(RunState.LEASED, RunState.READY, 1007));
    assertThat(image.instance().lastStateChangeAt()).isEqualTo(1007);
    assertThat(QueueState.of(scene.state().image()).image()).isEqualTo(scene.state().image());
  }

  /// 02-S-19.
  @Test
  void aRunThatIsReadyBeforeItsTimeIsPartOfTheImage() {
    Scene scene = new Scene().with(new TaskCreate(spec(1), 100));
    scene.with(new RunCreate(RunInstance.scheduled(run(1), task(1), 160, 100)));
    scene.move(1, RunState.READY);
    assertThat(QueueState.of(scene.state().image()).image()).isEqualTo(scene.state().image());
  }

  /// 02-S-24, 02-S-25, A-394.
  @Test
  void replayTakesGapsAndNoStepBack() {
    QueueState state = QueueState.empty();
    state.apply(1, new EnginePaused(1));
    state.apply(5, new EngineResumed(2));
    assertThat(state.check(10, new EnginePaused(3))).isNull();
    for (long sequence : new long[] {0, 5}) {
      assertThat(state.check(sequence, new EnginePaused(3)))
          .isInstanceOf(ReplayRefusal.InvalidTransition.class);
    }
    state.apply(10, new EnginePaused(3));
    assertThat(state.latestSequence()).isEqualTo(10);
  }

  /// 02-S-26.
  @Test
  void replayRefusesATaskThatIsCreatedTwice() {
    Scene scene = new Scene().with(new TaskCreate(spec(1), NOW));
    assertThat(scene.state().check(2, new TaskCreated(spec(1), NOW)))
        .isInstanceOf(ReplayRefusal.DuplicateEvent.class);
  }

  /// 02-S-27, S-45.
  @Test
  void anAllocationThatReplacesStartsConsumptionAgain() {
    Scene scene = new Scene().scheduledRun(1).with(allocate(5, BudgetAllocate.Mode.FIRST));
    scene.accept(new BudgetConsume(task(1), TOKEN, 7, NOW));
    assertThat(scene.state().budget(task(1), TOKEN))
        .isEqualTo(new StateImage.Budget(task(1), TOKEN, 5, 7, NOW, true));
    StateImage.Budget fresh = new StateImage.Budget(task(1), TOKEN, 9, 0, NOW, false);
    Scene old = new Scene().scheduledRun(1).with(allocate(5, BudgetAllocate.Mode.FIRST));
    old.replay(new BudgetAllocated(task(1), TOKEN, 9, NOW));
    assertThat(old.state().budget(task(1), TOKEN)).isEqualTo(fresh);
    scene.accept(allocate(9, BudgetAllocate.Mode.REPLACE));
    assertThat(scene.state().budget(task(1), TOKEN)).isEqualTo(fresh);
  }

  private static BudgetAllocate allocate(long limit, BudgetAllocate.Mode mode) {
    return new BudgetAllocate(task(1), TOKEN, limit, mode, NOW);
  }

  /// 02-S-28, A-429.
  @Test
  void aReplenishmentKeepsTheInstantOfAllocation() {
    Scene scene = new Scene().scheduledRun(1).with(allocate(100, BudgetAllocate.Mode.FIRST));
    scene.with(
        new BudgetConsume(task(1), TOKEN, 100, NOW + 1),
        new BudgetReplenish(task(1), TOKEN, 200, NOW + 2));
    assertThat(scene.state().budget(task(1), TOKEN))
        .isEqualTo(new StateImage.Budget(task(1), TOKEN, 200, 0, NOW, false));
  }

  /// 02-S-29.
  @Test
  void replayIgnoresConsumptionWithoutAnAllocation() {
    Scene scene = new Scene().scheduledRun(1).replay(new BudgetConsumed(task(1), TOKEN, 7, NOW));
    assertThat(scene.state().budget(task(1), TOKEN)).isNull();
  }

  /// 02-S-30, A-403.
  @Test
  void replayNamesBothInstantsOfASecondCancellation() {
    Scene scene = new Scene().scheduledRun(1).with(new TaskCancel(task(1), 4000));
    assertThat(scene.state().check(4, new TaskCanceled(task(1), 4001)))
        .isEqualTo(new ReplayRefusal.AlreadyCanceled(task(1), 4000, 4001));
    assertThat(scene.taskEntry(1).canceledAt()).isEqualTo(4000);
  }

  /// 02-S-32.
  @Test
  void anActorsLastBeatIsPartOfTheImage() {
    ActorId actor = new ActorId(0xf, 1);
    var registration = new ActorRegistration(actor, "worker", List.of("work"), null, 30, null);
    Scene scene =
        new Scene().with(new ActorRegister(registration, 5), new ActorHeartbeat(actor, 500));
    assertThat(scene.reopened().state().actor(actor))
        .isNotNull()
        .extracting(StateImage.Actor::lastHeartbeatAt)
        .isEqualTo(500L);
  }

  /// 02-S-33.
  @Test
  void replayRepairsASuccessThatCarriesAnError() {
    Scene scene = new Scene().startedRun(1, 1);
    scene.replay(
        new AttemptFinished(
            run(1), attempt(1), AttemptResult.SUCCESS, "error", Bytes.utf8("output"), NOW));
    assertThat(scene.runEntry(1).attempts())
        .containsExactly(
            new StateImage.Attempt(attempt(1), NOW, NOW, AttemptResult.SUCCESS, null, null));
  }

  /// 02-INV-38: the same expiry again is a heartbeat.
  @Test
  void aHeartbeatMayKeepTheExpiry() {
    Scene scene = new Scene().startedRun(1, 1);
    scene.accept(new LeaseHeartbeat(run(1), RecoveryPolicy.LOCAL_OWNER, NOW + 300, NOW + 5));
    assertThat(scene.runEntry(1).lease())
        .isEqualTo(new StateImage.Lease("runtime", NOW + 300, NOW, NOW + 5));
  }

  /// 02-W-6: every instant that would run backwards is raised to the one before it.
  @Test
  void noInstantRunsBackwards() {
    TaskSpec retried = spec(1).withConstraints(TaskConstraints.DEFAULT.withMaxAttempts(2));
    Scene scene = new Scene().scheduledRun(1, retried);
    scene.accept(new RunStateTransition(run(1), RunState.SCHEDULED, RunState.READY, 1500));
    scene.accept(new RunStateTransition(run(1), RunState.READY, RunState.LEASED, 1));
    scene.accept(new RunStateTransition(run(1), RunState.LEASED, RunState.RUNNING, 1600));
    assertThat(scene.accept(new AttemptStart(run(1), attempt(1), 2)))
        .containsExactly(new AttemptStarted(run(1), attempt(1), 1600));
    scene.accept(new AttemptFinish(run(1), attempt(1), success(), 3));
    scene.accept(new RunSuspend(run(1), null, 4));
    scene.accept(new RunResume(run(1), 5));
    assertThat(scene.runEntry(1).history())
        .extracting(StateImage.HistoryEntry::timestamp)
        .containsExactly(1000L, 1500L, 1500L, 1600L, 1600L, 1600L);
    assertThat(scene.runEntry(1).attempts().getFirst().finishedAt()).isEqualTo(1600L);
    assertThat(scene.accept(new TaskCancel(task(1), 6)))
        .containsExactly(new TaskCanceled(task(1), NOW));
  }
}
