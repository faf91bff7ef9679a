package io.actionqueue.core.command;

import static io.actionqueue.core.command.Scene.NOW;
import static io.actionqueue.core.command.Scene.attempt;
import static io.actionqueue.core.command.Scene.run;
import static io.actionqueue.core.command.Scene.scheduled;
import static io.actionqueue.core.command.Scene.spec;
import static io.actionqueue.core.command.Scene.subscription;
import static io.actionqueue.core.command.Scene.task;
import static io.actionqueue.core.command.Scene.tenant;

import io.actionqueue.core.budget.BudgetDimension;
import io.actionqueue.core.command.TaskRejection.DependencyCycle;
import io.actionqueue.core.command.TaskRejection.DependencyTooLate;
import io.actionqueue.core.command.TaskRejection.DepthLimitExceeded;
import io.actionqueue.core.command.TaskRejection.EmptyDependencyList;
import io.actionqueue.core.command.TaskRejection.OrphanPrevention;
import io.actionqueue.core.command.TaskRejection.ParentCycle;
import io.actionqueue.core.command.TaskRejection.TaskAlreadyCanceled;
import io.actionqueue.core.command.TaskRejection.TaskAlreadyExists;
import io.actionqueue.core.command.TaskRejection.TaskCanceled;
import io.actionqueue.core.command.TaskRejection.TenantMismatch;
import io.actionqueue.core.command.TaskRejection.UnknownParent;
import io.actionqueue.core.command.TaskRejection.UnknownTask;
import io.actionqueue.core.event.TaskEvent.DependencyDeclared;
import io.actionqueue.core.event.TaskEvent.TaskCreated;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.task.TaskSpec;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Refusals about tasks, parents and dependencies, in the order of spec 02 §4.3.
class TaskRefusalsTest {

  @TestFactory
  List<DynamicTest> tasks() {
    RefusalCases cases = RefusalCases.of(TaskRejection.class);
    addExistence(cases);
    addCancellation(cases);
    addParents(cases);
    addDependencies(cases);
    return cases.tests();
  }

  private static void addExistence(RefusalCases cases) {
    Scene scene = new Scene().scheduledRun(1);
    // Everything else about the second submission is wrong, too.
    TaskSpec wrong = spec(1).withTenant(tenant(9)).withParent(task(9));
    cases
        .add("create twice", scene, new TaskCreate(wrong, NOW), new TaskAlreadyExists(task(1)))
        .add(
            "submit twice",
            scene,
            new SubmitTask(wrong, List.of(scheduled(1, 1)), List.of(task(9)), NOW),
            new TaskAlreadyExists(task(1)))
        .add("A-340 cancel", scene, new TaskCancel(task(9), NOW), new UnknownTask(task(9)))
        .add("cancel with cascade", scene, new CancelTask(task(9), NOW), new UnknownTask(task(9)))
        .add("recover", scene, new RecoverTask(task(9), NOW), new UnknownTask(task(9)))
        .add("run for it", scene, new RunCreate(scheduled(1, 9)), new UnknownTask(task(9)))
        .add("runs for it", scene, new CreateRuns(task(9), List.of()), new UnknownTask(task(9)))
        .add(
            "A-360 allocate",
            scene,
            new BudgetAllocate(task(9), BudgetDimension.TOKEN, 1, BudgetAllocate.Mode.FIRST, NOW),
            new UnknownTask(task(9)))
        .add(
            "A-361 consume",
            scene,
            new BudgetConsume(task(9), BudgetDimension.TOKEN, 1, NOW),
            new UnknownTask(task(9)))
        .add(
            "replenish",
            scene,
            new BudgetReplenish(task(9), BudgetDimension.TOKEN, 1, NOW),
            new UnknownTask(task(9)))
        .add(
            "subscribe",
            scene,
            new SubscriptionCreate(
                subscription(1), task(9), new EventFilter.TaskCompleted(task(1)), NOW),
            new UnknownTask(task(9)));
  }

  private static void addCancellation(RefusalCases cases) {
    Scene scene = new Scene().scheduledRun(1).with(new TaskCancel(task(1), NOW));
    Scene waiting = new Scene().runningRun(2).move(2, RunState.RETRY_WAIT);
    Scene suspended = new Scene().runningRun(3).move(3, RunState.SUSPENDED);
    Scene running = new Scene().runningRun(4).with(new TaskCancel(task(4), NOW));
    Scene ready = new Scene().readyRun(5).with(new TaskCancel(task(5), NOW));
    waiting.with(new TaskCancel(task(2), NOW));
    suspended.with(new TaskCancel(task(3), NOW));
    cases
        .add(
            "A-341 02-S-30 cancel twice",
            scene,
            new TaskCancel(task(1), NOW),
            new TaskAlreadyCanceled(task(1)))
        .add("new run", scene, new RunCreate(scheduled(2, 1)), new TaskCanceled(task(1)))
        .add("new runs", scene, new CreateRuns(task(1), List.of()), new TaskCanceled(task(1)))
        .add(
            "promotion of a due run",
            scene,
            new RunStateTransition(run(1), RunState.SCHEDULED, RunState.READY, NOW),
            new TaskCanceled(task(1)))
        .add(
            "promotion of a retry",
            waiting,
            new RunStateTransition(run(2), RunState.RETRY_WAIT, RunState.READY, NOW),
            new TaskCanceled(task(2)))
        .add("resumption", suspended, new RunResume(run(3), NOW), new TaskCanceled(task(3)))
        .add(
            "resumption by batch", suspended, new ResumeRun(run(3), NOW), new TaskCanceled(task(3)))
        .add(
            "attempt",
            running,
            new AttemptStart(run(4), attempt(1), NOW),
            new TaskCanceled(task(4)))
        .add(
            "start",
            ready,
            new StartRun(run(5), attempt(1), "runtime", NOW, NOW),
            new TaskCanceled(task(5)));
  }

