package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.RunPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Declarations after submission, cycles, parents and what they refuse (spec 03 §8.1, §8.2).
class DependencyTest {
  @RegisterExtension final World world = World.at(1000);

  private final List<String> log = new ArrayList<>();

  private Outcome logged(RunContext context) {
    String text = context.payload().toUtf8();
    log.add(text);
    return text.startsWith("fail") ? Outcome.fail("as told") : Outcome.success();
  }

  private static TaskRequest request(String payload) {
    return TaskRequest.forDefaultHandler().payload(payload);
  }

  private static TaskId later(ActionQueue queue, String payload) {
    return World.submit(queue, request(payload).runPolicy(new RunPolicy.Cron("0 0 * * * *", 1L)));
  }

  private static void assertRefused(CompletableFuture<?> future, String code) {
    assertThat(future)
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOfSatisfying(
            ActionQueueException.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(code));
  }

  /// A-103, 03-RT-31: declared after the prerequisite had completed, it counts, also when the
  /// process ends in between.
  @Test
  void declaringOnACompletedTaskCounts() {
    ActionQueue queue = world.open(this::logged);
    TaskId plan = World.submit(queue, request("plan"));
    queue.runUntilIdle();
    TaskId execution = later(queue, "execution");
    queue.workflow().declareDependencies(execution, List.of(plan)).join();
    world.kill();
    queue = world.open(this::logged);
    assertThat(queue.workflow().prerequisites(execution).join()).containsExactly(plan);
    assertThat(queue.workflow().dependents(plan).join()).containsExactly(execution);
    world.time.advanceSeconds(3600);
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, execution)).isEqualTo(RunState.COMPLETED);
  }

  /// a task without prerequisites may start; each of the others
  /// when the one before it has completed, and never if that fails.
  @Test
  void chainOpensStepByStep() {
    for (String verdict : List.of("review", "fail")) {
      ActionQueue queue = world.open(this::logged);
      TaskId plan = later(queue, "plan");
      TaskId review = World.submit(queue, request(verdict).after(List.of(plan)));
      TaskId execution = World.submit(queue, request("execution").after(List.of(review)));
      assertThat(blocks(queue, plan)).containsExactly("not_due");
      assertThat(blocks(queue, review)).containsExactly("dependency");
      assertThat(blocks(queue, execution)).containsExactly("dependency");
      world.time.advanceSeconds(3600);
      queue.tick();
      queue.tick(); // the plan has completed, the review has been started
      assertThat(World.stateOf(queue, plan)).isEqualTo(RunState.COMPLETED);
      assertThat(World.stateOf(queue, review)).isEqualTo(RunState.RUNNING);
      assertThat(blocks(queue, execution)).containsExactly("dependency");
      queue.runUntilIdle();
      assertThat(World.stateOf(queue, execution))
          .isEqualTo(verdict.equals("fail") ? RunState.CANCELED : RunState.COMPLETED);
      world.close();
    }
  }

  private static List<String> blocks(ActionQueue queue, TaskId task) {
    return World.onlyRun(queue, task).blockedBy().stream().map(BlockReason::code).toList();
  }

  /// 03-W-3, A-665: declarations accumulate, and each prerequisite has to complete.
  @Test
  void lateDeclarationsAccumulate() {
    ActionQueue queue = world.open(this::logged);
    TaskId first = later(queue, "first");
    TaskId second = World.submit(queue, request("second").repeat(2, 7200));
    TaskId last = later(queue, "last");
    queue.workflow().declareDependencies(last, List.of(first)).join();
    queue.workflow().declareDependencies(last, List.of(second, first)).join();
    assertThat(queue.workflow().prerequisites(last).join())
        .containsExactlyInAnyOrder(first, second);
    world.time.advanceSeconds(3600);
    queue.runUntilIdle();
    assertThat(log).containsExactlyInAnyOrder("first", "second");
    world.time.advanceSeconds(3600);
    queue.runUntilIdle();
    assertThat(log).hasSize(4).endsWith("second", "last");
  }

  /// 03-W-10, 03-RT-32: declaring on a failed task cancels the task and what waits for it, in one
  /// batch, without a restart.
  @Test
  void declaringOnAFailedTaskCancelsAtOnce() {
    ActionQueue queue = world.open(this::logged);
    TaskId failed = World.submit(queue, request("fail"));
    queue.runUntilIdle();
    TaskId late = later(queue, "late");
    TaskId after = World.submit(queue, request("after").after(List.of(late)));
    TaskView view = queue.workflow().declareDependencies(late, List.of(failed)).join();
    assertThat(view.canceledAt()).isNotNull();
    world.kill();
    assertThat(world.recordedStates(late)).containsExactly(RunState.CANCELED);
    assertThat(world.recordedStates(after)).containsExactly(RunState.CANCELED);
  }

  /// 03-RT-33: cycles are refused and change nothing.
  @Test
  void cyclesAreRefused() {
    ActionQueue queue = world.open(this::logged);
    TaskId a = later(queue, "a");
    TaskId b = World.submit(queue, request("b").after(List.of(a)));
    TaskId c = World.submit(queue, request("c").after(List.of(a)));
    TaskId d = World.submit(queue, request("d").after(List.of(b, c)));
    long before = queue.stats().join().latestSequence();
    Workflow workflow = queue.workflow();
    assertRefused(workflow.declareDependencies(a, List.of(a)), "dependency_cycle");
    assertRefused(workflow.declareDependencies(a, List.of(b)), "dependency_cycle");
    assertRefused(workflow.declareDependencies(a, List.of(d)), "dependency_cycle");
    assertThat(workflow.declareDependencies(a, List.of(a)))
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining("cannot depend on itself");
    assertRefused(workflow.declareDependencies(d, List.of(World.task(9))), "unknown_task");
    assertRefused(workflow.declareDependencies(World.task(9), List.of(a)), "unknown_task");
    assertRefused(workflow.declareDependencies(d, List.of()), "empty_dependency_list");
    assertThat(queue.stats().join().latestSequence()).isEqualTo(before);
    assertThat(workflow.prerequisites(a).join()).isEmpty();
  }

  /// Spec 03 §8.1.3: what has begun cannot be made to wait.
  @Test
  void declaringTooLateIsRefused() {
    ActionQueue queue = world.open(this::logged);
    TaskId other = later(queue, "other");
    TaskId begun = World.submit(queue, request("begun").repeat(2, 100));
    queue.tick();
    assertRefused(
        queue.workflow().declareDependencies(begun, List.of(other)), "dependency_too_late");
  }

  /// 03-W-12: dependents of a cron task wait until it can get no further run; canceling it after a
  /// success lets them go.
  @Test
  void canceledCronThatSucceededReleasesItsDependents() {
    ActionQueue queue = world.open(this::logged);
    TaskId cron =
        World.submit(queue, request("tick").runPolicy(new RunPolicy.Cron("* * * * * *", null)));
    TaskId after = World.submit(queue, request("after").after(List.of(cron)));
    world.time.advanceSeconds(30);
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, after)).isEqualTo(RunState.SCHEDULED);
    queue.cancelTask(cron).join();
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, after)).isEqualTo(RunState.COMPLETED);
  }

  /// 03-W-17, 03-RT-35, A-677, A-678, A-684: one set of rules for parents, whoever submits: known,
  /// not ended, at most eight levels deep.
  @Test
  void parentsAreCheckedForEverybody() {
    var answers = new ArrayList<CompletableFuture<SubmitResult>>();
    var parent = new ArrayList<TaskId>();
    ActionQueue queue =
        world.open(context -> {
          if (context.payload().toUtf8().equals("coordinator")) {
            parent.forEach(id -> answers.add(context.submit(request("child").parent(id))));
          }
          return Outcome.success();
        });
    TaskId ended = World.submit(queue, request("ended"));
    queue.runUntilIdle();
    TaskId deepest = later(queue, "root");
    for (int depth = 1; depth <= 8; depth++) {
      deepest =
          World.submit(
              queue,
              request("level").parent(deepest).runPolicy(new RunPolicy.Cron("0 0 * * * *", 1L)));
    }
    parent.addAll(List.of(ended, deepest, World.task(77)));
    World.submit(queue, request("coordinator"));
    queue.runUntilIdle();
    parent.forEach(id -> answers.add(queue.submit(request("child").parent(id))));
    assertThat(answers)
        .extracting(answer -> ((SubmitResult.Refused) answer.join()).refusal().code())
        .containsExactly(
            "orphan_prevention",
            "depth_limit_exceeded",
            "unknown_parent",
            "orphan_prevention",
            "depth_limit_exceeded",
            "unknown_parent");
  }

  /// 03-W-18, A-679, A-681: a child that ended first does not keep its parent open, and a cascade
  /// passes through it.
  @Test
  void cascadePassesThroughChildrenThatHaveEnded() {
    ActionQueue queue = world.open(this::logged);
    TaskId parent = later(queue, "parent");
    TaskId child = World.submit(queue, request("child").parent(parent));
    TaskId grandchild =
        World.submit(
            queue,
            request("grandchild").parent(child).runPolicy(new RunPolicy.Cron("0 0 * * * *", 1L)));
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, child)).isEqualTo(RunState.COMPLETED);
    ChildrenSnapshot children = queue.workflow().children(parent).join().orElseThrow();
    assertThat(children.allTerminal()).isTrue();
    queue.cancelTask(parent).join();
    assertThat(World.stateOf(queue, grandchild)).isEqualTo(RunState.CANCELED);
    assertThat(World.stateOf(queue, child)).isEqualTo(RunState.COMPLETED);
    long before = queue.stats().join().latestSequence();
    assertThat(queue.cancelTask(parent).join().alreadyCanceled()).isTrue();
    assertThat(queue.stats().join().latestSequence()).isEqualTo(before);
  }

  /// 03-W-19: a dependency failure is a cancellation like any other: the key is free afterwards and
  /// a cron dependent gets no new runs.
  @Test
  void failedPrerequisiteCancelsCompletely() {
    ActionQueue queue = world.open(this::logged);
    TaskId root = World.submit(queue, request("fail").repeat(1, 1));
    TaskId cron =
        World.submit(
            queue,
            request("cron")
                .after(List.of(root))
                .concurrencyKey("k", io.actionqueue.core.task.HoldPolicy.HOLD_DURING_RETRY)
                .runPolicy(new RunPolicy.Cron("* * * * * *", null)));
    TaskId child = World.submit(queue, request("child").parent(cron).after(List.of(root)));
    queue.runUntilIdle();
    world.time.advanceSeconds(100);
    queue.runUntilIdle();
    assertThat(World.statesOf(queue, cron)).hasSize(5).containsOnly(RunState.CANCELED);
    assertThat(queue.task(cron).join().orElseThrow().canceledAt()).isNotNull();
    assertThat(World.stateOf(queue, child)).isEqualTo(RunState.CANCELED);
    TaskId other =
        World.submit(
            queue,
            request("other")
                .concurrencyKey("k", io.actionqueue.core.task.HoldPolicy.HOLD_DURING_RETRY));
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, other)).isEqualTo(RunState.COMPLETED);
    assertThat(log).containsExactly("fail", "other");
  }
}
