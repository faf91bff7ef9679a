package io.actionqueue.storage.recovery;

import static io.actionqueue.storage.recovery.Samples.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.state.StateCapture;
import io.actionqueue.storage.SnapshotMismatch;
import io.actionqueue.storage.snapshot.SnapshotForm;
import io.actionqueue.storage.snapshot.Snapshots;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NativeRecoveryTest {
  private static final Path LOG = StoreSite.LAYOUT.log();

  private final StoreSite site = new StoreSite();

  private OpenReport report() throws IOException {
    try (Store store = site.open()) {
      return store.report();
    }
  }

  private void writeNative() throws IOException {
    try (Store store = site.open()) {
      StateCapture capture = store.state().capture();
      capture.advance(Integer.MAX_VALUE);
      var _ = store.writeSnapshot(SnapshotForm.NATIVE, capture);
    }
  }

  private static Path at(long sequence) {
    return StoreSite.LAYOUT.nativeSnapshot(sequence);
  }

  @Test
  void theLatestTwoAreKept() throws IOException {
    for (int i = 1; i <= 4; i++) {
      site.write(task(i));
      writeNative();
    }
    assertThat(Snapshots.natives(site.disk, StoreSite.LAYOUT)).containsExactly(at(4), at(3));
    assertThat(at(4).toString()).endsWith("snapshot-00000000000000000004.aqs");
    assertThat(report().snapshotSequence()).isEqualTo(4);
    assertThat(report().logEventsApplied()).isZero();
  }

  @Test
  void aDamagedOneIsPassedOverForTheOneBeforeIt() throws IOException {
    for (int i = 1; i <= 3; i++) {
      site.write(task(i));
      writeNative();
    }
    site.disk.flipBit(at(3), 30, 2);
    OpenReport report = report();
    assertThat(report.snapshotSequence()).isEqualTo(2);
    assertThat(report.logEventsApplied()).isEqualTo(1);
    assertThat(report.warnings()).hasSize(1).first().asString().contains("passed over");
    assertThat(site.load().state().taskCount()).isEqualTo(3);
  }

  @Test
  void withoutAnyUsableOneTheLogMustBeWhole() throws IOException {
    site.write(task(1), task(2));
    writeNative();
    site.disk.flipBit(at(2), 30, 2);
    assertThat(report().logEventsApplied()).isEqualTo(2);
    assertThat(report().snapshot()).isInstanceOf(SnapshotUse.PassedOver.class);
    site.disk.install(LOG, new byte[0]);
    assertThatThrownBy(site::open).isInstanceOf(SnapshotMismatch.class);
  }

  @Test
  void aFileUnderAnotherNameIsNotBelieved() throws IOException {
    site.write(task(1), task(2));
    writeNative();
    site.disk.rename(at(2), at(1));
    assertThat(report().snapshotLoaded()).isFalse();
    assertThat(report().warnings()).first().asString().contains("another sequence");
  }

  @Test
  void whatAKilledWriterLeftIsRemovedByTheNextOne() throws IOException {
    site.write(task(1));
    Path leftover = at(9).resolveSibling(at(9).getFileName() + ".tmp");
    site.disk.install(leftover, new byte[100]);
    assertThat(report().snapshotLoaded()).isFalse();
    writeNative();
    assertThat(site.disk.exists(leftover)).isFalse();
  }

  @Test
  void namesThatOnlyLookAlikeAreLeftAlone() throws IOException {
    site.write(task(1));
    for (String name : new String[] {"snapshot-1.aqs", "snapshot-0000000000000000000x.aqs"}) {
      site.disk.install(at(1).resolveSibling(name), new byte[10]);
    }
    writeNative();
    assertThat(Snapshots.natives(site.disk, StoreSite.LAYOUT)).containsExactly(at(1));
    assertThat(report().warnings()).isEmpty();
  }
}
