package io.actionqueue.storage.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.event.EngineEvent.EnginePaused;
import io.actionqueue.core.event.EngineEvent.EngineResumed;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.PlatformEvent.TenantCreated;
import io.actionqueue.core.id.TenantId;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.state.StateCapture;
import io.actionqueue.storage.ReadFailed;
import io.actionqueue.storage.StorageException;
import io.actionqueue.storage.SyncFailed;
import io.actionqueue.storage.WriteFailed;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.wal.Durability;
import io.actionqueue.storage.wal.LogOptions;
import io.actionqueue.storage.wal.LogThreading;
import io.actionqueue.testkit.ManualTime;
import io.actionqueue.testkit.disk.DiskOperation.Kind;
import io.actionqueue.testkit.disk.Fault;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Losses that fault campaigns found, each as a story.
class StoreDurabilityTest {
  private static final Path DIRECTORY = Path.of("/srv/queues/data");
  private static final Path LOG = new DataLayout(DIRECTORY).log();

  private final SimulatedDisk disk = SimulatedDisk.create();
  private Durability durability = Durability.SYNC;

  private long segmentBytes = 64L << 20;

  private Store open(SimulatedDisk files) throws IOException {
    LogOptions options =
        LogOptions.builder()
            .threading(LogThreading.CALLER)
            .durability(durability)
            .prepareBytes(0)
            .segmentBytes(segmentBytes)
            .build();
    ManualTime time = ManualTime.atSeconds(1000);
    return Store.open(StoreOptions.builder(DIRECTORY, files, time).log(options).build());
  }

  private static EventBatch batch(long sequence) {
    Event event = sequence % 2 == 1 ? new EnginePaused(sequence) : new EngineResumed(sequence);
    return new EventBatch(sequence, List.of(event));
  }

  private long sequenceAfterPowerFailure() throws IOException {
    try (Store store = open(disk.crashSpace().oldest().disk())) {
      return store.state().latestSequence();
    }
  }

  @Test
  void theDirectoryItselfSurvivesAPowerFailure() throws IOException {
    Store store = open(disk);
    store.log().append(batch(1));
    store.log().sync();
    assertThat(sequenceAfterPowerFailure()).isEqualTo(1);
  }

  /// Seed 53 of the crash states. Behind a compaction the log begins with frames of which the first
  /// may be missing: a reader cannot tell then how far back the others' lag reaches.
  @Test
  void anUnsyncedBeginningBehindACompactionIsNoDamage() throws IOException {
    durability = Durability.OS;
    try (Store store = open(disk)) {
      append(store, 1);
      append(store, 2);
      store.compact();
    }
    try (Store store = open(disk)) {
      for (int i = 3; i <= 4; i++) {
        append(store, i);
        disk.crashSpace()
            .all()
            .forEach(state -> assertThat(opened(state.disk())).isBetween(2L, 4L));
      }
    }
  }

  /// An event that takes several sectors.
  private static void append(Store store, long sequence) throws IOException {
    Event event = new TenantCreated(new TenantId(1, sequence), "n".repeat(1000), 5);
    store.log().append(new EventBatch(sequence, List.of(event)));
    store.state().apply(sequence, event);
  }

  private long opened(SimulatedDisk files) {
    try (Store store = open(files)) {
      return store.state().latestSequence();
    } catch (IOException refused) {
      throw new AssertionError(refused);
    }
  }

  /// The first process dies at any of its steps; the second one finds directories and files that
  /// are there to see and not durable.
  @Test
  void whatAKilledProcessCreatedIsMadeDurableByTheNextOne() throws IOException {
    open(disk);
    long steps = disk.operations();
    for (long step = 1; step <= steps; step++) {
      SimulatedDisk fresh = SimulatedDisk.create();
      fresh.injectAt(step, Fault.ioError());
      assertThatThrownBy(() -> open(fresh)).hasStackTraceContaining(Fault.INPUT_OUTPUT_ERROR);
      fresh.killProcess();
      Store store = open(fresh);
      store.log().append(batch(1));
      store.log().sync();
      try (Store after = open(fresh.crashSpace().oldest().disk())) {
        assertThat(after.state().latestSequence()).as("killed at step %d", step).isEqualTo(1);
      }
    }
  }

