package io.actionqueue;

import static io.actionqueue.RetentionSteps.ended;
import static io.actionqueue.RetentionSteps.ids;
import static io.actionqueue.RetentionSteps.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.InvalidValue;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.policy.AwaitChildren;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import io.actionqueue.testkit.disk.DiskOperation.Kind;
import io.actionqueue.testkit.disk.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Ended tasks leave the state at a snapshot, as the retention says, and never one that is still
/// needed (S-21).
class RetentionTest {
  @RegisterExtension final World world = World.at(1000);

  private ActionQueue open(Retention retention) {
    return RetentionSteps.open(world, retention);
  }

  @Test
  void aCompactionDropsAllOfTheLogAndWorkGoesOn() {
    ActionQueue queue = open(Retention.forever());
    ended(queue);
    CompletableFuture<SnapshotInfo> done = queue.compact();
    queue.tick();
    queue.tick();
    assertThat(done).isDone();
    assertThat(done.join().droppedLogFiles()).isEqualTo(1);
    assertThat(done.join().droppedLogBytes()).isPositive();
    assertThat(world.disk.content(new DataLayout(World.DIR).log())).isEmpty();
    TaskId next = ended(queue);
    queue.close();
    assertThat(ids(open(Retention.forever()))).contains(next).hasSize(2);
  }

  @Test
  void nothingIsDroppedByDefault() {
    ActionQueue queue = open(Retention.forever());
    for (int i = 0; i < 5; i++) {
      ended(queue);
    }
    world.time.advanceSeconds(1_000_000_000);
    assertThat(snapshot(queue).tasksDropped()).isZero();
    assertThat(ids(queue)).hasSize(5);
  }

  @Test
  void whatEndedLongerAgoThanTheAgeIsDropped() {
    ActionQueue queue = open(Retention.forever().maxAge(Duration.ofSeconds(100)));
    TaskId first = ended(queue);
    world.time.advanceSeconds(60);
    TaskId second = ended(queue);
    world.time.advanceSeconds(40);
    assertThat(snapshot(queue).tasksDropped()).as("exactly the age is kept").isZero();
    world.time.advanceSeconds(1);
    assertThat(snapshot(queue).tasksDropped()).isEqualTo(1);
    assertThat(ids(queue)).containsExactly(second);
    assertThat(queue.task(first).join()).isEmpty();
    assertThat(queue.runs(RunQuery.FIRST).join().total()).isEqualTo(1);
    assertThat(queue.metrics().tasksDropped()).isEqualTo(1);
  }

