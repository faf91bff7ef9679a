package io.actionqueue.core.command;

import static io.actionqueue.core.command.Scene.NOW;
import static io.actionqueue.core.command.Scene.attempt;
import static io.actionqueue.core.command.Scene.run;
import static io.actionqueue.core.command.Scene.scheduled;
import static io.actionqueue.core.command.Scene.spec;
import static io.actionqueue.core.command.Scene.subscription;
import static io.actionqueue.core.command.Scene.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.event.AttemptEvent.AttemptFinished;
import io.actionqueue.core.event.AttemptEvent.AttemptStarted;
import io.actionqueue.core.event.BudgetEvent.BudgetAllocated;
import io.actionqueue.core.event.BudgetEvent.BudgetConsumed;
import io.actionqueue.core.event.BudgetEvent.BudgetReplenished;
import io.actionqueue.core.event.EngineEvent.EnginePaused;
import io.actionqueue.core.event.EngineEvent.EngineResumed;
import io.actionqueue.core.event.RunEvent.RunResumed;
import io.actionqueue.core.event.RunEvent.RunStateChanged;
import io.actionqueue.core.event.RunEvent.RunSuspended;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionCanceled;
import io.actionqueue.core.event.SubscriptionEvent.SubscriptionCreated;
import io.actionqueue.core.event.TaskEvent.TaskCanceled;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.RunEntry;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.core.subscription.EventFilter;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Cases of the acceptance catalogue about the authority that end in acceptance; each command is
/// one event and takes the next sequence.
class AuthorityCatalogueTest {
  private static final BudgetDimension TOKEN = BudgetDimension.TOKEN;

  @Test
  void aReadyRunCanBeCanceledAndHasThenEnded() {
    Scene scene = new Scene().readyRun(1).move(1, RunState.CANCELED);
    assertThat(scene.stateOf(1)).isEqualTo(RunState.CANCELED);
    assertThat(scene.stateOf(1).isTerminal()).isTrue();
    assertThat(scene.replayed().run(run(1)).state()).isEqualTo(RunState.CANCELED);
  }

  @Test
  void aScheduledRunCanBeCanceledDirectly() {
    Scene scene = new Scene().scheduledRun(1).move(1, RunState.CANCELED);
    assertThat(scene.replayed().run(run(1)).state()).isEqualTo(RunState.CANCELED);
  }

  @Test
  void aLegalMoveIsMadeAndAnIllegalOneNamesBothEnds() {
    Scene scene = new Scene().scheduledRun(1);
    assertThat(scene.accept(transition(RunState.SCHEDULED, RunState.READY)))
        .containsExactly(new RunStateChanged(run(1), RunState.SCHEDULED, RunState.READY, NOW));
    assertThat(scene.refuse(transition(RunState.READY, RunState.SCHEDULED)))
        .isEqualTo(new RunRejection.InvalidTransition(run(1), RunState.READY, RunState.SCHEDULED));
    assertThat(new Scene().scheduledRun(1).refuse(transition(RunState.SCHEDULED, RunState.RUNNING)))
        .isEqualTo(
            new RunRejection.InvalidTransition(run(1), RunState.SCHEDULED, RunState.RUNNING));
  }

  private static RunStateTransition transition(RunState from, RunState to) {
    return new RunStateTransition(run(1), from, to, NOW);
  }

  @Test
  void replayOfThreeRecordsGivesTheSameReadyRun() {
    Scene scene = new Scene().readyRun(1);
    assertThat(scene.log()).hasSize(3);
    QueueState replayed = scene.replayed();
    assertThat(replayed.latestSequence()).isEqualTo(3);
    assertThat(replayed.run(run(1)).state()).isEqualTo(RunState.READY);
    assertThat(replayed.digest()).isEqualTo(scene.state().digest());
  }

