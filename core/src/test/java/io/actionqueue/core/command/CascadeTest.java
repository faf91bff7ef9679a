package io.actionqueue.core.command;

import static io.actionqueue.core.command.RecoveryPolicy.LOCAL_OWNER;
import static io.actionqueue.core.command.Scene.NOW;
import static io.actionqueue.core.command.Scene.attempt;
import static io.actionqueue.core.command.Scene.run;
import static io.actionqueue.core.command.Scene.scheduled;
import static io.actionqueue.core.command.Scene.spec;
import static io.actionqueue.core.command.Scene.task;
import static io.actionqueue.core.run.RunState.CANCELED;
import static io.actionqueue.core.run.RunState.COMPLETED;
import static io.actionqueue.core.run.RunState.FAILED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.RUNNING;
import static io.actionqueue.core.run.RunState.SCHEDULED;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.AttemptEvent.AttemptFinished;
import io.actionqueue.core.event.AttemptEvent.AttemptStarted;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.LeaseEvent.LeaseReleased;
import io.actionqueue.core.event.RunEvent.RunCreated;
import io.actionqueue.core.event.RunEvent.RunStateChanged;
import io.actionqueue.core.event.TaskEvent.DependencyDeclared;
import io.actionqueue.core.event.TaskEvent.TaskCanceled;
import io.actionqueue.core.run.AttemptOutcome;
import io.actionqueue.core.run.AttemptResult;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.RunPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Cancellation, downward and onward (spec 03 §7.4, §8.1.4, §8.2.3).
class CascadeTest {
  private static final AttemptOutcome FAILURE = AttemptOutcome.failure("broken");

  private static DependencyDeclare declare(long task, long prerequisite) {
    return new DependencyDeclare(task(task), List.of(task(prerequisite)), NOW);
  }

  private static Scene child(Scene scene, long number, long parent) {
    return scene.scheduledRun(number, spec(number).withParent(task(parent)));
  }

  private static RunStateChanged canceled(long run, RunState from) {
    return new RunStateChanged(run(run), from, CANCELED, NOW);
  }

  /// S-36.
  @Test
  void aRunWithAnOpenAttemptIsInterruptedReleasedAndCanceled() {
    Scene scene = new Scene().startedRun(1, 1);
    List<Event> expected =
        List.of(
            new AttemptFinished(
                run(1), attempt(1), AttemptResult.FAILURE, "interrupted: canceled", null, NOW),
            new LeaseReleased(run(1), LOCAL_OWNER, NOW + 300, NOW),
            canceled(1, RUNNING));
    assertThat(scene.accept(new CancelRun(run(1), NOW))).isEqualTo(expected);
    Scene whole = new Scene().startedRun(1, 1);
    assertThat(whole.accept(new CancelTask(task(1), NOW)))
        .startsWith(new TaskCanceled(task(1), NOW))
        .endsWith(expected.toArray(Event[]::new));
  }

  @Test
  void aRunThatWaitsIsJustCanceled() {
    assertThat(new Scene().readyRun(1).accept(new CancelRun(run(1), NOW)))
        .containsExactly(canceled(1, READY));
  }

  /// A run whose open attempt uses an id twice cannot have it finished: 02-S-13 is all that is
  /// left.
  @Test
  void anAttemptThatCannotBeFinishedStaysOpen() {
    var twice = spec(1).withConstraints(spec(1).constraints().withMaxAttempts(3));
    Scene scene = new Scene().startedRun(1, 1, twice);
    scene.with(new AttemptFinish(run(1), attempt(1), FAILURE, NOW));
    scene.replay(new AttemptStarted(run(1), attempt(1), NOW));
    assertThat(scene.accept(new CancelRun(run(1), NOW))).containsExactly(canceled(1, RUNNING));
  }

