package io.actionqueue.storage.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.event.EngineEvent.EnginePaused;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.storage.CorruptLog;
import io.actionqueue.storage.DirectoryLocked;
import io.actionqueue.storage.RepairRefused;
import io.actionqueue.storage.ReplayRefused;
import io.actionqueue.storage.SequenceGap;
import io.actionqueue.storage.recovery.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Repair makes a directory openable, keeps what it takes away, and never gives up a readable
/// record without being told to (S-32, spec 01 §7.3).
class RepairTest {
  private static final Path LOG = Site.LAYOUT.log();

  private final Site site = new Site();

  /// Plans, checks that planning changed nothing, repairs, and opens.
  private RepairPlan repaired(RepairOptions options) throws IOException {
    Map<Path, String> before = site.content();
    RepairPlan plan = site.directory().planRepair(options);
    assertThat(site.content()).as("a plan changes nothing").isEqualTo(before);
    RepairPlan done = site.directory().repair(options);
    assertThat(done.steps()).isEqualTo(plan.steps());
    assertThat(done.digest()).isEqualTo(plan.digest()).isEqualTo(site.digest());
    try (Store store = site.open()) {
      assertThat(store.state().latestSequence()).isEqualTo(plan.sequence());
      Site.append(store, 1);
    }
    assertThat(site.directory().repair(RepairOptions.defaults()).isEmpty()).isTrue();
    return done;
  }

  private void refused(RepairOptions options, Class<? extends Exception> kind, String words) {
    Map<Path, String> before = site.content();
    assertThatThrownBy(() -> site.directory().planRepair(options))
        .isInstanceOf(kind)
        .hasMessageContaining(words);
    assertThatThrownBy(() -> site.directory().repair(options))
        .isInstanceOf(kind)
        .hasMessageContaining(words);
    assertThat(site.content()).as("a refused repair changes nothing").isEqualTo(before);
  }

  @Test
  void aSoundDirectoryNeedsNone() throws IOException {
    site.write(5);
    Map<Path, String> before = site.content();
    RepairPlan done = site.directory().repair(RepairOptions.defaults());
    assertThat(done.isEmpty()).isTrue();
    assertThat(done.sequence()).isEqualTo(5);
    assertThat(site.content()).isEqualTo(before);
  }

  @Test
  void preparedZerosAreNoDamage() throws IOException {
    site.write(2);
    site.disk.install(LOG, Arrays.copyOf(site.disk.content(LOG), 8192));
    assertThat(site.directory().repair(RepairOptions.defaults()).isEmpty()).isTrue();
  }

  @Test
  void anUnfinishedWriteIsCutAndKept() throws IOException {
    site.write(2);
    byte[] whole = site.disk.content(LOG);
    site.disk.install(LOG, Arrays.copyOf(whole, whole.length - 100));
    RepairPlan done = repaired(RepairOptions.defaults());
    assertThat(done.sequence()).isEqualTo(1);
    assertThat(done.steps()).singleElement().isInstanceOf(RepairStep.CutEnd.class);
    byte[] kept = site.disk.content(done.copies().getFirst());
    assertThat(kept).hasSize(whole.length - whole.length / 2 - 100);
    assertThat(whole).containsSubsequence(kept);
  }

  @Test
  @DisplayName("A damaged last record, which opening refuses (S-31 d), is cut and kept")
  void aDamagedLastRecordIsCutAndKept() throws IOException {
    site.write(2);
    byte[] whole = site.disk.content(LOG);
    site.disk.flipBit(LOG, whole.length - 5, 3);
    assertThatThrownBy(site::open).isInstanceOf(CorruptLog.class);
    RepairPlan done = repaired(RepairOptions.defaults());
    assertThat(done.sequence()).isEqualTo(1);
    assertThat(done.copies()).hasSize(1);
    assertThat(site.disk.content(done.copies().getFirst())).hasSize(whole.length / 2);
  }

  @Test
  void damageWithARecordBehindItIsNotCut() throws IOException {
    site.write(2);
    site.disk.flipBit(LOG, 30, 1);
    refused(RepairOptions.defaults(), RepairRefused.class, "a whole frame with sequence 2 follows");
    refused(RepairOptions.acceptingGaps(), RepairRefused.class, "repair refused");
  }

