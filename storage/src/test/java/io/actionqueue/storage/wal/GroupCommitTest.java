package io.actionqueue.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import io.actionqueue.testkit.disk.DiskOperation.Kind;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The log's thread: appends do not wait for the disk, and what gathers during one sync shares the
/// next one (D3).
@Timeout(60)
final class GroupCommitTest {
  private final SimulatedDisk disk = SimulatedDisk.create();

  private final Hold hold = new Hold(disk);
  private final CountDownLatch syncing = hold.held;
  private final CountDownLatch goOn = hold.goOn;

  private WriteAheadLog open(LogOptions.Builder options) throws IOException {
    return LogPlace.open(disk, options.threading(LogThreading.LOG_THREAD).prepareBytes(0).build());
  }

  private void holdNextSync() {
    hold.nextSync();
  }

  /// A disk that is held at a sync until told to go on.
  private static final class Hold {
    final CountDownLatch held = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);
    private final SimulatedDisk disk;

    Hold(SimulatedDisk disk) {
      this.disk = disk;
    }

    void nextSync() {
      var first = new AtomicBoolean();
      disk.onChange(operation -> {
        if (operation.kind() == Kind.SYNC && first.compareAndSet(false, true)) {
          held.countDown();
          await(goOn);
        }
      });
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void appendsGoOnDuringASyncAndShareTheNextOne() throws IOException {
    var listener = new Listener();
    try (WriteAheadLog log = open(LogOptions.builder())) {
      log.listen(listener);
      holdNextSync();
      log.append(Batches.small(1, 1));
      await(syncing);
      for (long sequence = 2; sequence <= 100; sequence++) {
        log.append(Batches.small(sequence, 1));
      }
      assertThat(log.lastSequence()).isEqualTo(100);
      assertThat(log.durableSequence()).isZero();
      assertThat(listener.sequences()).isEmpty();
      goOn.countDown();
      log.sync();
      assertThat(listener.sequences()).containsExactly(1L, 100L);
      assertThat(log.counters().syncs()).isEqualTo(2);
      assertThat(log.counters().frames()).isEqualTo(2);
    }
    assertThat(LogPlace.events(disk, LogPlace.PATH)).hasSize(100);
  }

  /// Nobody waits for a sealing who does not want to, and what comes after the request stands
  /// behind it, whenever the log's thread gets there.
  @Test
  void aSealingIsAskedForWhileTheDiskIsBusyAndEndsWhereItWasAskedFor() throws IOException {
    for (int waiting = 0; waiting <= 2; waiting++) {
      SimulatedDisk place = SimulatedDisk.create();
      var hold = new Hold(place);
      try (WriteAheadLog log = LogPlace.open(place, LogOptions.builder().prepareBytes(0).build())) {
        hold.nextSync();
        log.append(Batches.small(1, 1));
        await(hold.held);
        for (int i = 0; i < waiting; i++) {
          log.append(Batches.small(2 + i, 1));
        }
        log.requestSeal();
        log.append(Batches.small(2 + waiting, 2));
        hold.goOn.countDown();
        log.awaitSealed();
        assertThat(log.sealedEnd()).isEqualTo(1 + waiting);
        log.append(Batches.small(4 + waiting, 1));
        log.sync();
      }
      assertThat(LogSegments.sealed(place, LogPlace.PATH)).hasSize(1);
      assertThat(LogPlace.events(place, LogPlace.PATH)).hasSize(4 + waiting);
    }
  }

  @Test
  void aSealingThatIsAskedForLastIsDoneBeforeTheLogCloses() throws IOException {
    try (WriteAheadLog log = open(LogOptions.builder())) {
      log.append(Batches.small(1, 3));
      log.requestSeal();
    }
    assertThat(LogSegments.sealed(disk, LogPlace.PATH)).hasSize(1);
    assertThat(disk.content(LogPlace.PATH)).isEmpty();
  }

  @Test
  void whoWaitsForASealingHearsThatItFailed() throws IOException {
    WriteAheadLog log = open(LogOptions.builder());
    log.append(Batches.small(1, 3));
    log.sync();
    disk.injectNext(Kind.RENAME, io.actionqueue.testkit.disk.Fault.ioError());
    log.requestSeal();
    assertThat(org.assertj.core.api.Assertions.catchThrowable(log::awaitSealed))
        .isInstanceOf(io.actionqueue.storage.WriteFailed.class);
    assertThat(org.assertj.core.api.Assertions.catchThrowable(log::requestSeal))
        .isInstanceOf(io.actionqueue.storage.WriteFailed.class);
    log.close();
  }

  @Test
  void anAppendWaitsWhileTooManyBytesAreWaiting() throws Exception {
    try (WriteAheadLog log = open(LogOptions.builder().maxWaitingBytes(30))) {
      holdNextSync();
      log.append(Batches.small(1, 1));
      await(syncing);
      var appended = new AtomicInteger();
      Thread owner =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  for (long sequence = 2; sequence <= 50; sequence++) {
                    log.append(Batches.small(sequence, 1));
                    appended.incrementAndGet();
                  }
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      while (owner.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      assertThat(appended.get()).isBetween(1, 12);
      goOn.countDown();
      owner.join();
      log.sync();
      assertThat(log.durableSequence()).isEqualTo(50);
    }
  }

  @Test
  void aWaitingAppendIsToldOfTheFailure() throws Exception {
    WriteAheadLog log = open(LogOptions.builder().maxWaitingBytes(1));
    disk.injectNext(Kind.SYNC, io.actionqueue.testkit.disk.Fault.ioError());
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(() -> {
              for (long sequence = 1; sequence <= 1000; sequence++) {
                log.append(Batches.small(sequence, 1));
              }
            }))
        .isInstanceOf(io.actionqueue.storage.SyncFailed.class);
    log.close();
  }

  @Test
  void anInterruptedOwnerStillGetsItsSync() throws IOException {
    try (WriteAheadLog log = open(LogOptions.builder())) {
      log.append(Batches.small(1, 1));
      Thread.currentThread().interrupt();
      log.sync();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(log.durableSequence()).isEqualTo(1);
      Thread.currentThread().interrupt();
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(LogPlace.events(disk, LogPlace.PATH)).hasSize(1);
  }

  @Test
  void intervalSyncsByItself() throws Exception {
    var synced = new CountDownLatch(2);
    disk.onChange(operation -> {
      if (operation.kind() == Kind.SYNC) {
        synced.countDown();
      }
    });
    LogOptions options =
        LogOptions.builder().durability(new Durability.Interval(1)).prepareBytes(0).build();
    disk.createDirectories(LogPlace.PATH.getParent());
    try (WriteAheadLog log =
        WriteAheadLog.open(disk, RealTime.INSTANCE, LogPlace.PATH, options, LogPosition.START)) {
      log.append(Batches.small(1, 1));
      synced.await();
    }
  }

  /// Whatever sizes come, and however they meet the log's thread, they come back in order.
  @Test
  void everythingComesBackInOrder() {
    Seeds.check(
        10,
        random -> {
          SimulatedDisk place = SimulatedDisk.create();
          List<Event> appended = new ArrayList<>();
          try (WriteAheadLog log =
              LogPlace.open(
                  place,
                  LogOptions.builder()
                      .prepareBytes(random.coin() ? 0 : 4096)
                      .maxWaitingBytes(1 + random.below(5000))
                      .durability(random.coin() ? Durability.SYNC : Durability.OS)
                      .build())) {
            for (int i = 0; i < 200; i++) {
              EventBatch batch = batch(appended.size() + 1, random);
              log.append(batch);
              appended.addAll(batch.events());
            }
          }
          assertThat(LogPlace.events(place, LogPlace.PATH)).isEqualTo(appended);
        });
  }

  private static EventBatch batch(long first, SeededRandom random) {
    return random.chance(1, 10)
        ? Batches.any(first, random)
        : Batches.small(first, random.between(1, 3));
  }
}
