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
import io.actionqueue.core.event.RunEvent.RunCreated;
import io.actionqueue.core.event.TaskEvent.TaskCanceled;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.run.RunInstance;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.state.StateImage;
import io.actionqueue.storage.SnapshotMismatch;
import io.actionqueue.storage.snapshot.Snapshots;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreSnapshotTest {
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
  class WritingSnapshots {
    private Event lateRun() {
      return new RunCreated(RunInstance.scheduled(RUN, TASK, 5000, 10));
    }

    @Test
    void aStateThatV8CannotHoldIsWrittenInTheNativeForm() throws IOException {
      site.write(task(1), lateRun(), move(SCHEDULED, READY));
      try (Store store = site.open()) {
        SnapshotReport written = store.writeSnapshot();
        assertThat(written.path()).isEqualTo(StoreSite.LAYOUT.nativeSnapshot(3));
        assertThat(written.sequence()).isEqualTo(3);
        assertThat(Snapshots.writeV8(site.disk, StoreSite.LAYOUT, store.state().image(), 1))
            .isInstanceOfSatisfying(
                Snapshots.Written.NotExpressible.class,
                refused -> assertThat(refused.why()).contains("Ready").contains("5000"));
      }
      assertThat(site.disk.exists(SNAPSHOT)).isFalse();
      assertThat(report().snapshotSequence()).isEqualTo(3);
      assertThat(report().snapshotEventsApplied()).isEqualTo(3);
    }

    @Test
    void theLatestSnapshotIsUsedWhateverItsForm() throws IOException {
      site.write(task(1));
      site.writeSnapshot();
      site.write(lateRun(), move(SCHEDULED, READY));
      site.writeSnapshot();
      assertThat(site.disk.exists(SNAPSHOT)).isTrue();
      assertThat(report().snapshotSequence()).isEqualTo(3);
      site.write(move(READY, LEASED));
      site.writeSnapshot();
      assertThat(report().snapshot()).isEqualTo(new SnapshotUse.Used(SNAPSHOT, 4, 4));
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
