package io.actionqueue.storage.recovery;

import static io.actionqueue.core.run.RunState.LEASED;
import static io.actionqueue.core.run.RunState.READY;
import static io.actionqueue.core.run.RunState.SCHEDULED;
import static io.actionqueue.storage.recovery.Samples.RUN;
import static io.actionqueue.storage.recovery.Samples.leased;
import static io.actionqueue.storage.recovery.Samples.move;
import static io.actionqueue.storage.recovery.Samples.run;
import static io.actionqueue.storage.recovery.Samples.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.event.EngineEvent.EnginePaused;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.storage.DirectoryLocked;
import io.actionqueue.storage.SequenceGap;
import io.actionqueue.storage.wal.ScanPolicy;
import io.actionqueue.testkit.disk.DiskOperation.Kind;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StoreTest {
  private static final Path LOG = StoreSite.LAYOUT.log();

  private final StoreSite site = new StoreSite();

  private OpenReport report() throws IOException {
    try (Store store = site.open()) {
      return store.report();
    }
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
}
