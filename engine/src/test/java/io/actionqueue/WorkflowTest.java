package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.RunPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Dependencies, parents and cron windows through the engine (spec 03 §1.5.2, §8).
class WorkflowTest {
  @RegisterExtension final World world = World.at(1000);

  private final List<String> log = new ArrayList<>();

  private Outcome logged(RunContext context) {
    String text = context.payload().toUtf8();
    log.add(text);
    return text.startsWith("fail") ? Outcome.fail("as told") : Outcome.success(text);
  }

  private static TaskId submit(ActionQueue queue, String payload, TaskId... after) {
    return World.submit(
        queue, TaskRequest.forDefaultHandler().payload(payload).after(List.of(after)));
  }

  /// a chain runs in its order.
  @Test
  void chainRunsInOrder() {
    ActionQueue queue = world.open(this::logged);
    TaskId one = submit(queue, "step1");
    TaskId two = submit(queue, "step2", one);
    TaskId three = submit(queue, "step3", two);
    assertThat(queue.explain(World.runOf(queue, two)).join().blockedBy())
        .extracting(BlockReason::code)
        .containsExactly("dependency");
    queue.runUntilIdle();
    assertThat(log).containsExactly("step1", "step2", "step3");
    assertThat(World.stateOf(queue, three)).isEqualTo(RunState.COMPLETED);
  }

  /// the same with a snapshot after every step; the state comes back from the snapshot.
  @Test
  void chainSurvivesSnapshots() {
    ActionQueue queue =
        world.openWith(options ->
            options.snapshotEventThreshold(OptionalLong.of(1)).defaultHandler(this::logged));
    TaskId one = submit(queue, "step1");
    TaskId two = submit(queue, "step2", one);
    submit(queue, "step3", two);
    queue.runUntilIdle();
    assertThat(queue.metrics().snapshotsWritten()).isPositive();
    assertThat(queue.metrics().snapshotFailures()).isZero();
    world.close();
    assertThat(log).containsExactly("step1", "step2", "step3");
    assertThat(world.recorded().image().dependencies()).hasSize(2);
    assertThat(world.loadReport().snapshotLoaded()).isTrue();
    assertThat(world.recorded().runsIn(RunState.COMPLETED)).isEqualTo(3);
  }