  private static void addParents(RefusalCases cases) {
    Scene chain = new Scene().with(new TaskCreate(spec(10), NOW));
    for (int depth = 1; depth <= 8; depth++) {
      chain.with(new TaskCreate(spec(10 + depth).withParent(task(9 + depth)), NOW));
    }
    Scene tenants =
        new Scene()
            .with(
                new TenantCreate(tenant(1), "one", NOW),
                new TenantCreate(tenant(2), "two", NOW),
                new TaskCreate(spec(1).withTenant(tenant(1)), NOW),
                new TaskCreate(spec(3), NOW));
    // A child came before its parent and names it: only an old log can hold that.
    Scene early = new Scene().replay(new TaskCreated(spec(2).withParent(task(1)), NOW));
    cases
        .add(
            "itself",
            new Scene(),
            new TaskCreate(spec(1).withParent(task(1)), NOW),
            new UnknownParent(task(1), task(1)))
        .add(
            "by submission",
            new Scene(),
            new SubmitTask(
                spec(1).withParent(task(2)), List.of(scheduled(1, 1)), List.of(task(9)), NOW),
            new UnknownParent(task(1), task(2)))
        .add(
            "canceled parent",
            new Scene().scheduledRun(1).with(new TaskCancel(task(1), NOW)),
            new TaskCreate(spec(2).withParent(task(1)), NOW),
            new OrphanPrevention(task(2), task(1)))
        .add(
            "A-090 ended parent",
            new Scene().completedTask(1),
            new TaskCreate(spec(2).withParent(task(1)), NOW),
            new OrphanPrevention(task(2), task(1)))
        .add(
            "parent of another tenant",
            tenants,
            new TaskCreate(spec(2).withTenant(tenant(2)).withParent(task(1)), NOW),
            new TenantMismatch(task(2), task(1)))
        .add(
            "parent of a tenant above a task of none",
            tenants,
            new TaskCreate(spec(2).withParent(task(1)), NOW),
            new TenantMismatch(task(2), task(1)))
        .add(
            "above itself",
            early,
            new TaskCreate(spec(1).withParent(task(2)), NOW),
            new ParentCycle(task(1), task(2)))
        .add(
            "ninth level below the root",
            chain,
            new TaskCreate(spec(19).withParent(task(18)), NOW),
            new DepthLimitExceeded(task(19), task(18), 9, 8));
  }

  private static void addDependencies(RefusalCases cases) {
    Scene chain =
        new Scene()
            .scheduledRun(1)
            .scheduledRun(2)
            .scheduledRun(3)
            .with(declare(2, 1), declare(3, 2));
    Scene diamond = new Scene().scheduledRun(1).scheduledRun(2).scheduledRun(3).scheduledRun(4);
    diamond.with(declare(2, 1), declare(3, 1), declare(4, 2, 3));
    Scene tenants =
        new Scene()
            .with(new TenantCreate(tenant(1), "one", NOW))
            .scheduledRun(1, spec(1).withTenant(tenant(1)))
            .scheduledRun(2);
    // Task 2 waits for task 1 before that exists: only an old log can hold that.
    Scene early =
        new Scene()
            .replay(
                new TaskCreated(spec(2), NOW),
                new DependencyDeclared(task(2), List.of(task(1)), NOW));
    cases
        .add("02-S-31", chain, declare(9), new EmptyDependencyList(task(9)))
        .add("by batch", chain, batch(9), new EmptyDependencyList(task(9)))
        .add("02-S-31 waiting task", chain, declare(9, 8), new UnknownTask(task(9)))
        .add("02-S-31 first missing", chain, declare(3, 1, 8, 9), new UnknownTask(task(8)))
        .add("of another tenant", tenants, declare(2, 1), new TenantMismatch(task(2), task(1)))
        .add("A-086 itself", chain, declare(1, 1), new DependencyCycle(task(1), task(1)))
        .add("A-084 back", chain, declare(1, 2), new DependencyCycle(task(1), task(2)))
        .add("A-085 all around", chain, declare(1, 3), new DependencyCycle(task(1), task(3)))
        .add("A-088 diamond", diamond, declare(1, 4), new DependencyCycle(task(1), task(4)))
        .add("batch around", diamond, batch(1, 4), new DependencyCycle(task(1), task(4)))
        .add(
            "submission of itself",
            new Scene(),
            submit(1, 1),
            new DependencyCycle(task(1), task(1)))
        .add("submission around", early, submit(1, 2), new DependencyCycle(task(1), task(2)))
        .add("submission of a missing one", chain, submit(4, 1, 9), new UnknownTask(task(9)))
        .add(
            "a run is Ready",
            new Scene().readyRun(1).scheduledRun(2),
            declare(1, 2),
            new DependencyTooLate(task(1), run(1), RunState.READY))
        .add(
            "a run has ended",
            new Scene().completedTask(1).scheduledRun(2),
            batch(1, 2),
            new DependencyTooLate(task(1), run(1), RunState.COMPLETED));
  }

  private static DependencyDeclare declare(long task, long... prerequisites) {
    return new DependencyDeclare(task(task), ids(prerequisites), NOW);
  }

  private static DeclareDependencies batch(long task, long... prerequisites) {
    return new DeclareDependencies(task(task), ids(prerequisites), NOW);
  }

  private static SubmitTask submit(long task, long... prerequisites) {
    return new SubmitTask(spec(task), List.of(scheduled(task, task)), ids(prerequisites), NOW);
  }

  private static List<TaskId> ids(long... numbers) {
    return Arrays.stream(numbers).mapToObj(Scene::task).toList();
  }
}
