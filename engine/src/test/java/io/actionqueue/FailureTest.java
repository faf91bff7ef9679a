package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.testkit.disk.DiskOperation;
import io.actionqueue.testkit.disk.Fault;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What happens when the disk fails (02 §5.6, P-4, P-5; spec 03 §6.9; D3).
class FailureTest {
  @RegisterExtension final World world = World.at(1000);

  private static Throwable causeOf(CompletableFuture<?> future) {
    try {
      future.join();
      throw new AssertionError("expected a failure");
    } catch (CompletionException e) {
      return e.getCause();
    }
  }

  /// 03-W-25, A-331, A-332, 02-S-21: after a failed sync the outcome is unknown, everything later
  /// is refused, and reopening tells the truth.
  @Test
  void failedSyncStopsTheEngineAndReopeningTellsTheTruth() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    TaskId before = World.submit(queue, TaskRequest.forDefaultHandler());
    world.disk.injectNext(DiskOperation.Kind.SYNC, Fault.ioError());
    CompletableFuture<SubmitResult> lost = queue.submit(TaskRequest.forDefaultHandler());
    assertThat(causeOf(lost))
        .isInstanceOfSatisfying(
            ActionQueueException.OutcomeUnknown.class,
            unknown -> assertThat(unknown.sequence()).isEqualTo(4));
    assertThat(queue.status().phase()).isEqualTo(EngineStatus.Phase.FAILED);

    assertThat(causeOf(queue.submit(TaskRequest.forDefaultHandler())))
        .isInstanceOf(ActionQueueException.EngineFailed.class);
    assertThat(causeOf(queue.stats())).isInstanceOf(ActionQueueException.EngineFailed.class);
    assertThatThrownBy(queue::tick).isInstanceOf(ActionQueueException.EngineFailed.class);
    assertThat(queue.close(java.time.Duration.ZERO).drained()).isFalse();

    queue = world.open(_ -> Outcome.success());
    queue.runUntilIdle();
    assertThat(World.stateOf(queue, before)).isEqualTo(RunState.COMPLETED);
    assertThat(queue.stats().join().totalTasks()).isBetween(1L, 2L);
  }

  /// a failed write shows to no reader, and starts no handler.
  @Test
  void failedWriteStartsNoHandler() {
    var started = new ArrayList<RunContext>();
    ActionQueue queue =
        world.open(context -> {
          started.add(context);
          return Outcome.success();
        });
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler());
    world.disk.injectNext(DiskOperation.Kind.WRITE, Fault.noSpace(0));
    assertThatThrownBy(queue::tick).isInstanceOf(ActionQueueException.EngineFailed.class);
    assertThat(started).isEmpty();
    queue.close();
    queue = world.open(_ -> Outcome.success());
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.SCHEDULED);
  }

  @Test
  void whoWaitsForATaskIsTold() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler().repeat(2, 1000));
    CompletableFuture<TaskView> end = queue.awaitTask(task);
    world.disk.injectNext(DiskOperation.Kind.SYNC, Fault.ioError());
    assertThatThrownBy(queue::tick).isInstanceOf(ActionQueueException.EngineFailed.class);
    assertThat(causeOf(end)).isInstanceOf(ActionQueueException.EngineFailed.class);
  }

  /// 03-W-11: a snapshot that cannot be written stops nothing.
  @Test
  void failedSnapshotIsCountedAndWorkGoesOn() {
    ActionQueue queue =
        world.openWith(options ->
            options
                .snapshotEventThreshold(java.util.OptionalLong.of(5))
                .defaultHandler(_ -> Outcome.success()));
    world.disk.injectWhen(
        operation ->
            operation.kind() == DiskOperation.Kind.WRITE
                && operation.path().toString().contains("snapshot"),
        Fault.ioError());
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler());
    queue.runUntilIdle();
    queue.tick();
    assertThat(queue.metrics().snapshotFailures()).isEqualTo(1);
    assertThat(World.stateOf(queue, task)).isEqualTo(RunState.COMPLETED);
    for (int i = 0; i < 3; i++) {
      World.submit(queue, TaskRequest.forDefaultHandler());
    }
    queue.runUntilIdle();
    queue.tick();
    assertThat(queue.metrics().snapshotsWritten()).isPositive();
  }

  /// Opening what cannot be opened says why, with a stable code.
  @Test
  void openingADamagedDirectoryIsRefusedWithItsCode() {
    ActionQueue queue = world.open(_ -> Outcome.success());
    for (int i = 0; i < 4; i++) {
      World.submit(queue, TaskRequest.forDefaultHandler());
    }
    world.close();
    var good = world.disk;
    world.disk = good.settledCopy();
    world.disk.flipBit(World.DIR.resolve("wal/actionqueue.wal"), 40, 3);
    assertThatThrownBy(() -> world.open(_ -> Outcome.success()))
        .isInstanceOfSatisfying(
            ActionQueueException.OpenFailed.class,
            refused -> assertThat(refused.code()).isEqualTo("wal_corrupt"));
    world.disk = good;
  }
}