  /// 03-RT-32: failure cancels everything that waits for it, transitively.
  @Test
  void failureCancelsTheRestOfTheChain() {
    ActionQueue queue = world.open(this::logged);
    TaskId one = submit(queue, "fail1");
    TaskId two = submit(queue, "step2", one);
    TaskId three = submit(queue, "step3", two);
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, one)).isEqualTo(RunState.FAILED);
    assertThat(World.stateOf(queue, two)).isEqualTo(RunState.CANCELED);
    assertThat(World.stateOf(queue, three)).isEqualTo(RunState.CANCELED);
    assertThat(log).containsExactly("fail1");
  }

  /// 03-W-3, 03-RT-30: in a diamond nothing starts before all its prerequisites have completed.
  @Test
  void diamondWaitsForBothSides() {
    var held = new ArrayList<Runnable>();
    ActionQueue queue =
        world.openWith(options -> options.handlerExecutor(held::add).defaultHandler(this::logged));
    TaskId a = submit(queue, "a");
    TaskId b = submit(queue, "b", a);
    TaskId d = submit(queue, "d");
    TaskId c = submit(queue, "c", b, d);
    queue.tick();
    runAll(held); // a and d
    queue.tick();
    assertThat(held).hasSize(1); // b alone
    assertThat(World.stateOf(queue, c)).isEqualTo(RunState.SCHEDULED);
    runAll(held);
    queue.tick();
    runAll(held);
    queue.tick();
    assertThat(log).endsWith("b", "c");
    assertThat(World.stateOf(queue, c)).isEqualTo(RunState.COMPLETED);
  }

  private static void runAll(List<Runnable> held) {
    List.copyOf(held).forEach(Runnable::run);
    held.clear();
  }

  /// A-670, 03-W-2, 03-W-9, 03-RT-31: a prerequisite that completed before the restart, or before
  /// the submission, counts.
  @Test
  void completedPrerequisiteCountsAlsoAfterARestart() {
    ActionQueue queue = world.open(this::logged);
    TaskId one = submit(queue, "one");
    var later = TaskRequest.forDefaultHandler().payload("later").after(List.of(one));
    queue.tick();
    TaskId two = World.submit(queue, later);
    queue.tick();
    world.kill();
    queue = world.open(this::logged);
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, two)).isEqualTo(RunState.COMPLETED);
    TaskId three = submit(queue, "three", one, two);
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, three)).isEqualTo(RunState.COMPLETED);
  }

  /// 03-W-10: a task that depends on one that has failed is canceled at once.
  @Test
  void dependingOnAFailureCancelsAtOnce() {
    ActionQueue queue = world.open(this::logged);
    TaskId one = submit(queue, "fail");
    queue.runUntilIdle();
    TaskId two = submit(queue, "two", one);
    assertThat(World.stateOf(queue, two)).isEqualTo(RunState.CANCELED);
    assertThat(queue.task(two).join().orElseThrow().canceledAt()).isNotNull();
  }

  /// A-089, 03-RT-36: canceling a parent cancels its children's runs, its own too.
  @Test
  void cancelCascadesToDescendants() {
    ActionQueue queue = world.open(this::logged);
    TaskId parent = World.submit(queue, later());
    TaskId child = World.submit(queue, later().parent(parent));
    TaskId grandchild = World.submit(queue, later().parent(child));
    queue.cancelTask(parent).join();
    assertThat(World.statesOf(queue, parent)).containsOnly(RunState.CANCELED);
    assertThat(World.statesOf(queue, child)).containsOnly(RunState.CANCELED);
    assertThat(World.statesOf(queue, grandchild)).containsOnly(RunState.CANCELED);
    world.time.advanceSeconds(10_000);
    assertThat(queue.runUntilIdle().totalDispatched()).isZero();
  }

  private static TaskRequest later() {
    return TaskRequest.forDefaultHandler().repeat(2, 1000);
  }

  /// the parent link survives a restart.
  @Test
  void parentLinkSurvives() {
    ActionQueue queue = world.open(this::logged);
    TaskId parent = submit(queue, "parent");
    TaskId child =
        World.submit(queue, TaskRequest.forDefaultHandler().payload("child").parent(parent));
    queue.runUntilIdle();
    world.close();
    queue = world.open(this::logged);
    assertThat(World.stateOf(queue, parent)).isEqualTo(RunState.COMPLETED);
    assertThat(World.stateOf(queue, child)).isEqualTo(RunState.COMPLETED);
    assertThat(queue.task(child).join().orElseThrow().spec().parentTaskId()).isEqualTo(parent);
  }

  private TaskRequest everySecond(Long maxOccurrences) {
    return TaskRequest.forDefaultHandler()
        .payload("tick")
        .runPolicy(new RunPolicy.Cron("* * * * * * *", maxOccurrences));
  }

  /// the window after submission.
  @Test
  void cronWindowIsFiveOrTheMaximum() {
    ActionQueue queue = world.open(this::logged);
    TaskId unbounded = World.submit(queue, everySecond(null));
    TaskId bounded = World.submit(queue, everySecond(3L));
    assertThat(World.statesOf(queue, unbounded)).hasSize(5);
    assertThat(World.statesOf(queue, bounded)).hasSize(3);
  }

  /// A-099, 03-RT-7: never more than the maximum.
  @Test
  void boundedCronEnds() {
    ActionQueue queue = world.open(this::logged);
    TaskId task = World.submit(queue, everySecond(3L));
    var end = queue.awaitTask(task);
    world.time.advanceSeconds(10);
    queue.runUntilIdle();
    assertThat(World.statesOf(queue, task)).hasSize(3).containsOnly(RunState.COMPLETED);
    assertThat(end).isCompleted();
    world.time.advanceSeconds(10);
    queue.runUntilIdle();
    assertThat(World.statesOf(queue, task)).hasSize(3);
  }

  /// A-100, 03-RT-6, 03-W-12: the window is refilled without gaps, catching up all missed slots,
  /// also in a later process; the task has not ended in between.
  @Test
  void unboundedCronCatchesUpWithoutGaps() {
    ActionQueue queue = world.open(this::logged);
    TaskId task = World.submit(queue, everySecond(null));
    TaskId dependent = submit(queue, "after cron", task);
    world.time.advanceSeconds(10);
    queue.runUntilIdle();
    assertThat(queue.awaitTask(task)).isNotDone();
    world.kill();
    world.time.advanceSeconds(10);
    queue = world.open(this::logged);
    queue.runUntilIdle();
    world.close();
    var slots = world.recordedRuns(task).stream().map(run -> run.instance().scheduledAt()).toList();
    assertThat(slots).hasSize(26).isSorted().doesNotHaveDuplicates();
    assertThat(slots.getFirst()).isEqualTo(1000);
    assertThat(slots.getLast()).isEqualTo(1025);
    assertThat(world.recordedStates(task))
        .filteredOn(state -> state == RunState.SCHEDULED)
        .hasSize(5);
    assertThat(world.recordedStates(dependent)).containsOnly(RunState.SCHEDULED);
  }

  @Test
  void canceledCronGetsNoRuns() {
    ActionQueue queue = world.open(this::logged);
    TaskId task = World.submit(queue, everySecond(null));
    queue.cancelTask(task).join();
    world.time.advanceSeconds(100);
    queue.runUntilIdle();
    assertThat(World.statesOf(queue, task)).hasSize(5).containsOnly(RunState.CANCELED);
  }

  /// Spec 03 §1.5.2: windows are refilled also while the engine is paused.
  @Test
  void singleCanceledSlotIsReplaced() {
    ActionQueue queue = world.open(this::logged);
    TaskId task = World.submit(queue, everySecond(null));
    var first = queue.runs(new RunQuery(1, 0, task, null)).join().items().getFirst();
    queue.pause().join();
    queue.cancelRun(first.run().instance().id()).join();
    assertThat(World.statesOf(queue, task)).hasSize(6);
    assertThat(World.statesOf(queue, task).getFirst()).isEqualTo(RunState.CANCELED);
  }
}
