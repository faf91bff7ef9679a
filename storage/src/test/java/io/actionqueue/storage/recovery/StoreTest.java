package io.actionqueue.storage.recovery;

import static io.actionqueue.core.run.RunState.LEASED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.RUNNING;
import static io.actionqueue.core.run.RunState.SCHEDULED;
import static io.actionqueue.storage.recovery.Samples.RUN;
import static io.actionqueue.storage.recovery.Samples.TASK;
import static io.actionqueue.storage.recovery.Samples.completedLife;
import static io.actionqueue.storage.recovery.Samples.leased;
import static io.actionqueue.storage.recovery.Samples.move;
import static io.actionqueue.storage.recovery.Samples.run;
import static io.actionqueue.storage.recovery.Samples.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.event.AttemptEvent.AttemptStarted;
import io.actionqueue.core.event.EngineEvent.EnginePaused;
import io.actionqueue.core.event.EngineEvent.EngineResumed;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.LeaseEvent.LeaseHeartbeat;
import io.actionqueue.core.event.TaskEvent.TaskCanceled;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.storage.DirectoryLocked;
import io.actionqueue.storage.SequenceGap;
import io.actionqueue.storage.SnapshotMismatch;
import io.actionqueue.storage.snapshot.Snapshots;
import io.actionqueue.storage.wal.ScanPolicy;
import io.actionqueue.testkit.disk.DiskOperation.Kind;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTest {
  private static final Path LOG = StoreSite.LAYOUT.log();
  private static final Path SNAPSHOT = StoreSite.LAYOUT.v8Snapshot();

  private final StoreSite site = new StoreSite();

  private OpenReport report() throws IOException {
    try (Store store = site.open()) {
      return store.report();
    }
  }

  private void cutSnapshot(int length) {
    site.disk.install(SNAPSHOT, Arrays.copyOf(site.disk.content(SNAPSHOT), length));
  }

  @Nested
  class WithoutSnapshot {
    @Test
    @DisplayName("A-816 A-381 an empty directory")
    void emptyDirectory() throws IOException {
      OpenReport report = report();
      assertThat(report.snapshotLoaded()).isFalse();
      assertThat(report.eventsAppliedTotal()).isZero();
      assertThat(report.lastSequence()).isZero();
      assertThat(report.warnings()).isEmpty();
      assertThat(site.disk.exists(LOG)).isTrue();
      assertThat(site.disk.isDirectory(StoreSite.LAYOUT.snapshotFolder())).isTrue();
    }

    @Test
    @DisplayName("A-823 A-077 a log alone")
    void logAlone() throws IOException {
      site.write(task(1));
      OpenReport report = report();
      assertThat(report.snapshotLoaded()).isFalse();
      assertThat(report.snapshotSequence()).isZero();
      assertThat(report.snapshotEventsApplied()).isZero();
      assertThat(report.logEventsApplied()).isEqualTo(1);
      assertThat(report.lastSequence()).isEqualTo(1);
    }

    @Test
    @DisplayName("A-829 every event of the log is counted")
    void eventsAreCounted() throws IOException {
      site.write(task(1), run());
      assertThat(report().log()).isEqualTo(new LogUse(2, 0, 1, 2, logBytes(), 0));
    }

    private long logBytes() {
      return site.disk.content(LOG).length;
    }
  }

  @Nested
  class WithSnapshot {
    @Test
    @DisplayName("A-817 A-818 a snapshot alone, then an event behind it")
    void snapshotAlone() throws IOException {
      site.write(task(1), run(), new EnginePaused(11));
      site.writeSnapshot();
      site.disk.delete(LOG);
      OpenReport report = report();
      assertThat(report.snapshotLoaded()).isTrue();
      assertThat(report.snapshotSequence()).isEqualTo(3);
      assertThat(report.snapshotEventsApplied()).isEqualTo(3);
      assertThat(report.lastSequence()).isEqualTo(3);
      site.write(new EngineResumed(12));
      report = report();
      assertThat(report.snapshotEventsApplied()).isEqualTo(3);
      assertThat(report.logEventsApplied()).isEqualTo(1);
      assertThat(report.log().firstSequence()).isEqualTo(4);
      assertThat(report.lastSequence()).isEqualTo(4);
    }

    @Test
    @DisplayName("A-819 fewer synthetic events than the snapshot's sequence")
    void fewerEventsThanTheSequence() throws IOException {
      site.write(task(1), run());
      for (int i = 0; i < 4; i++) {
        site.write(new EnginePaused(20 + i), new EngineResumed(20 + i));
      }
      site.writeSnapshot();
      OpenReport report = report();
      assertThat(report.snapshotSequence()).isEqualTo(10);
      assertThat(report.snapshotEventsApplied()).isEqualTo(4);
      assertThat(report.logEventsApplied()).isZero();
      assertThat(report.log().skipped()).isEqualTo(10);
    }

    @Test
    @DisplayName("A-820 a canceled task")
    void canceledTask() throws IOException {
      site.write(task(1), new TaskCanceled(TASK, 77));
      site.writeSnapshot();
      try (Store store = site.open()) {
        assertThat(store.report().snapshotEventsApplied()).isEqualTo(2);
        assertThat(store.state().task(TASK).canceledAt()).isEqualTo(77);
      }
    }

    @Test
    @DisplayName("A-821 A-822 a pause, and a pause with its resume")
    void pauseAndResume() throws IOException {
      site.write(task(1), new EnginePaused(120));
      site.writeSnapshot();
      assertThat(report().snapshotEventsApplied()).isEqualTo(2);
      assertThat(site.load().state().engine()).isEqualTo(new StateImage.Engine(true, 120L, null));
      site.write(new EngineResumed(180));
      site.writeSnapshot();
      assertThat(report().snapshotEventsApplied()).isEqualTo(3);
      assertThat(site.load().state().engine()).isEqualTo(new StateImage.Engine(false, 120L, 180L));
    }

    @Test
    @DisplayName(
        "A-826 A-827 A-828 a lease, a running attempt, and a heartbeat behind the snapshot")
    void leaseAndAttempt() throws IOException {
      site.write(
          task(1),
          run(),
          move(SCHEDULED, READY),
          move(READY, LEASED),
          leased(),
          move(LEASED, RUNNING),
          new AttemptStarted(RUN, Samples.ATTEMPT, 12));
      site.writeSnapshot();
      try (Store store = site.open()) {
        assertThat(store.report().logEventsApplied()).isZero();
        assertThat(store.state().run(RUN).lease())
            .isEqualTo(new StateImage.Lease("worker-1", 1000, 12, 12));
        assertThat(store.state().run(RUN).openAttempt()).isEqualTo(Samples.ATTEMPT);
        assertThat(store.state().run(RUN).attemptCount()).isEqualTo(1);
        StoreSite.append(store, new LeaseHeartbeat(RUN, "worker-1", 2000, 15));
      }
      StateImage.Lease lease = site.load().state().run(RUN).lease();
      assertThat(lease).isEqualTo(new StateImage.Lease("worker-1", 2000, 12, 15));
    }

    @Test
    @DisplayName("A-824 A-825 a snapshot that is ahead of the log is refused")
    void aheadOfTheLog() throws IOException {
      site.write(task(1));
      byte[] short1 = site.disk.content(LOG);
      site.write(task(2), task(3));
      site.writeSnapshot();
      site.write(task(4));
      assertThat(report().lastSequence()).isEqualTo(4);
      site.disk.install(LOG, short1);
      assertThatThrownBy(site::open)
          .isInstanceOf(SnapshotMismatch.class)
          .hasMessageContaining("snapshot sequence 3 exceeds WAL max sequence 1");
    }

    @Test
    void anEmptyLogGoesOnBehindTheSnapshot() throws IOException {
      site.write(task(1), task(2));
      site.writeSnapshot();
      site.disk.install(LOG, new byte[0]);
      try (Store store = site.open()) {
        assertThat(store.log().lastSequence()).isEqualTo(2);
        StoreSite.append(store, task(3));
      }
      assertThat(site.load().state().latestSequence()).isEqualTo(3);
    }
  }

  @Nested
  class DamagedSnapshot {
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 11, 12, 40})
    @DisplayName("A-075 a cut snapshot is passed over")
    void cut(int length) throws IOException {
      site.write(completedLife());
      site.writeSnapshot();
      assertThat(site.disk.content(SNAPSHOT).length).isGreaterThan(12);
      cutSnapshot(length);
      passedOver();
    }

    @Test
    @DisplayName("A-076 a snapshot with a wrong checksum is passed over")
    void wrongChecksum() throws IOException {
      site.write(completedLife());
      site.writeSnapshot();
      site.disk.flipBit(SNAPSHOT, 8, 3);
      passedOver();
    }

    private void passedOver() throws IOException {
      try (Store store = site.open()) {
        OpenReport report = store.report();
        assertThat(report.snapshotLoaded()).isFalse();
        assertThat(report.snapshotSequence()).isZero();
        assertThat(report.snapshotEventsApplied()).isZero();
        assertThat(report.logEventsApplied()).isEqualTo(10);
        assertThat(report.snapshot()).isInstanceOf(SnapshotUse.PassedOver.class);
        assertThat(report.warnings()).hasSize(1).first().asString().contains("passed over");
        assertThat(store.state().taskCount()).isEqualTo(1);
        assertThat(store.state().run(RUN).state()).isEqualTo(RunState.COMPLETED);
      }
    }

    @Test
    void withoutTheEventsThatItHeldTheDirectoryIsRefused() throws IOException {
      site.write(task(1), task(2));
      site.writeSnapshot();
      site.disk.install(LOG, new byte[0]);
      site.write(task(3));
      cutSnapshot(20);
      assertThatThrownBy(site::open)
          .isInstanceOf(SnapshotMismatch.class)
          .hasMessageContaining("starts at sequence 3");
      site.disk.install(LOG, new byte[0]);
      assertThatThrownBy(site::open).hasMessageContaining("the log is empty");
      site.disk.delete(LOG);
      assertThatThrownBy(site::open).hasMessageContaining("the log is empty");
      cutSnapshot(0);
      assertThatThrownBy(site::open).isInstanceOf(SnapshotMismatch.class);
    }

    @Test
    void theNextSnapshotReplacesIt() throws IOException {
      site.write(task(1));
      site.writeSnapshot();
      cutSnapshot(20);
      site.writeSnapshot();
      assertThat(report().snapshotSequence()).isEqualTo(1);
    }
  }

  @Nested
  class TornEnd {
    private byte[] tear(int bytesLost) {
      byte[] whole = site.disk.content(LOG);
      site.disk.install(LOG, Arrays.copyOf(whole, whole.length - bytesLost));
      return whole;
    }

    @Test
    @DisplayName("A-073 an unfinished last write is kept beside the log, and opening goes on")
    void isSetAside() throws IOException {
      site.write(task(1), run(), move(SCHEDULED, READY), move(READY, LEASED), leased());
      tear(3);
      OpenReport report = report();
      assertThat(report.lastSequence()).isEqualTo(4);
      assertThat(report.logEventsApplied()).isEqualTo(4);
      assertThat(report.torn()).isNotNull();
      assertThat(report.warnings()).hasSize(1);
      Path copy = report.torn().copy();
      assertThat(copy).isNotNull();
      assertThat(site.disk.content(copy)).hasSize((int) report.torn().bytes());
      assertThat(site.load().state().run(RUN).state()).isEqualTo(LEASED);
      site.write(leased());
      assertThat(site.load().report().torn()).isNull();
      assertThat(site.load().state().latestSequence()).isEqualTo(5);
    }

    @Test
    void isRefusedWhereThePolicyIsStrict() throws IOException {
      site.write(task(1), task(2));
      tear(3);
      long before = site.disk.contentHash();
      assertThatThrownBy(() -> Store.open(site.options().damage(ScanPolicy.STRICT).build()))
          .hasMessageContaining("incomplete_payload");
      assertThat(site.disk.contentHash()).isEqualTo(before);
    }

    @Test
    void isLeftAloneByLooking() throws IOException {
      site.write(task(1), task(2));
      tear(3);
      long before = site.disk.contentHash();
      Store.Loaded loaded = site.load();
      assertThat(loaded.report().torn()).isNotNull();
      assertThat(loaded.report().torn().copy()).isNull();
      assertThat(loaded.state().latestSequence()).isEqualTo(1);
      assertThat(site.disk.contentHash()).isEqualTo(before);
    }
  }

  @Nested
  class Refusals {
    @Test
    void whatIsRefusedIsNotTouched() throws IOException {
      site.write(task(1), task(2), task(3));
      site.disk.flipBit(LOG, 20, 1);
      long before = site.disk.contentHash();
      assertThatThrownBy(site::open).hasMessageContaining("WAL corruption at offset 0");
      assertThat(site.disk.contentHash()).isEqualTo(before);
      assertThatThrownBy(site::load).hasMessageContaining("WAL corruption at offset 0");
      assertThat(site.disk.contentHash()).isEqualTo(before);
    }

    @Test
    void missingSequencesInALogWithBatchesAreRefused() throws IOException {
      site.write(task(1));
      byte[] first = site.disk.content(LOG);
      try (Store store = site.open()) {
        StoreSite.append(store, task(2));
        byte[] second = site.disk.content(LOG);
        StoreSite.append(store, new EventBatch(3, List.of(task(3), new EnginePaused(5))));
        store.log().sync();
        byte[] third = site.disk.content(LOG);
        site.disk.install(
            LOG, concat(first, Arrays.copyOfRange(third, second.length, third.length)));
      }
      assertThatThrownBy(site::open)
          .isInstanceOf(SequenceGap.class)
          .hasMessageContaining("sequence 3 follows on 1");
      try (Store store = Store.open(site.options().gaps(GapPolicy.ACCEPT).build())) {
        assertThat(store.report().warnings())
            .containsExactly("sequences 2 to 2 are missing in the log");
        assertThat(store.state().latestSequence()).isEqualTo(4);
      }
    }

    private byte[] concat(byte[] first, byte[] second) {
      byte[] all = Arrays.copyOf(first, first.length + second.length);
      System.arraycopy(second, 0, all, first.length, second.length);
      return all;
    }

    @Test
    void aSecondOwnerIsRefusedWhileTheFirstIsOpen() throws IOException {
      try (Store first = site.open()) {
        assertThat(first.state().taskCount()).isZero();
        assertThatThrownBy(site::open).isInstanceOf(DirectoryLocked.class);
      }
      site.open().close();
    }

    @Test
    void aFailedOpeningGivesTheDirectoryBack() throws IOException {
      site.write(task(1), task(2));
      byte[] good = site.disk.content(LOG);
      site.disk.flipBit(LOG, 20, 1);
      assertThatThrownBy(site::open).hasMessageContaining("corruption");
      site.disk.install(LOG, good);
      site.open().close();
    }
  }

  @Nested
  class Looking {
    @Test
    void changesNothingEvenInAnEmptyDirectory() throws IOException {
      site.disk.createDirectories(StoreSite.DIRECTORY);
      long changes = changes();
      assertThat(site.load().state().latestSequence()).isZero();
      assertThat(changes()).isEqualTo(changes);
      assertThat(site.disk.files()).isEmpty();
      assertThat(site.disk.exists(StoreSite.LAYOUT.logFolder())).isFalse();
    }

    @Test
    void aMissingDirectoryIsNamed() {
      assertThatThrownBy(site::load)
          .isInstanceOf(NoSuchFileException.class)
          .hasMessageContaining("/data");
    }

    @Test
    void worksBesideTheOwnerAndSeesWhatIsWritten() throws IOException {
      try (Store store = site.open()) {
        StoreSite.append(store, task(1));
        long changes = changes();
        assertThat(site.load().state().taskCount()).isEqualTo(1);
        assertThat(changes()).isEqualTo(changes);
        StoreSite.append(store, task(2));
        assertThat(site.load().state().digest()).isEqualTo(store.state().digest());
      }
    }

    private long changes() {
      return site.disk.trace().stream()
          .filter(operation -> operation.kind().changesDisk() && operation.kind() != Kind.OPEN)
          .count();
    }
  }

  @Nested
  class WritingSnapshots {
    @Test
    void aStateThatV8CannotHoldIsAnsweredWithItsReason() throws IOException {
      Event late =
          new io.actionqueue.core.event.RunEvent.RunCreated(
              io.actionqueue.core.run.RunInstance.scheduled(RUN, TASK, 5000, 10));
      site.write(task(1), late, move(SCHEDULED, READY));
      try (Store store = site.open()) {
        assertThat(store.writeSnapshot())
            .isInstanceOfSatisfying(
                Snapshots.Written.NotExpressible.class,
                refused -> assertThat(refused.why()).contains("Ready").contains("5000"));
      }
      assertThat(site.disk.files()).noneMatch(file -> file.toString().contains("snapshot.bin"));
    }

    @Test
    void theLogIsDurableBeforeTheSnapshotIs() throws IOException {
      try (Store store = site.open()) {
        store.state().apply(1, task(1));
        store.log().append(new EventBatch(1, List.of(task(1))));
        assertThat(store.log().durableSequence()).isZero();
        store.writeSnapshot();
        assertThat(store.log().durableSequence()).isEqualTo(1);
      }
      SimulatedDisk worst = site.disk.crash(site.disk.crashSpace().oldest().choice());
      assertThat(new StoreSite(worst).load().state().latestSequence()).isEqualTo(1);
    }
  }
}
