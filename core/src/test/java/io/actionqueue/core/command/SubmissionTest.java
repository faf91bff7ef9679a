package io.actionqueue.core.command;

import static io.actionqueue.core.command.Scene.NOW;
import static io.actionqueue.core.command.Scene.run;
import static io.actionqueue.core.command.Scene.scheduled;
import static io.actionqueue.core.command.Scene.spec;
import static io.actionqueue.core.command.Scene.task;
import static io.actionqueue.core.command.Scene.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.command.TaskRejection.DepthLimitExceeded;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.RunEvent.RunCreated;
import io.actionqueue.core.event.RunEvent.RunStateChanged;
import io.actionqueue.core.event.TaskEvent.DependencyDeclared;
import io.actionqueue.core.event.TaskEvent.TaskCanceled;
import io.actionqueue.core.event.TaskEvent.TaskCreated;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.TaskEntry;
import io.actionqueue.core.task.RunPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Submissions, refills and late declarations: everything or nothing, by one set of rules (spec 03
/// §1.7, §8.1.3, §8.2.1, §8.4).
class SubmissionTest {

  /// 03-RT-3, RT-34: all that belongs to a submission is one batch.
  @Test
  void aSubmissionIsTheTaskItsRunsAndItsDependencies() {
    Scene scene = new Scene().scheduledRun(1).scheduledRun(2);
    var repeat = spec(3).withRunPolicy(new RunPolicy.Repeat(2, 60));
    var runs = List.of(scheduled(3, 3), scheduled(4, 3));
    assertThat(scene.accept(new SubmitTask(repeat, runs, List.of(task(2), task(1), task(2)), NOW)))
        .containsExactly(
            new TaskCreated(repeat, NOW),
            new RunCreated(runs.get(0)),
            new RunCreated(runs.get(1)),
            new DependencyDeclared(task(3), List.of(task(2), task(1)), NOW));
    assertThat(scene.taskEntry(3).prerequisites()).containsExactly(task(1), task(2));
  }

  @Test
  void withoutDependenciesNoneAreDeclared() {
    assertThat(
            new Scene().accept(new SubmitTask(spec(1), List.of(scheduled(1, 1)), List.of(), NOW)))
        .hasSize(2);
  }

  /// Spec 03 §8.1.3: what waits for a failed task can never start, so it is canceled at once.
  @Test
  void aTaskThatDependsOnAFailedOneIsBornCanceled() {
    Scene scene = new Scene().failedTask(1).scheduledRun(2);
    List<Event> events =
        scene.accept(
            new SubmitTask(spec(3), List.of(scheduled(3, 3)), List.of(task(2), task(1)), NOW - 5));
    assertThat(events)
        .endsWith(
            new TaskCanceled(task(3), NOW - 5),
            new RunStateChanged(run(3), RunState.SCHEDULED, RunState.CANCELED, NOW));
    assertThat(scene.taskEntry(3).outcome()).isEqualTo(TaskEntry.Outcome.FAILED);
  }

  @Test
  void aTaskThatDependsOnACanceledOneWithoutRunsIsBornCanceled() {
    Scene scene = new Scene().with(new TaskCreate(spec(1), NOW), new TaskCancel(task(1), NOW));
    scene.accept(new SubmitTask(spec(2), List.of(scheduled(2, 2)), List.of(task(1)), NOW));
    assertThat(scene.stateOf(2)).isEqualTo(RunState.CANCELED);
  }

  /// 03-RT-31: a prerequisite that has ended before counts.
  @Test
  void aTaskThatDependsOnACompletedOneWaitsForNothing() {
    Scene scene = new Scene().completedTask(1);
    scene.accept(new SubmitTask(spec(2), List.of(scheduled(2, 2)), List.of(task(1)), NOW));
    assertThat(scene.taskEntry(2).unmetPrerequisites()).isZero();
    assertThat(scene.stateOf(2)).isEqualTo(RunState.SCHEDULED);
  }

  @Test
  void aTaskMayNameATenantThatExists() {
    Scene scene = new Scene().with(new TenantCreate(tenant(1), "one", NOW));
    scene.scheduledRun(1, spec(1).withTenant(tenant(1)));
    scene.accept(
        new SubmitTask(
            spec(2).withTenant(tenant(1)).withParent(task(1)),
            List.of(scheduled(2, 2)),
            List.of(task(1)),
            NOW));
    assertThat(scene.taskEntry(2).spec().parentTaskId()).isEqualTo(task(1));
  }

  @Test
  void eightLevelsBelowTheRootAreAllowed() {
    Scene scene = new Scene().with(new TaskCreate(spec(0), NOW));
    for (int depth = 1; depth <= Admission.MAX_DEPTH; depth++) {
      scene.accept(new TaskCreate(spec(depth).withParent(task(depth - 1)), NOW));
    }
    assertThat(scene.state().taskCount()).isEqualTo(9);
  }

  @Test
  void aTreeMayBeAsDeepAsItsLimitSays() {
    Scene scene = new Scene().with(new TaskCreate(spec(1), NOW));
    scene.with(new TaskCreate(spec(2).withParent(task(1)), NOW));
    assertThat(Admission.depthRefusal(scene.state(), task(3), scene.taskEntry(2), 2)).isNull();
    scene.with(new TaskCreate(spec(3).withParent(task(2)), NOW));
    assertThat(Admission.depthRefusal(scene.state(), task(4), scene.taskEntry(3), 2))
        .isEqualTo(new DepthLimitExceeded(task(4), task(3), 3, 2));
  }

  /// 02-W-22: a circle of parents in an old log does not hold the walk up.
  @Test
  void aCircleOfParentsEndsTheWalkAtTheLimit() {
    Scene scene =
        new Scene()
            .replay(
                new TaskCreated(spec(1).withParent(task(2)), NOW),
                new TaskCreated(spec(2).withParent(task(1)), NOW));
    assertThat(scene.refuse(new TaskCreate(spec(3).withParent(task(1)), NOW)))
        .isEqualTo(new DepthLimitExceeded(task(3), task(1), 9, 8));
  }

  @Test
  void chainsDiamondsAndFansAreAccepted() {
    Scene scene = new Scene();
    for (int i = 1; i <= 5; i++) {
      scene.scheduledRun(i);
    }
    scene.with(
        declare(2, 1), declare(3, 2), declare(4, 2), declare(5, 3), declare(5, 4), declare(5, 3));
    assertThat(scene.taskEntry(5).prerequisites()).containsExactly(task(3), task(4));
  }

  private static DependencyDeclare declare(long task, long prerequisite) {
    return new DependencyDeclare(task(task), List.of(task(prerequisite)), NOW);
  }

  /// 03-W-10: declared on a failed prerequisite, the task does not wait for ever.
  @Test
  void aLateDeclarationOnAFailedTaskCancelsWhatWaits() {
    Scene scene = new Scene().failedTask(1).scheduledRun(2).scheduledRun(3);
    scene.with(declare(3, 2));
    scene.accept(new DeclareDependencies(task(2), List.of(task(1)), NOW));
    assertThat(scene.stateOf(2)).isEqualTo(RunState.CANCELED);
    assertThat(scene.taskEntry(2).isCanceled()).isTrue();
    assertThat(scene.stateOf(3)).isEqualTo(RunState.CANCELED);
    Reachable.checkCascades(scene.state());
  }

  @Test
  void aDeclarationOnAnOpenTaskOnlyDeclares() {
    Scene scene = new Scene().scheduledRun(1).scheduledRun(2);
    assertThat(scene.accept(new DeclareDependencies(task(2), List.of(task(1)), NOW)))
        .containsExactly(new DependencyDeclared(task(2), List.of(task(1)), NOW));
  }

  @Test
  void missingRunsAreAddedUpToWhatThePolicyImplies() {
    var repeat = spec(1).withRunPolicy(new RunPolicy.Repeat(3, 60));
    Scene scene = new Scene().scheduledRun(1, repeat);
    var missing = List.of(scheduled(2, 1), scheduled(3, 1));
    assertThat(scene.accept(new CreateRuns(task(1), missing)))
        .containsExactly(new RunCreated(missing.get(0)), new RunCreated(missing.get(1)));
    assertThat(scene.accept(new CreateRuns(task(1), List.of()))).isEmpty();
    assertThat(scene.refuse(new CreateRuns(task(1), List.of(scheduled(4, 1)))))
        .isEqualTo(new RunRejection.RunsExceedPolicy(task(1), 3, 4));
  }

  @Test
  void aCronTaskWithoutACapIsRefilledWithoutEnd() {
    Scene scene =
        new Scene()
            .with(
                new TaskCreate(
                    spec(1).withRunPolicy(new RunPolicy.Cron("* * * * * *", null)), NOW));
    for (int i = 1; i <= 20; i++) {
      scene.accept(new CreateRuns(task(1), List.of(scheduled(i, 1))));
    }
    assertThat(scene.taskEntry(1).runCount()).isEqualTo(20);
  }
}
