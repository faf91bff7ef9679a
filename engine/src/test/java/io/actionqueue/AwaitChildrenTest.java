package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.subscription.EventFilter;
import io.actionqueue.core.task.RunPolicy;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Tasks that count as ended only when their children have (spec 03 §8.2.2).
class AwaitChildrenTest {
  @RegisterExtension final World world = World.at(1000);

  private static Outcome answer(RunContext context) {
    return context.payload().toUtf8().startsWith("fail")
        ? Outcome.fail("as told")
        : Outcome.success();
  }

  private static TaskRequest request(String payload) {
    return TaskRequest.forDefaultHandler().payload(payload);
  }

  /// A child whose last run is due in 100 s.
  private static TaskRequest child(String payload, TaskId parent) {
    return request(payload).parent(parent).repeat(2, 100);
  }

  private static TaskStatus status(ActionQueue queue, TaskId task) {
    return queue.workflow().status(task).join();
  }

  /// the task has ended when its children have, and only then its dependents start, its
  /// subscribers are told, and whoever awaits it hears of it; the parent's own run ends before.
  @Test
  void parentEndsWithItsLastChild() {
    ActionQueue queue = world.open(AwaitChildrenTest::answer);
    TaskId parent =
        World.submit(queue, request("parent").awaitChildren(AwaitChildren.IGNORE_FAILURES));
    TaskId child = World.submit(queue, child("child", parent));
    TaskId grandchild = World.submit(queue, child("fail", child));
    TaskId after = World.submit(queue, request("after").after(List.of(parent)));
    TaskId told = World.submit(queue, request("told").repeat(2, 100_000));
    queue.subscriptions().create(told, new EventFilter.TaskCompleted(parent)).join();
    CompletableFuture<TaskView> end = queue.awaitTask(parent);
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, parent)).isEqualTo(RunState.COMPLETED);
    assertThat(status(queue, parent)).isEqualTo(TaskStatus.WAITING_FOR_CHILDREN);
    assertThat(end).isNotDone();
    assertThat(World.stateOf(queue, after)).isEqualTo(RunState.SCHEDULED);
    assertThat(World.statesOf(queue, told)).contains(RunState.SCHEDULED);
    TaskId late =
        World.submit(
            queue, request("late").parent(parent).repeat(2, 200)); // the parent has not ended
    world.time.advanceSeconds(100);
    queue.runUntilIdle();
    assertThat(World.statesOf(queue, child)).containsOnly(RunState.COMPLETED);
    assertThat(World.statesOf(queue, grandchild)).containsOnly(RunState.FAILED);
    assertThat(status(queue, parent)).isEqualTo(TaskStatus.WAITING_FOR_CHILDREN);
    world.time.advanceSeconds(100);
    queue.runUntilIdle();
    assertThat(World.statesOf(queue, late)).containsOnly(RunState.COMPLETED);
    assertThat(status(queue, parent)).isEqualTo(TaskStatus.COMPLETED);
    assertThat(end).isCompleted();
    assertThat(World.stateOf(queue, after)).isEqualTo(RunState.COMPLETED);
    assertThat(World.statesOf(queue, told)).containsOnly(RunState.COMPLETED);
  }

  /// Both would wait for ever: the parent for its child to end, the child for its parent, directly,
  /// through another task, or from a generation further down.
  @Test
  void noChildWaitsForAParentThatWaitsForIt() {
    ActionQueue queue = world.open(AwaitChildrenTest::answer);
    TaskId parent =
        World.submit(
            queue, request("parent").repeat(2, 100).awaitChildren(AwaitChildren.IGNORE_FAILURES));
    TaskId between = World.submit(queue, request("between").after(List.of(parent)));
    TaskId child =
        World.submit(queue, child("child", parent).awaitChildren(AwaitChildren.IGNORE_FAILURES));
    for (TaskRequest circle :
        List.of(
            request("direct").parent(parent).after(List.of(parent)),
            request("around").parent(parent).after(List.of(between)),
            request("below").parent(child).after(List.of(parent)))) {
      assertThat(queue.submit(circle).join())
          .isInstanceOfSatisfying(
              SubmitResult.Refused.class,
              refused -> assertThat(refused.refusal().code()).isEqualTo("dependency_cycle"));
    }
    assertThat(queue.submit(request("sibling").parent(parent).after(List.of(child))).join())
        .isInstanceOf(SubmitResult.Accepted.class);
    queue.runUntilIdle();
    world.time.advanceSeconds(100);
    queue.runUntilIdle();
    assertThat(status(queue, parent)).isEqualTo(TaskStatus.COMPLETED);
    assertThat(World.stateOf(queue, between)).isEqualTo(RunState.COMPLETED);
  }

  /// A schedule that a deadline ends is over with its last run, for its parent too.
  @Test
  void scheduleThatADeadlineEndsIsOver() {
    ActionQueue queue = world.open(AwaitChildrenTest::answer);
    TaskId parent =
        World.submit(queue, request("parent").awaitChildren(AwaitChildren.IGNORE_FAILURES));
    TaskId child =
        World.submit(
            queue,
            request("child")
                .parent(parent)
                .runPolicy(new RunPolicy.Cron("@hourly", null))
                .deadline(Instant.ofEpochSecond(1100)));
    TaskId after = World.submit(queue, request("after").after(List.of(parent)));
    CompletableFuture<TaskView> end = queue.awaitTask(parent);
    queue.runUntilIdle();
    assertThat(status(queue, parent)).isEqualTo(TaskStatus.WAITING_FOR_CHILDREN);
    world.time.advanceSeconds(100);
    queue.runUntilIdle();
    assertThat(status(queue, child)).isEqualTo(TaskStatus.CANCELED);
    assertThat(status(queue, parent)).isEqualTo(TaskStatus.COMPLETED);
    assertThat(end).isCompleted();
    assertThat(World.stateOf(queue, after)).isEqualTo(RunState.COMPLETED);
  }

  /// Without the option the parent may end first, as in the original.
  @Test
  void parentDoesNotWaitByDefault() {
    ActionQueue queue = world.open(AwaitChildrenTest::answer);
    TaskId parent = World.submit(queue, request("parent"));
    World.submit(queue, child("child", parent));
    queue.runUntilIdle();
    assertThat(status(queue, parent)).isEqualTo(TaskStatus.COMPLETED);
  }

  /// FAIL_PARENT: a child that fails makes the parent fail, and what waits for the parent is
  /// canceled, also where the parent is a child itself.
  @Test
  void failedChildFailsItsParent() {
    ActionQueue queue = world.open(AwaitChildrenTest::answer);
    TaskId root = World.submit(queue, request("root").awaitChildren(AwaitChildren.FAIL_PARENT));
    TaskId parent =
        World.submit(
            queue, request("parent").parent(root).awaitChildren(AwaitChildren.FAIL_PARENT));
    World.submit(queue, child("child", parent));
    World.submit(queue, child("fail", parent));
    TaskId after = World.submit(queue, request("after").after(List.of(root)));
    TaskId last = World.submit(queue, request("last").after(List.of(after)));
    queue.runUntilIdle();
    assertThat(status(queue, root)).isEqualTo(TaskStatus.WAITING_FOR_CHILDREN);
    world.time.advanceSeconds(100);
    queue.runUntilIdle();
    assertThat(status(queue, parent)).isEqualTo(TaskStatus.FAILED);
    assertThat(status(queue, root)).isEqualTo(TaskStatus.FAILED);
    assertThat(World.stateOf(queue, root)).isEqualTo(RunState.COMPLETED);
    assertThat(World.stateOf(queue, after)).isEqualTo(RunState.CANCELED);
    assertThat(status(queue, last)).isEqualTo(TaskStatus.CANCELED);
    String why = queue.explain(World.runOf(queue, after)).join().summary();
    assertThat(why)
        .isEqualTo(
            "The run has ended: canceled, because its prerequisite " + root + " did not succeed.");
  }

  /// FAIL_PARENT where the child fails before the parent's own run succeeds.
  @Test
  void successAfterAChildsFailureIsAFailureToo() {
    ActionQueue queue = world.open(AwaitChildrenTest::answer);
    TaskId parent =
        World.submit(
            queue, request("parent").repeat(2, 100).awaitChildren(AwaitChildren.FAIL_PARENT));
    World.submit(queue, request("fail").parent(parent));
    TaskId after = World.submit(queue, request("after").after(List.of(parent)));
    queue.runUntilIdle();
    assertThat(status(queue, parent)).isEqualTo(TaskStatus.ACTIVE);
    world.time.advanceSeconds(100);
    queue.runUntilIdle();
    assertThat(World.statesOf(queue, parent)).containsOnly(RunState.COMPLETED);
    assertThat(status(queue, parent)).isEqualTo(TaskStatus.FAILED);
    assertThat(World.stateOf(queue, after)).isEqualTo(RunState.CANCELED);
  }

  /// The wait survives a crash, from the log and from a snapshot.
  @Test
  void waitSurvivesARestart() {
    ActionQueue queue =
        world.openWith(options ->
            options
                .snapshotEventThreshold(OptionalLong.of(1))
                .defaultHandler(AwaitChildrenTest::answer));
    TaskId parent = World.submit(queue, request("parent").awaitChildren(AwaitChildren.FAIL_PARENT));
    World.submit(queue, request("fail").parent(parent));
    World.submit(queue, child("child", parent));
    TaskId after = World.submit(queue, request("after").after(List.of(parent)));
    queue.runUntilIdle();
    world.kill();
    assertThat(world.loadReport().snapshotLoaded()).isTrue();
    queue = world.open(AwaitChildrenTest::answer);
    assertThat(status(queue, parent)).isEqualTo(TaskStatus.WAITING_FOR_CHILDREN);
    world.kill();
    world.time.advanceSeconds(100);
    queue = world.open(AwaitChildrenTest::answer);
    queue.runUntilIdle();
    assertThat(status(queue, parent)).isEqualTo(TaskStatus.FAILED);
    assertThat(World.stateOf(queue, after)).isEqualTo(RunState.CANCELED);
  }

  /// Canceling a parent that waits ends the wait with its children.
  @Test
  void canceledParentWaitsNoMore() {
    ActionQueue queue = world.open(AwaitChildrenTest::answer);
    TaskId parent = World.submit(queue, request("parent").awaitChildren(AwaitChildren.FAIL_PARENT));
    TaskId child = World.submit(queue, child("child", parent));
    var end = queue.awaitTask(parent);
    queue.runUntilIdle();
    queue.cancelTask(parent).join();
    assertThat(World.statesOf(queue, child)).containsExactly(RunState.COMPLETED, RunState.CANCELED);
    assertThat(status(queue, parent)).isEqualTo(TaskStatus.COMPLETED);
    assertThat(end).isCompleted();
    String why =
        queue
            .explain(
                queue
                    .runs(new RunQuery(1, 0, child, RunState.CANCELED))
                    .join()
                    .items()
                    .getFirst()
                    .run()
                    .instance()
                    .id())
            .join()
            .summary();
    assertThat(why).isEqualTo("The run has ended: canceled, with its parent " + parent + ".");
  }
}