  @Test
  void whatIsDecidedAndNotAppliedChangesNothing() {
    Scene scene = new Scene().scheduledRun(1);
    assertThat(scene.decide(transition(RunState.SCHEDULED, RunState.READY)))
        .isInstanceOf(Decision.Accepted.class);
    assertThat(scene.state().latestSequence()).isEqualTo(2);
    assertThat(scene.replayed().run(run(1)).state()).isEqualTo(RunState.SCHEDULED);

    scene.move(1, RunState.READY).move(1, RunState.LEASED);
    scene.with(new LeaseAcquire(run(1), "worker-1", 5000, NOW)).move(1, RunState.RUNNING);
    String before = scene.state().digest();
    assertThat(scene.decide(new AttemptStart(run(1), attempt(1), NOW)))
        .isInstanceOf(Decision.Accepted.class);
    assertThat(scene.decide(new LeaseHeartbeat(run(1), "worker-1", 9000, NOW)))
        .isInstanceOf(Decision.Accepted.class);
    assertThat(scene.state().digest()).isEqualTo(before);
    RunEntry replayed = Objects.requireNonNull(scene.replayed().run(run(1)));
    assertThat(scene.replayed().latestSequence()).isEqualTo(6);
    assertThat(replayed.attemptCount()).isZero();
    assertThat(Objects.requireNonNull(replayed.lease()).expiry()).isEqualTo(5000);
  }

  @Test
  void sevenMutationsOnOneAuthority() {
    Scene scene = new Scene().with(new TaskCreate(spec(1), NOW));
    assertThat(scene.state().taskCount()).isEqualTo(1);
    scene.with(new TaskCreate(spec(2), NOW));
    assertThat(scene.state().taskCount()).isEqualTo(2);
    scene.with(new RunCreate(scheduled(1, 1)));
    assertThat(scene.stateOf(1)).isEqualTo(RunState.SCHEDULED);
    scene.move(1, RunState.READY);
    assertThat(scene.stateOf(1)).isEqualTo(RunState.READY);
    scene.with(new EnginePause(NOW));
    assertThat(scene.state().isPaused()).isTrue();
    scene.with(new EngineResume(NOW));
    assertThat(scene.state().isPaused()).isFalse();
    scene.with(new TaskCancel(task(2), NOW));
    assertThat(scene.taskEntry(2).isCanceled()).isTrue();
    assertThat(scene.taskEntry(1).isCanceled()).isFalse();
    assertThat(scene.state().latestSequence()).isEqualTo(7);

    QueueState restarted = scene.replayed();
    assertThat(restarted.taskCount()).isEqualTo(2);
    assertThat(restarted.run(run(1)).state()).isEqualTo(RunState.READY);
    assertThat(restarted.task(task(2)).isCanceled()).isTrue();
    assertThat(restarted.task(task(1)).isCanceled()).isFalse();
    assertThat(restarted.isPaused()).isFalse();
    assertThat(restarted.latestSequence()).isEqualTo(7);
  }

  @Test
  void aTaskIsCanceledAtTheCommandsInstantAndNoRunIsTouched() { // A-339, 02-INV-41
    Scene scene = new Scene().readyRun(1);
    assertThat(scene.accept(new TaskCancel(task(1), 5000)))
        .containsExactly(new TaskCanceled(task(1), 5000));
    assertThat(scene.state().latestSequence()).isEqualTo(4);
    assertThat(scene.taskEntry(1).canceledAt()).isEqualTo(5000);
    assertThat(scene.stateOf(1)).isEqualTo(RunState.READY);
  }

  @Test
  void theEngineIsPausedAndResumed() {
    Scene scene = new Scene();
    assertThat(scene.accept(new EnginePause(1000))).containsExactly(new EnginePaused(1000));
    assertThat(scene.accept(new EngineResume(2000))).containsExactly(new EngineResumed(2000));
    assertThat(scene.state().engine()).isEqualTo(new StateImage.Engine(false, 1000L, 2000L));
  }

  @Test
  void anAttemptIsStartedAndFinished() {
    Scene scene = new Scene().runningRun(1);
    assertThat(scene.accept(new AttemptStart(run(1), attempt(1), 1500)))
        .containsExactly(new AttemptStarted(run(1), attempt(1), 1500));
    assertThat(scene.runEntry(1).openAttempt()).isEqualTo(attempt(1));
    AttemptOutcome outcome = AttemptOutcome.failure("synthetic failure");
    assertThat(scene.accept(new AttemptFinish(run(1), attempt(1), outcome, 1600)))
        .containsExactly(
            new AttemptFinished(
                run(1), attempt(1), AttemptResult.FAILURE, "synthetic failure", null, 1600));
    assertThat(scene.runEntry(1).attemptCount()).isEqualTo(1);
    assertThat(scene.runEntry(1).openAttempt()).isNull();
    assertThat(scene.state().latestSequence()).isEqualTo(7);
    assertThat(scene.replayed().image()).isEqualTo(scene.state().image());
  }

