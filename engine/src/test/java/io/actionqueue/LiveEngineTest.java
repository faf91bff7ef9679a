package io.actionqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.testkit.disk.DiskOperation.Kind;
import io.actionqueue.testkit.disk.SimulatedDisk;
import io.actionqueue.testkit.state.StateInvariants;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The engine with its threads, on a real directory.
@Timeout(60)
class LiveEngineTest {
  @TempDir Path directory;

  private QueueState recorded() throws java.io.IOException {
    return Store.load(SystemFiles.INSTANCE, SystemTime.INSTANCE, directory).state();
  }

  /// 03-RT-49, 03-RT-14: submissions from many threads all complete, each once, within the slots.
  @Test
  void manyThreadsSubmitAndEverythingCompletesOnce() throws Exception {
    Set<RunId> seen = ConcurrentHashMap.newKeySet();
    var twice = new AtomicInteger();
    var executing = new AtomicInteger();
    var most = new AtomicInteger();
    var options =
        ActionQueueOptions.at(directory)
            .dispatchConcurrency(16)
            .handler(
                "count",
                context -> {
                  most.accumulateAndGet(executing.incrementAndGet(), Math::max);
                  if (!seen.add(context.runId())) {
                    twice.incrementAndGet();
                  }
                  executing.decrementAndGet();
                  return Outcome.success();
                });
    try (ActionQueue queue = ActionQueue.open(options)) {
      var ends = new ConcurrentLinkedQueue<CompletableFuture<TaskView>>();
      var threads = new ArrayList<Thread>();
      for (int t = 0; t < 4; t++) {
        threads.add(
            Thread.startVirtualThread(() -> {
              for (int i = 0; i < 250; i++) {
                TaskId task = World.submit(queue, TaskRequest.of("count"));
                ends.add(queue.awaitTask(task));
              }
            }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).join();
      assertThat(queue.stats().join().runsByState()).containsEntry(RunState.COMPLETED, 1000L);
      assertThat(queue.close(Duration.ofSeconds(5)).drained()).isTrue();
    }
    assertThat(seen).hasSize(1000);
    assertThat(twice).hasValue(0);
    assertThat(most.get()).isBetween(1, 16);
    assertThat(recorded().runsIn(RunState.COMPLETED)).isEqualTo(1000);
    StateInvariants.check(recorded(), StateInvariants.Scope.ENGINE);
  }

  /// Spec 03 §6.6: nobody calls a tick; the engine wakes for what is due.
  @Test
  void dueRunsStartByThemselves() {
    var options = ActionQueueOptions.at(directory).defaultHandler(_ -> Outcome.success());
    try (ActionQueue queue = ActionQueue.open(options)) {
      TaskId task = World.submit(queue, TaskRequest.forDefaultHandler().repeat(2, 1));
      assertThat(queue.awaitTask(task).join().runsByState()).containsEntry(RunState.COMPLETED, 2);
    }
  }

  /// Spec 03 §5.2: a time limit fires while the engine has nothing else to do.
  @Test
  void timeLimitFiresByItself() {
    var reasons = new ConcurrentLinkedQueue<CancelReason>();
    var options =
        ActionQueueOptions.at(directory)
            .defaultHandler(context -> {
              var asked = new CountDownLatch(1);
              context.cancellation().onRequest(asked::countDown);
              asked.await();
              reasons.addAll(context.cancellation().reason().stream().toList());
              return Outcome.success();
            });
    try (ActionQueue queue = ActionQueue.open(options)) {
      TaskId task = World.submit(queue, TaskRequest.forDefaultHandler().timeoutSecs(1));
      assertThat(queue.awaitTask(task).join().runsByState()).containsEntry(RunState.FAILED, 1);
      assertThat(reasons).containsExactly(CancelReason.TIMEOUT);
    }
  }

  /// Closing waits for handlers that are about to return, and starts nothing new.
  @Test
  void closeDrains() throws Exception {
    var started = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var options =
        ActionQueueOptions.at(directory)
            .dispatchConcurrency(1)
            .defaultHandler(_ -> {
              started.countDown();
              release.await();
              return Outcome.success();
            });
    ActionQueue queue = ActionQueue.open(options);
    TaskId first = World.submit(queue, TaskRequest.forDefaultHandler().priority(1));
    TaskId second = World.submit(queue, TaskRequest.forDefaultHandler());
    started.await();
    var closing = CompletableFuture.supplyAsync(() -> queue.close(Duration.ofSeconds(30)));
    while (queue.status().phase() == EngineStatus.Phase.RUNNING) {
      Thread.onSpinWait();
    }
    assertThatThrownBy(() -> queue.submit(TaskRequest.forDefaultHandler()).join())
        .hasCauseInstanceOf(ActionQueueException.Closed.class);
    assertThat(closing).isNotDone();
    release.countDown();
    assertThat(closing.join().drained()).isTrue();
    assertThat(recorded().task(first).runs().getFirst().state()).isEqualTo(RunState.COMPLETED);
    assertThat(recorded().task(second).runs().getFirst().state()).isEqualTo(RunState.READY);
  }

  /// A handler that ignores everything does not keep the directory.
  @Test
  void closeRecordsWhatDoesNotReturn() throws Exception {
    var started = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var options =
        ActionQueueOptions.at(directory)
            .interruptGrace(Duration.ofMillis(1))
            .defaultHandler(_ -> {
              started.countDown();
              while (release.getCount() > 0) {
                try {
                  release.await();
                } catch (InterruptedException _) {
                  // deaf on purpose
                }
              }
              return Outcome.success();
            });
    ActionQueue queue = ActionQueue.open(options);
    TaskId task = World.submit(queue, TaskRequest.forDefaultHandler());
    started.await();
    CloseReport report = queue.close(Duration.ZERO);
    assertThat(report.drained()).isFalse();
    assertThat(report.interrupted()).hasSize(1);
    release.countDown();
    assertThat(recorded().task(task).runs().getFirst().state()).isEqualTo(RunState.READY);
  }

  /// Every event is told in order and without gaps once it is durable.
  @Test
  void listenersHearEveryEventInOrder() {
    var sequences = new ConcurrentLinkedQueue<Long>();
    var options = ActionQueueOptions.at(directory).defaultHandler(_ -> Outcome.success());
    try (ActionQueue queue = ActionQueue.open(options)) {
      queue.onEvent(notice -> sequences.add(notice.sequence()));
      queue.stats().join();
      for (int i = 0; i < 20; i++) {
        TaskId task = World.submit(queue, TaskRequest.forDefaultHandler());
        queue.awaitTask(task).join();
      }
      queue.close(Duration.ofSeconds(5));
    }
    var expected = new ArrayList<Long>();
    for (long i = 1; i <= 200; i++) {
      expected.add(i);
    }
    assertThat(List.copyOf(sequences)).isEqualTo(expected);
  }

  @Test
  void liveEngineHasNoTick() {
    try (ActionQueue queue = ActionQueue.open(directory)) {
      assertThatThrownBy(queue::tick).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(queue::runUntilIdle).isInstanceOf(IllegalStateException.class);
    }
  }

  /// A task for an action that nobody here has stays Ready and says so.
  @Test
  void unknownActionIsExplained() {
    try (ActionQueue queue = ActionQueue.open(directory)) {
      TaskId task = World.submit(queue, TaskRequest.of("mail"));
      while (World.stateOf(queue, task) != RunState.READY) {
        Thread.onSpinWait();
      }
      Explanation why = queue.explain(World.runOf(queue, task)).join();
      assertThat(why.blockedBy()).extracting(BlockReason::code).containsExactly("no_capable_actor");
      assertThat(why.summary()).contains("mail");
    }
  }

  /// The device is held in the middle of sealing the log, as long as the test likes: nobody waits
  /// for that but who needs the log itself.
  @ParameterizedTest
  @MethodSource("durabilities")
  void aCompactionHoldsNobodyUpWhileTheLogIsSealed(Durability durability) throws Exception {
    SimulatedDisk disk = SimulatedDisk.create();
    var sealing = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var options =
        ActionQueueOptions.at(World.DIR)
            .files(disk)
            .durability(durability)
            .defaultHandler(_ -> Outcome.success());
    try (ActionQueue queue = ActionQueue.open(options)) {
      queue.awaitTask(World.submit(queue, TaskRequest.forDefaultHandler())).get();
      disk.onChange(call -> {
        if (call.kind() == Kind.RENAME && call.path().endsWith("actionqueue.wal")) {
          sealing.countDown();
          await(release);
        }
      });
      try {
        CompletableFuture<SnapshotInfo> compacted = queue.compact();
        await(sealing);
        assertThat(queue.stats().get().totalTasks()).as("the engine goes on").isEqualTo(1);
        CompletableFuture<?> submitted = queue.submit(TaskRequest.forDefaultHandler());
        assertThat(submitted).isNotDone();
        assertThat(compacted).isNotDone();
        release.countDown();
        submitted.get();
        assertThat(compacted.get().droppedLogFiles()).isEqualTo(1);
        assertThat(compacted.get().sequence()).isLessThan(queue.stats().get().latestSequence());
      } finally {
        release.countDown();
      }
    }
  }

  static List<Durability> durabilities() {
    return List.of(new Durability.Sync(), new Durability.Os());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