  @Test
  void aFileThatIsNoLogIsNotCut() throws IOException {
    site.write(1);
    site.disk.install(
        LOG, "Dear all, this is no log at all.".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    refused(RepairOptions.defaults(), RepairRefused.class, "no log");
  }

  @Test
  void aDamagedSealedFileIsPutAsideWhereASnapshotCoversIt() throws IOException {
    site.write(10);
    site.snapshot();
    String digest = site.digest();
    Path first = site.sealed(0);
    Path second = site.sealed(1);
    site.disk.flipBit(second, 100, 1);
    assertThatThrownBy(site::open).isInstanceOf(CorruptLog.class);
    RepairPlan done = repaired(RepairOptions.defaults());
    assertThat(done.digest()).isEqualTo(digest);
    assertThat(done.copies()).hasSize(2);
    assertThat(site.disk.exists(first)).isFalse();
    assertThat(site.disk.exists(second)).isFalse();
    assertThat(done.copies().getLast().toString()).contains(".set-aside-");
  }

  @Test
  void aDamagedSealedFileThatNoSnapshotCoversIsNotTouched() throws IOException {
    site.write(10);
    site.disk.flipBit(site.sealed(1), 100, 1);
    refused(RepairOptions.acceptingGaps(), RepairRefused.class, "no good snapshot contains");
  }

  @Test
  void aDamagedSealedFileThatASnapshotCoversInPartIsNotTouched() throws IOException {
    site.write(5);
    site.snapshot();
    site.write(5);
    site.disk.flipBit(site.sealed(1), 100, 1);
    refused(RepairOptions.acceptingGaps(), RepairRefused.class, "no good snapshot contains");
  }

  @Test
  void missingEventsAreGivenUpOnlyWhenAsked() throws IOException {
    site.write(10);
    site.disk.delete(site.sealed(1));
    assertThatThrownBy(site::open).isInstanceOf(SequenceGap.class);
    refused(RepairOptions.defaults(), RepairRefused.class, "events 4 to 6 are missing");
    RepairPlan done = repaired(RepairOptions.acceptingGaps());
    assertThat(done.steps())
        .singleElement()
        .isInstanceOfSatisfying(
            RepairStep.GiveUp.class,
            step -> {
              assertThat(step.previous()).isEqualTo(3);
              assertThat(step.next()).isEqualTo(7);
            });
    assertThat(done.sequence()).isEqualTo(10);
  }

  @Test
  void severalFindingsAreMendedOneAfterTheOther() throws IOException {
    site.write(11);
    site.disk.delete(site.sealed(1));
    byte[] active = site.disk.content(LOG);
    site.disk.flipBit(LOG, active.length - 3, 1);
    refused(RepairOptions.defaults(), RepairRefused.class, "missing");
    RepairPlan done = repaired(RepairOptions.acceptingGaps());
    assertThat(done.steps()).hasSize(2);
    assertThat(done.sequence()).isEqualTo(10);
  }

  @Test
  void aLastRecordThatTheStateDoesNotAcceptIsCutAndKept() throws IOException {
    site.write(1);
    try (Store store = site.open()) {
      store.log().append(new EventBatch(2, List.of(new EnginePaused(5), new EnginePaused(6))));
      store.log().sync();
    }
    assertThatThrownBy(site::open).isInstanceOf(ReplayRefused.class);
    RepairPlan done = repaired(RepairOptions.defaults());
    assertThat(done.steps()).singleElement().isInstanceOf(RepairStep.CutRecord.class);
    assertThat(done.sequence()).as("the batch stands or falls as one").isEqualTo(1);
    assertThat(done.copies()).hasSize(1);
  }

  @Test
  void aRecordThatTheStateDoesNotAcceptIsNotCutWithWhatFollows() throws IOException {
    site.write(1);
    try (Store store = site.open()) {
      store.log().append(new EventBatch(2, List.of(Site.large(1))));
      store.log().sync();
      store.log().append(new EventBatch(3, List.of(Site.large(3))));
      store.log().sync();
    }
    refused(RepairOptions.acceptingGaps(), RepairRefused.class, "whole records follow");
  }

  @Test
  void anOwnedDirectoryIsLeftAlone() throws IOException {
    site.write(1);
    try (Store _ = site.open()) {
      assertThatThrownBy(() -> site.directory().repair(RepairOptions.defaults()))
          .isInstanceOf(DirectoryLocked.class);
    }
  }
}