  /// The counts of A-456: one run is canceled, one had ended, two there are.
  @Test
  void aTaskIsCanceledWithTheRunsThatHaveNotEndedAndOnlyOnce() {
    Scene scene = new Scene().completedTask(1);
    scene.replay(new RunCreated(scheduled(2, 1)));
    assertThat(scene.accept(new CancelTask(task(1), NOW)))
        .containsExactly(new TaskCanceled(task(1), NOW), canceled(2, SCHEDULED));
    assertThat(scene.stateOf(1)).isEqualTo(COMPLETED);
    assertThat(scene.accept(new CancelTask(task(1), NOW))).as("03-RT-36").isEmpty();
  }

  @Test
  void aCanceledTaskWithoutCascadeIsCompletedByARepetition() {
    Scene scene = child(new Scene().scheduledRun(1), 2, 1).with(new TaskCancel(task(1), NOW));
    assertThat(scene.accept(new CancelTask(task(1), NOW)))
        .containsExactly(
            canceled(1, SCHEDULED), new TaskCanceled(task(2), NOW), canceled(2, SCHEDULED));
  }

  @Test
  void allDescendantsAreCanceled() {
    Scene scene = child(child(child(new Scene().scheduledRun(1), 2, 1), 3, 1), 4, 2);
    scene.accept(new CancelTask(task(1), NOW));
    for (int i = 1; i <= 4; i++) {
      assertThat(scene.taskEntry(i).isCanceled()).isTrue();
      assertThat(scene.stateOf(i)).isEqualTo(CANCELED);
    }
    Scene leaf = child(new Scene().scheduledRun(1), 2, 1);
    assertThat(leaf.accept(new CancelTask(task(2), NOW))).hasSize(2);
    assertThat(leaf.taskEntry(1).isCanceled()).isFalse();
  }

  @Test
  void descendantsThatHaveEndedArePassedThrough() {
    Scene scene = child(child(new Scene().scheduledRun(1), 2, 1), 3, 2);
    scene.move(2, READY).start(2, 2).finish(2, 2, AttemptOutcome.success(), COMPLETED);
    scene.accept(new CancelTask(task(1), NOW));
    assertThat(scene.taskEntry(2).isCanceled()).isFalse();
    assertThat(scene.stateOf(3)).isEqualTo(CANCELED);
    assertThat(scene.accept(new CancelTask(task(1), NOW))).isEmpty();
  }

  /// 03-RT-32: in the batch of the failure itself.
  @Test
  void allThatWaitsForAFailedTaskIsCanceledWithIt() {
    Scene scene = new Scene().startedRun(1, 1).scheduledRun(2).scheduledRun(3).scheduledRun(4);
    scene.with(declare(2, 1), declare(3, 2), declare(3, 4));
    List<Event> events =
        scene.accept(new FinishRun(run(1), attempt(1), FAILURE, FAILED, List.of(), NOW));
    assertThat(events)
        .hasSize(7)
        .endsWith(
            new RunStateChanged(run(1), RUNNING, FAILED, NOW),
            new TaskCanceled(task(2), NOW),
            canceled(2, SCHEDULED),
            new TaskCanceled(task(3), NOW),
            canceled(3, SCHEDULED));
    assertThat(scene.taskEntry(1).outcome()).isEqualTo(TaskEntry.Outcome.FAILED);
    assertThat(scene.taskEntry(1).isCanceled()).isFalse();
    assertThat(scene.stateOf(4)).isEqualTo(SCHEDULED);
    assertThat(scene.accept(new RecoverTask(task(2), NOW))).as("a second time").isEmpty();
  }

  /// Spec 03 §8.1.4, step 4: the same routine, so children of what is canceled go, too.
  @Test
  void childrenOfWhatWaitsAreCanceledAsWell() {
    Scene scene = child(new Scene().startedRun(1, 1).scheduledRun(2), 3, 2);
    scene.with(declare(2, 1));
    scene.accept(new CancelRun(run(1), NOW));
    assertThat(scene.stateOf(3)).isEqualTo(CANCELED);
    Reachable.checkCascades(scene.state());
  }

