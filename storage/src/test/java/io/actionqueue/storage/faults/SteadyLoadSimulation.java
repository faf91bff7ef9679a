package io.actionqueue.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.EngineEvent.EnginePaused;
import io.actionqueue.core.event.EngineEvent.EngineResumed;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.storage.StorageException;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.wal.Durability;
import io.actionqueue.storage.wal.LogOptions;
import io.actionqueue.storage.wal.LogThreading;
import io.actionqueue.testkit.ManualTime;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import io.actionqueue.testkit.disk.DiskOperation.Kind;
import io.actionqueue.testkit.disk.Fault;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A state of constant size under a load that never ends, on small files of the log, with
/// snapshots, power failures, kills and failures of the disk in between: the disk stays bounded,
/// and nothing acknowledged is lost (D4).
class SteadyLoadSimulation {
  private static final int SEGMENT_BYTES = 4096;
  private static final int ROUNDS = 12_000;
  private static final int EVENTS_BETWEEN_SNAPSHOTS = 200;

  /// What is written behind the snapshot before the latest one, rounded up to whole files, with the
  /// newest sealed file, the active one and the one being prepared; an event takes 30 bytes.
  private static final long BOUND = 30L * 3 * EVENTS_BETWEEN_SNAPSHOTS + 5L * SEGMENT_BYTES;

  private static final class Load {
    private final SeededRandom random;
    private final ManualTime time = ManualTime.atSeconds(1_700_000_000);
    private SimulatedDisk disk = SimulatedDisk.create();
    private Store store;
    private long acknowledged;
    private long atSnapshot;
    private long most;
    private long dropped;
    private long written;

    Load(SeededRandom random) throws IOException {
      this.random = random;
      this.store = open();
    }

    private Store open() throws IOException {
      LogOptions log =
          LogOptions.builder()
              .threading(LogThreading.CALLER)
              .durability(Durability.SYNC)
              .prepareBytes(random.pick(0, 4096))
              .segmentBytes(SEGMENT_BYTES)
              .build();
      return DirectoryLife.openWith(disk, time, log);
    }

    void round() throws IOException {
      List<Event> events = new ArrayList<>();
      for (int i = random.between(1, 2); i > 0; i--) {
        long sequence = store.state().latestSequence() + 1;
        Event event =
            store.state().isPaused() ? new EngineResumed(sequence) : new EnginePaused(sequence);
        store.state().apply(sequence, event);
        events.add(event);
      }
      long first = store.state().latestSequence() - events.size() + 1;
      long before = store.writeAheadLog().counters().bytes();
      store.log().append(new EventBatch(first, events));
      store.log().sync();
      written += store.writeAheadLog().counters().bytes() - before;
      acknowledged = store.state().latestSequence();
      if (acknowledged - atSnapshot >= EVENTS_BETWEEN_SNAPSHOTS) {
        dropped += store.writeSnapshot().droppedFiles().size();
        atSnapshot = acknowledged;
      }
      if (random.chance(1, 10)) {
        most = Math.max(most, used());
      }
    }

    void trouble() throws IOException {
      if (random.chance(1, 40)) {
        disk.injectAt(
            disk.operations() + random.between(1, 30),
            random.pick(Fault.ioError(), Fault.noSpace(0)));
      }
      if (random.chance(1, 25)) {
        restart(random.coin() ? disk.crash(random) : disk);
      }
    }

    void restart(SimulatedDisk after) throws IOException {
      if (after == disk) {
        disk.killProcess();
      } else {
        disk.powerOff();
      }
      disk = after;
      reopen();
      assertThat(store.state().latestSequence()).isGreaterThanOrEqualTo(acknowledged);
      assertThat(store.state().isPaused()).isEqualTo(store.state().latestSequence() % 2 == 1);
      acknowledged = store.state().latestSequence();
      atSnapshot = Math.min(atSnapshot, acknowledged);
    }

    /// What was to fail may fail while opening.
    private void reopen() throws IOException {
      for (boolean opened = false; !opened; ) {
        try {
          store = open();
          opened = true;
        } catch (StorageException failed) {
          disk.killProcess();
        }
      }
    }

    private long used() {
      long sum = 0;
      for (Path file : disk.files()) {
        sum += file.toString().contains(".torn-") ? 0 : disk.content(file).length;
      }
      return sum;
    }
  }

  @Test
  void theDiskStaysBoundedAndNothingIsLost() {
    Seeds.check(
        3,
        random -> {
          var load = new Load(random);
          for (int i = 0; i < ROUNDS; i++) {
            try {
              load.round();
              load.trouble();
            } catch (IOException failed) {
              load.restart(random.coin() ? load.disk.crash(random) : load.disk);
            }
          }
          assertThat(load.acknowledged).isGreaterThan(ROUNDS);
          assertThat(load.written).as("bytes written to the log").isGreaterThan(4 * BOUND);
          assertThat(load.dropped).as("files of the log dropped").isGreaterThan(20);
          assertThat(load.most).as("bytes on the disk at most").isLessThan(BOUND);
        });
  }

  /// A snapshot that fails costs nothing but the room that it would have freed.
  @Test
  void withEverySnapshotFailingNothingIsLostAndTheFirstGoodOneFreesTheRoom() throws IOException {
    var load = new Load(SeededRandom.of(3));
    int failures = 0;
    for (int i = 0; i < 800; i++) {
      load.disk.injectWhen(
          operation ->
              operation.kind() == Kind.WRITE && operation.path().toString().endsWith(".tmp"),
          Fault.noSpace(10));
      try {
        load.round();
      } catch (IOException failed) {
        failures++;
        load.atSnapshot = load.acknowledged;
      }
    }
    assertThat(failures).isGreaterThan(2);
    long before = load.used();
    load.restart(load.disk.crash(load.random));
    assertThat(load.store.report().snapshotLoaded()).isFalse();
    load.store.writeSnapshot();
    load.round();
    assertThat(load.store.writeSnapshot().droppedFiles()).isNotEmpty();
    assertThat(load.used()).isLessThan(before);
    load.restart(load.disk.crash(load.random));
  }
}