  /// Found by the simulation of the engine, seed 7441: the first process ends between renaming a
  /// full file and syncing its folder, the second one by a power failure when it has made the next
  /// file.
  @Test
  void aFullFileKeepsItsNewNameBeforeAnotherTakesTheOldOne() throws IOException {
    segmentBytes = 4096;
    Store store = open(disk);
    disk.injectNext(Kind.SYNC_DIRECTORY, Fault.ioError());
    long[] acknowledged = {0};
    assertThatThrownBy(
            () -> {
              while (true) {
                append(store, acknowledged[0] + 1);
                store.log().sync();
                acknowledged[0]++;
              }
            })
        .isInstanceOf(StorageException.class);
    assertThat(acknowledged[0]).isPositive();
    disk.killProcess();
    disk.injectNext(Kind.SYNC, Fault.powerCut());
    assertThatThrownBy(() -> open(disk)).isInstanceOf(StorageException.class);
    disk.crashSpace()
        .all()
        .forEach(state -> assertThat(opened(state.disk())).isGreaterThanOrEqualTo(acknowledged[0]));
  }

  /// In space that was prepared with zeros such a frame is no unfinished write by the order of the
  /// disk, which writes whole sectors.
  @Test
  void aWriteThatFailedInTheMiddleOfASectorIsTakenBack() throws IOException {
    Store store = open(disk);
    store.log().append(batch(1));
    store.log().sync();
    String name = "n".repeat(900);
    disk.install(LOG, Arrays.copyOf(disk.content(LOG), 4096));
    disk.killProcess();
    Store next = open(disk);
    disk.injectNext(Kind.WRITE, Fault.shortWrite(700));
    next.log().append(new EventBatch(2, List.of(new TenantCreated(new TenantId(1, 1), name, 1))));
    assertThatThrownBy(next.log()::sync).isInstanceOf(WriteFailed.class);
    disk.killProcess();
    assertThat(open(disk).state().latestSequence()).isEqualTo(1);
  }

  @Test
  void aFailureOfTheDiskNamesItsFile() throws IOException {
    disk.injectNext(Kind.OPEN, Fault.ioError());
    assertThatThrownBy(() -> open(disk)).isInstanceOf(StorageException.class);
    disk.killProcess();
    disk.injectNext(Kind.READ, Fault.ioError());
    disk.install(LOG, new byte[100]);
    assertThatThrownBy(() -> open(disk))
        .isInstanceOf(ReadFailed.class)
        .hasMessageStartingWith(LOG + ": read failed: Input/output error");
  }

  /// After a failed sync the system may keep the bytes in memory as clean: the next process sees
  /// them, and its own sync succeeds without writing them.
  @Test
  void whatAFailedSyncLostIsWrittenAgainWhenItIsFound() throws IOException {
    Store store = open(disk);
    store.log().append(batch(1));
    store.log().sync();
    disk.injectNext(Kind.SYNC, Fault.ioError());
    store.log().append(batch(2));
    assertThatThrownBy(store.log()::sync).isInstanceOf(SyncFailed.class);
    disk.killProcess();
    Store next = open(disk);
    assertThat(next.state().latestSequence()).isEqualTo(2);
    next.log().append(batch(3));
    next.log().sync();
    assertThat(sequenceAfterPowerFailure()).isEqualTo(3);
  }

  /// The file opened anew for the snapshot would sync without a word; the directory could not be
  /// opened after the next power failure, its snapshot ahead of its log.
  @Test
  void aSnapshotOfWhatAFailedSyncLostIsNotPublished() throws IOException {
    durability = Durability.OS;
    Store store = open(disk);
    for (long sequence = 1; sequence <= 2; sequence++) {
      store.log().append(batch(sequence));
      store.state().apply(sequence, batch(sequence).events().getFirst());
    }
    StateCapture capture = store.state().capture();
    capture.advance(Integer.MAX_VALUE);
    disk.injectNext(Kind.SYNC, Fault.ioError());
    assertThatThrownBy(store.log()::sync).isInstanceOf(SyncFailed.class);
    assertThatThrownBy(() -> store.writeSnapshot(capture)).isInstanceOf(SyncFailed.class);
    assertThat(sequenceAfterPowerFailure()).isZero();
  }

  @Test
  void whatAFailedSyncLostOfSeveralWritesIsWrittenAgainToo() throws IOException {
    durability = Durability.OS;
    Store store = open(disk);
    store.log().append(batch(1));
    store.log().sync();
    store.log().append(batch(2));
    store.log().append(batch(3));
    disk.injectNext(Kind.SYNC, Fault.ioError());
    assertThatThrownBy(store.log()::sync).isInstanceOf(SyncFailed.class);
    disk.killProcess();
    Store next = open(disk);
    assertThat(next.log().durableSequence()).isEqualTo(3);
    assertThat(sequenceAfterPowerFailure()).isEqualTo(3);
  }
}