  @Test
  void aTimeoutIsRecordedWithItsLimit() {
    Scene scene = new Scene().runningRun(1).with(new AttemptStart(run(1), attempt(1), 1100));
    scene.accept(new AttemptFinish(run(1), attempt(1), AttemptOutcome.timeout(9), 1200));
    assertThat(scene.replayed().run(run(1)).attempts())
        .containsExactly(
            new StateImage.Attempt(
                attempt(1),
                1100,
                1200L,
                AttemptResult.TIMEOUT,
                "attempt timed out after 9s",
                null));
  }

  @Test
  void budgetsAreAllocatedConsumedAndReplenished() {
    Scene scene = new Scene().with(new TaskCreate(spec(1), NOW));
    var first = BudgetAllocate.Mode.FIRST;
    assertThat(scene.accept(new BudgetAllocate(task(1), TOKEN, 1000, first, 5000)))
        .containsExactly(new BudgetAllocated(task(1), TOKEN, 1000, 5000));
    assertThat(scene.state().budget(task(1), TOKEN)).isNotNull();
    assertThat(scene.accept(new BudgetConsume(task(1), TOKEN, 250, 6000)))
        .containsExactly(new BudgetConsumed(task(1), TOKEN, 250, 6000));
    BudgetDimension cost = BudgetDimension.COST_CENTS;
    scene.with(new BudgetAllocate(task(1), cost, 10, first, 6500));
    assertThat(scene.accept(new BudgetReplenish(task(1), cost, 5000, 7000)))
        .containsExactly(new BudgetReplenished(task(1), cost, 5000, 7000));
  }

  @Test
  void aRunIsSuspendedAndResumed() {
    Scene scene = new Scene().runningRun(1);
    assertThat(scene.accept(new RunSuspend(run(1), "budget exhausted", 1200)))
        .containsExactly(new RunSuspended(run(1), "budget exhausted", 1200));
    assertThat(scene.stateOf(1)).isEqualTo(RunState.SUSPENDED);
    assertThat(scene.state().latestSequence()).isEqualTo(6);
    assertThat(scene.accept(new RunResume(run(1), 1300)))
        .containsExactly(new RunResumed(run(1), 1300));
    assertThat(scene.stateOf(1)).isEqualTo(RunState.READY);
    assertThat(scene.state().latestSequence()).isEqualTo(7);
  }

  @Test
  void aSubscriptionIsMadeAndEnded() {
    Scene scene = new Scene().scheduledRun(1);
    EventFilter filter = new EventFilter.TaskCompleted(task(7)); // need not exist
    assertThat(scene.accept(new SubscriptionCreate(subscription(1), task(1), filter, 2000)))
        .containsExactly(new SubscriptionCreated(subscription(1), task(1), filter, 2000));
    assertThat(scene.state().subscription(subscription(1)))
        .isEqualTo(new StateImage.Subscription(subscription(1), task(1), filter, 2000, null, null));
    assertThat(scene.accept(new SubscriptionCancel(subscription(1), 3000)))
        .containsExactly(new SubscriptionCanceled(subscription(1), 3000));
    assertThat(scene.state().subscription(subscription(1)))
        .isNotNull()
        .extracting(StateImage.Subscription::canceledAt)
        .isEqualTo(3000L);
  }

  /// 02-INV-44: all commands but pause and resume are decided alike while the engine is paused.
  @Test
  void aPauseChangesTheAcceptanceOfNothingElse() {
    for (Command command : Samples.singles()) {
      if (!(command instanceof EngineCommand)) {
        Scene running = new Scene().startedRun(1, 1);
        Scene paused = new Scene().startedRun(1, 1).with(new EnginePause(NOW));
        assertThat(paused.decide(command)).isEqualTo(running.decide(command));
      }
    }
  }
}