  /// One success is enough for what waits, whatever becomes of the other runs.
  @Test
  void aTaskWithOneSuccessFailsNobody() {
    var repeat = spec(1).withRunPolicy(new RunPolicy.Repeat(2, 60));
    Scene scene = new Scene().startedRun(1, 1, repeat);
    scene.with(new RunCreate(RunInstance.scheduled(run(9), task(1), NOW, NOW)));
    scene.scheduledRun(2).with(declare(2, 1)).finish(1, 1, AttemptOutcome.success(), COMPLETED);
    scene.accept(new CancelTask(task(1), NOW));
    assertThat(scene.taskEntry(2).isCanceled()).isFalse();
    assertThat(scene.taskEntry(2).unmetPrerequisites()).isZero();
  }

  @Test
  void aTaskFailsOnlyWithItsLastRun() {
    var repeat = spec(1).withRunPolicy(new RunPolicy.Repeat(2, 60));
    Scene scene = new Scene().startedRun(1, 1, repeat);
    scene.with(new RunCreate(RunInstance.scheduled(run(9), task(1), NOW, NOW)));
    scene.scheduledRun(2).with(declare(2, 1)).finish(1, 1, FAILURE, FAILED);
    assertThat(scene.stateOf(2)).isEqualTo(SCHEDULED);
    scene.accept(new CancelRun(run(9), NOW));
    assertThat(scene.stateOf(2)).isEqualTo(CANCELED);
  }

  /// 03-W-12: between two windows a cron task has not ended.
  @Test
  void aCronTaskBetweenTwoWindowsFailsNobody() {
    var cron = spec(1).withRunPolicy(new RunPolicy.Cron("* * * * * *", null));
    Scene scene = new Scene().startedRun(1, 1, cron).scheduledRun(2).with(declare(2, 1));
    scene.finish(1, 1, FAILURE, FAILED);
    assertThat(scene.stateOf(2)).isEqualTo(SCHEDULED);
    assertThat(scene.taskEntry(2).unmetPrerequisites()).isEqualTo(1);
    scene.accept(new CancelTask(task(1), NOW));
    assertThat(scene.stateOf(2)).isEqualTo(CANCELED);
  }

  @Test
  void aCronTaskWithAllItsOccurrencesHasEnded() {
    var cron = spec(1).withRunPolicy(new RunPolicy.Cron("* * * * * *", 1L));
    Scene scene = new Scene().startedRun(1, 1, cron).scheduledRun(2).with(declare(2, 1));
    scene.finish(1, 1, FAILURE, FAILED);
    assertThat(scene.stateOf(2)).isEqualTo(CANCELED);
  }

  /// An old log may hold tasks that wait for each other in a circle.
  @Test
  void aCircleIsGoneThroughOnce() {
    Scene scene = new Scene().startedRun(1, 1).scheduledRun(2);
    scene.with(declare(2, 1));
    scene.replay(new DependencyDeclared(task(1), List.of(task(2)), NOW));
    assertThat(scene.accept(new CancelRun(run(1), NOW))).hasSize(5);
    assertThat(scene.stateOf(2)).isEqualTo(CANCELED);
    assertThat(scene.taskEntry(1).isCanceled()).isFalse();
  }

  @Test
  void aBoundedCascadeStopsBetweenRunsAndGoesOnWhenRepeated() {
    Scene scene = child(child(new Scene().scheduledRun(1), 2, 1), 3, 2);
    assertThat(scene.accept(new CancelTask(task(1), NOW, 1)))
        .containsExactly(new TaskCanceled(task(1), NOW));
    assertThat(scene.accept(new CancelTask(task(1), NOW, 2)))
        .containsExactly(canceled(1, SCHEDULED), new TaskCanceled(task(2), NOW));
    assertThat(scene.accept(new CancelTask(task(1), NOW, 9))).hasSize(3);
    assertThat(scene.accept(new CancelTask(task(1), NOW, 9))).isEmpty();
  }
}