  @Test
  void allButTheLatestAreDropped() {
    ActionQueue queue = open(Retention.forever().maxTasks(2));
    List<TaskId> tasks = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      tasks.add(ended(queue));
      world.time.advanceSeconds(1);
    }
    assertThat(snapshot(queue).tasksDropped()).isEqualTo(3);
    assertThat(ids(queue)).containsExactlyElementsOf(tasks.subList(3, 5));
  }

  @Test
  void whatHasNotEndedStays() {
    ActionQueue queue =
        world.openWith(options -> options.retention(Retention.forever().maxTasks(0)));
    TaskId waiting = World.submit(queue, TaskRequest.of("nobody does this"));
    queue.tick();
    assertThat(snapshot(queue).tasksDropped()).isZero();
    assertThat(ids(queue)).containsExactly(waiting);
    queue.cancelTask(waiting).join();
    assertThat(snapshot(queue).tasksDropped()).isEqualTo(1);
    assertThat(ids(queue)).isEmpty();
  }

  @Test
  void whatOthersStillDependOnStaysUntilTheyHaveEnded() {
    ActionQueue queue =
        world.openWith(options ->
            options
                .handler("easy", _ -> Outcome.success())
                .retention(Retention.forever().maxTasks(0)));
    TaskId first = World.submit(queue, TaskRequest.of("easy"));
    queue.runUntilIdle();
    TaskId second = World.submit(queue, TaskRequest.of("hard").after(List.of(first)));
    queue.runUntilIdle();
    assertThat(snapshot(queue).tasksDropped()).isZero();
    queue.cancelTask(second).join();
    assertThat(snapshot(queue).tasksDropped()).isEqualTo(2);
    assertThat(ids(queue)).isEmpty();
  }

  @Test
  void aParentStaysUntilItsChildrenHaveEnded() {
    ActionQueue queue =
        world.openWith(options ->
            options
                .handler("easy", _ -> Outcome.success())
                .retention(Retention.forever().maxTasks(0)));
    TaskId parent = World.submit(queue, TaskRequest.of("easy"));
    TaskId child = World.submit(queue, TaskRequest.of("hard").parent(parent));
    queue.runUntilIdle();
    assertThat(snapshot(queue).tasksDropped()).isZero();
    assertThat(ids(queue)).contains(parent, child);
    queue.cancelTask(child).join();
    assertThat(snapshot(queue).tasksDropped()).isEqualTo(2);
  }

  /// A parent that waits for its children ends with the last of them, which no run of its own
  /// tells.
  @Test
  void aParentThatWaitedForItsChildrenGoesWithThem() {
    ActionQueue queue = open(Retention.forever().maxTasks(0));
    TaskId parent = parent(queue, 1, AwaitChildren.IGNORE_FAILURES);
    World.submit(queue, TaskRequest.forDefaultHandler().parent(parent).repeat(2, 100));
    queue.runUntilIdle();
    assertThat(snapshot(queue).tasksDropped()).isZero();
    world.time.advanceSeconds(100);
    queue.runUntilIdle();
    assertThat(snapshot(queue).tasksDropped()).isEqualTo(2);
    assertThat(ids(queue)).isEmpty();
  }

  /// A deadline that lies ahead goes with its task, also where a child's end was the task's.
  @Test
  void aDroppedTaskHasNoDeadlineLeft() {
    ActionQueue queue = open(Retention.forever().maxTasks(0));
    TaskId parent =
        World.submit(
            queue,
            TaskRequest.forDefaultHandler()
                .awaitChildren(AwaitChildren.IGNORE_FAILURES)
                .deadline(Instant.ofEpochSecond(5000)));
    World.submit(queue, TaskRequest.forDefaultHandler().parent(parent).repeat(2, 100));
    queue.runUntilIdle();
    world.time.advanceSeconds(100);
    queue.runUntilIdle();
    assertThat(snapshot(queue).tasksDropped()).isEqualTo(2);
    world.time.advanceSeconds(5000);
    queue.runUntilIdle();
    TaskId next = ended(queue);
    assertThat(ids(queue)).containsExactly(next);
  }

  /// That it has failed follows from the child that failed, also after a restart; so that stays as
  /// long as the parent, and goes after it.
  @Test
  void aParentThatFailsWithAChildKeepsIt() {
    Retention retention = Retention.forever().maxAge(Duration.ofSeconds(50));
    ActionQueue queue = open(retention);
    TaskId parent = parent(queue, 2, AwaitChildren.FAIL_PARENT);
    TaskId child = World.submit(queue, TaskRequest.of("nobody does this").parent(parent));
    queue.cancelTask(child).join();
    queue.runUntilIdle();
    world.time.advanceSeconds(100);
    queue.runUntilIdle();
    assertThat(queue.workflow().status(parent).join()).isEqualTo(TaskStatus.FAILED);
    assertThat(snapshot(queue).tasksDropped()).isZero();
    world.kill();
    queue = open(retention);
    assertThat(queue.workflow().status(parent).join()).isEqualTo(TaskStatus.FAILED);
    world.time.advanceSeconds(51);
    assertThat(snapshot(queue).tasksDropped()).isEqualTo(1);
    assertThat(ids(queue)).containsExactly(child);
    assertThat(snapshot(queue).tasksDropped()).isEqualTo(1);
    assertThat(ids(queue)).isEmpty();
  }

  private static TaskId parent(ActionQueue queue, int runs, AwaitChildren mode) {
    return World.submit(
        queue, TaskRequest.forDefaultHandler().repeat(runs, 100).awaitChildren(mode));
  }

  /// After a restart too the order is that of ends, not that of submissions.
  @Test
  void whatEndedFirstIsDroppedFirstAlsoAfterARestart() {
    Retention retention = Retention.forever().maxTasks(1);
    ActionQueue queue = open(retention);
    TaskId slow = World.submit(queue, TaskRequest.forDefaultHandler().repeat(2, 100));
    TaskId quick = ended(queue);
    world.time.advanceSeconds(100);
    queue.runUntilIdle();
    world.kill();
    queue = open(retention);
    assertThat(snapshot(queue).tasksDropped()).isEqualTo(1);
    assertThat(ids(queue)).containsExactly(slow).doesNotContain(quick);
  }

  /// Whatever happens to it meanwhile, a task that has to stay counts as one.
  @Test
  void aTaskThatHasToStayCountsOnce() {
    ActionQueue queue = open(Retention.forever().maxTasks(2));
    TaskId needed = ended(queue);
    World.submit(queue, TaskRequest.of("nobody does this").after(List.of(needed)));
    world.time.advanceSeconds(1);
    ended(queue);
    world.time.advanceSeconds(1);
    TaskId last = ended(queue);
    assertThat(snapshot(queue).tasksDropped()).isEqualTo(1);
    world.time.advanceSeconds(1);
    queue.cancelTask(needed).join();
    assertThat(snapshot(queue).tasksDropped()).isZero();
    assertThat(ids(queue)).contains(needed, last).hasSize(3);
  }

  @Test
  void thePromiseOfAnIdempotencyKeyLastsAsLongAsItsTaskIsKept() {
    ActionQueue queue = open(Retention.forever().maxAge(Duration.ofSeconds(10)));
    TaskRequest request = TaskRequest.forDefaultHandler().idempotencyKey("invoice-7");
    TaskId task = World.submit(queue, request);
    queue.runUntilIdle();
    assertThat(accepted(queue, request).duplicate()).isTrue();
    world.time.advanceSeconds(11);
    assertThat(snapshot(queue).tasksDropped()).isEqualTo(1);
    SubmitResult.Accepted again = accepted(queue, request);
    assertThat(again.duplicate()).isFalse();
    assertThat(again.taskId()).isEqualTo(task);
    queue.runUntilIdle();
    assertThat(queue.task(task).join()).isPresent();
  }

  private static SubmitResult.Accepted accepted(ActionQueue queue, TaskRequest request) {
    return queue.submit(request).join().orElseThrow();
  }

  @Test
  void whatWasDroppedStaysDroppedAfterAKillAndTheOthersAreDroppedInTheirTurn() {
    Retention retention = Retention.forever().maxAge(Duration.ofSeconds(100));
    ActionQueue queue = open(retention);
    ended(queue);
    world.time.advanceSeconds(60);
    TaskId second = ended(queue);
    world.time.advanceSeconds(60);
    assertThat(snapshot(queue).tasksDropped()).isEqualTo(1);
    world.kill();
    queue = open(retention);
    assertThat(ids(queue)).containsExactly(second);
    world.time.advanceSeconds(60);
    assertThat(snapshot(queue).tasksDropped()).isEqualTo(1);
    assertThat(ids(queue)).isEmpty();
    world.kill();
    assertThat(ids(open(retention))).isEmpty();
  }

  @Test
  void aSnapshotThatFailsIsSaidToHaveFailedAndDropsNoLog() {
    ActionQueue queue = open(Retention.forever());
    TaskId task = ended(queue);
    world.disk.injectWhen(
        operation -> operation.kind() == Kind.WRITE && operation.path().toString().endsWith(".tmp"),
        Fault.noSpace(0));
    CompletableFuture<SnapshotInfo> failed = queue.snapshot();
    queue.tick();
    queue.tick();
    assertThatThrownBy(failed::join)
        .hasCauseInstanceOf(ActionQueueException.Refused.class)
        .hasMessageContaining("no space");
    assertThat(queue.metrics().snapshotFailures()).isEqualTo(1);
    assertThat(snapshot(queue).sequence()).isPositive();
    assertThat(ids(queue)).containsExactly(task);
  }

  /// Large payloads make the disk grow with few events.
  @Test
  void aSnapshotIsDueByBytesOfLogToo() {
    ActionQueue queue =
        world.openWith(options ->
            options
                .defaultHandler(_ -> Outcome.success())
                .snapshotLogBytes(50_000)
                .retention(Retention.forever().maxTasks(1)));
    for (int i = 0; i < 20; i++) {
      World.submit(queue, TaskRequest.forDefaultHandler().payload(new byte[10_000]));
      queue.runUntilIdle();
      world.time.advanceSeconds(1);
    }
    assertThat(queue.metrics().snapshotsWritten()).isBetween(2L, 5L);
  }

  @Test
  void aClosedQueueWritesNoSnapshot() {
    ActionQueue queue = open(Retention.forever());
    world.close();
    assertThatThrownBy(() -> queue.snapshot().join())
        .hasCauseInstanceOf(ActionQueueException.Closed.class);
  }

  @Test
  void aRetentionKeepsAtLeastASecondAndNoTasks() {
    assertThatThrownBy(() -> Retention.forever().maxAge(Duration.ofMillis(999)))
        .isInstanceOf(InvalidValue.class);
    assertThatThrownBy(() -> Retention.forever().maxTasks(-1)).isInstanceOf(InvalidValue.class);
    assertThat(Retention.forever().maxTasks(0).isForever()).isFalse();
  }

  /// Whatever ends in whatever order: what is left is what has not ended or is needed, the listings
  /// agree with the state, and a restart sees the same.
  @Test
  void listingsAgreeWithTheStateUnderRandomDropping() {
    Seeds.check(
        8,
        random -> {
          var place = World.at(1000);
          ActionQueue queue = life(place, random);
          Set<TaskId> listed = new HashSet<>(ids(queue));
          place.close();
          Set<TaskId> recorded = new HashSet<>();
          place.recorded().tasks().forEach(task -> recorded.add(task.id()));
          assertThat(listed).isEqualTo(recorded);
        });
  }

  private static ActionQueue life(World place, SeededRandom random) {
    ActionQueue queue =
        place.openWith(options ->
            options
                .handler("easy", _ -> Outcome.success())
                .snapshotEventThreshold(OptionalLong.of(40))
                .retention(Retention.forever().maxTasks(5).maxAge(Duration.ofSeconds(300))));
    List<TaskId> tasks = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      TaskRequest request =
          TaskRequest.of(random.chance(1, 5) ? "hard" : "easy")
              .priority(random.below(3))
              .tags(List.of(random.pick("red", "blue")));
      if (!tasks.isEmpty() && random.chance(1, 4)) {
        TaskId other = random.pick(tasks);
        if (queue.task(other).join().isPresent()) {
          request.after(List.of(other));
        }
      }
      tasks.add(World.submit(queue, request));
      queue.tick();
      if (random.chance(1, 6)) {
        queue.cancelTask(tasks.getLast()).join();
      }
      place.time.advanceSeconds(random.below(10L));
      queue.tick();
    }
    queue.runUntilIdle();
    snapshot(queue);
    long endedLeft =
        queue.tasks(new TaskQuery(1000, 0, null)).join().items().stream()
            .filter(view -> view.runsByState().keySet().stream().allMatch(s -> s.isTerminal()))
            .count();
    assertThat(queue.metrics().tasksDropped()).isPositive();
    assertThat(endedLeft).isLessThan(100);
    return queue;
  }
}
