package io.actionqueue.storage.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.storage.BackupUnsound;
import io.actionqueue.storage.CorruptLog;
import io.actionqueue.storage.SnapshotMismatch;
import io.actionqueue.storage.StorageException;
import io.actionqueue.storage.TargetNotEmpty;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.wal.LogSegments;
import io.actionqueue.testkit.disk.DiskOperation.Kind;
import io.actionqueue.testkit.disk.Fault;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackupTest {
  private static final Path BACKUP = Path.of("/backup/monday");

  private final Site site = new Site();

  private void history() throws IOException {
    site.write(10);
    site.snapshot();
    site.write(5);
    site.snapshot();
    site.write(4);
  }

  @Test
  void aBackupRestoresToTheSameState() throws IOException {
    history();
    BackupReport backup = site.directory().backUpTo(BACKUP);
    assertThat(backup.sequence()).isEqualTo(19);
    assertThat(backup.digest()).hasSize(64);
    BackupReport restored = site.other("/restored").restoreFrom(BACKUP);
    assertThat(restored.digest()).isEqualTo(backup.digest());
    assertThat(restored.files()).isEqualTo(backup.files());
    assertThat(restored.bytes()).isEqualTo(backup.bytes());
    Inspection inspection = site.other("/restored").inspect();
    assertThat(inspection.log()).hasSameSizeAs(site.directory().inspect().log());
    assertThat(inspection.snapshots()).hasSize(2).allMatch(SnapshotFacts::isGood);
  }

  @Test
  void aBackupIsADataDirectoryItself() throws IOException {
    history();
    var _ = site.directory().backUpTo(BACKUP);
    assertThat(site.other(BACKUP.toString()).inspect().opening())
        .isInstanceOfSatisfying(
            Inspection.Opening.Succeeds.class,
            opening -> assertThat(opening.sequence()).isEqualTo(19));
  }

  /// The owner appends, seals, writes snapshots and drops log between any two calls of the backup.
  @Test
  void whateverTheOwnerDoesMeanwhileTheBackupIsConsistent() throws IOException {
    for (int every : new int[] {3, 5, 11, 17, 40}) {
      Site busy = new Site();
      busy.write(10);
      try (Store store = busy.open()) {
        long acknowledged = store.state().latestSequence();
        int[] calls = {0};
        boolean[] working = {false};
        busy.disk.onChange(operation -> {
          boolean ofBackup = operation.path().startsWith("/backup");
          if (ofBackup && !working[0] && ++calls[0] % every == 0 && calls[0] < 250) {
            working[0] = true;
            work(store, calls[0] / every);
            working[0] = false;
          }
        });
        BackupReport report = busy.directory().backUpTo(BACKUP);
        busy.disk.onChange(_ -> {});
        assertThat(calls[0]).isGreaterThan(20);
        assertThat(report.sequence()).isGreaterThanOrEqualTo(acknowledged);
        assertThat(busy.other("/restored").restoreFrom(BACKUP).sequence())
            .isEqualTo(report.sequence());
        assertThat(Store.loadAt(busy.disk, BACKUP, report.sequence()).taskCount())
            .isEqualTo(report.sequence());
      }
    }
  }

  private static void work(Store store, int turn) {
    try {
      if (turn % 11 == 10) {
        store.compact();
        return;
      }
      Site.append(store, 2);
      if (turn % 2 == 0) {
        store.writeSnapshot();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anUnfinishedWriteIsNotBackedUp() throws IOException {
    site.write(2);
    byte[] log = site.disk.content(Site.LAYOUT.log());
    site.disk.install(Site.LAYOUT.log(), java.util.Arrays.copyOf(log, log.length - 7));
    assertThat(site.directory().backUpTo(BACKUP).sequence()).isEqualTo(1);
  }

  /// Behind a compaction the snapshots are all there is.
  @Test
  void withoutAGoodSnapshotAnEmptyLogIsNoStateToBackUp() throws IOException {
    history();
    var _ = site.directory().compact();
    for (SnapshotFacts snapshot : site.directory().verifySnapshots()) {
      site.disk.flipBit(snapshot.path(), 40, 1);
    }
    assertThatThrownBy(() -> site.directory().backUpTo(BACKUP))
        .isInstanceOf(SnapshotMismatch.class)
        .hasMessageStartingWith(Site.ROOT.toString());
    assertThat(site.disk.files()).noneMatch(file -> file.startsWith(BACKUP));
  }

  @Test
  void aDamagedSnapshotIsLeftOutWhereTheRestDoesWithoutIt() throws IOException {
    history();
    site.disk.flipBit(Site.LAYOUT.v8Snapshot(), 40, 1);
    BackupReport backup = site.directory().backUpTo(BACKUP);
    assertThat(backup.sequence()).isEqualTo(19);
    assertThat(site.disk.list(new DataLayout(BACKUP).snapshotFolder())).hasSize(1);
    assertThat(site.other("/restored").restoreFrom(BACKUP).sequence()).isEqualTo(19);
  }

  @Test
  void aDamagedDirectoryIsNotBackedUp() throws IOException {
    history();
    site.disk.flipBit(Site.LAYOUT.log(), 40, 1);
    assertThatThrownBy(() -> site.directory().backUpTo(BACKUP))
        .isInstanceOf(CorruptLog.class)
        .hasMessageStartingWith(Site.LAYOUT.log().toString());
    assertThat(site.disk.files()).noneMatch(file -> file.startsWith(BACKUP));
  }

  @Test
  void nothingIsWrittenOverWhatIsThere() throws IOException {
    history();
    site.disk.createDirectories(BACKUP);
    site.disk.install(BACKUP.resolve("letter"), new byte[] {1});
    assertThatThrownBy(() -> site.directory().backUpTo(BACKUP)).isInstanceOf(TargetNotEmpty.class);
    site.disk.delete(BACKUP.resolve("letter"));
    var _ = site.directory().backUpTo(BACKUP);
    assertThatThrownBy(() -> site.directory().restoreFrom(BACKUP))
        .isInstanceOf(TargetNotEmpty.class);
    assertThatThrownBy(() -> site.directory().backUpTo(BACKUP)).isInstanceOf(TargetNotEmpty.class);
  }

  @Test
  void everyDamagedOrMissingFileIsNoticedAndNothingIsRestored() throws IOException {
    history();
    var _ = site.directory().backUpTo(BACKUP);
    List<Path> files = site.disk.files().stream().filter(file -> file.startsWith(BACKUP)).toList();
    assertThat(files).hasSizeGreaterThan(4);
    for (Path file : files) {
      byte[] good = site.disk.content(file);
      for (int at = 0; at < good.length; at += Math.max(1, good.length / 23)) {
        site.disk.flipBit(file, at, 2);
        unsound(file + " at " + at);
        site.disk.install(file, good);
      }
      site.disk.install(file, java.util.Arrays.copyOf(good, good.length - 1));
      unsound(file + " cut");
      site.disk.delete(file);
      unsound(file + " missing");
      site.disk.install(file, good);
    }
    assertThat(site.other("/restored").restoreFrom(BACKUP).sequence()).isEqualTo(19);
  }

  private void unsound(String how) {
    assertThatThrownBy(() -> site.other("/restored").restoreFrom(BACKUP), how)
        .isInstanceOf(BackupUnsound.class);
    assertThat(site.disk.files()).noneMatch(file -> file.startsWith("/restored"));
  }

  @Test
  void aDirectoryThatIsNoBackupIsNotRestored() throws IOException {
    site.write(1);
    assertThatThrownBy(() -> site.other("/restored").restoreFrom(Site.ROOT))
        .isInstanceOf(BackupUnsound.class)
        .hasMessageContaining("no backup");
  }

  /// A crash while copying leaves something that nobody opens for less than it should be.
  @Test
  void ofAHalfWrittenCopyNobodyReadsAPart() throws IOException {
    history();
    var _ = site.directory().backUpTo(BACKUP);
    List<SimulatedDisk> crashes = new ArrayList<>();
    var random = io.actionqueue.testkit.SeededRandom.of(5);
    site.disk.onChange(_ -> crashes.add(site.disk.crash(random)));
    var _ = site.other("/restored").restoreFrom(BACKUP);
    String digest = site.digest();
    site.disk.onChange(_ -> {});
    assertThat(crashes).hasSizeGreaterThan(20);
    int whole = 0;
    for (SimulatedDisk crash : crashes) {
      Path root = Path.of("/restored");
      if (!crash.isDirectory(root.resolve("wal")) || crash.list(root.resolve("wal")).isEmpty()) {
        continue;
      }
      try {
        var state = Store.load(crash, site.time, root).state();
        if (state.latestSequence() == 0) { // nothing has been copied yet
          assertThat(crash.list(new DataLayout(root).snapshotFolder())).isEmpty();
          assertThat(LogSegments.sealed(crash, new DataLayout(root).log())).isEmpty();
          continue;
        }
        assertThat(state.digest()).isEqualTo(digest);
        whole++;
      } catch (StorageException refused) {
        assertThat(refused.code()).as("%s, %s", refused, crash.files()).isEqualTo("wal_corrupt");
      }
    }
    assertThat(whole).isPositive();
  }

  @Test
  void aFailureWhileCopyingLeavesNothing() throws IOException {
    history();
    for (Kind kind : List.of(Kind.WRITE, Kind.SYNC, Kind.RENAME, Kind.SYNC_DIRECTORY)) {
      for (int skip = 0; skip < 6; skip++) {
        int[] left = {skip};
        site.disk.injectWhen(
            operation ->
                operation.kind() == kind && operation.path().startsWith(BACKUP) && left[0]-- == 0,
            Fault.noSpace(0));
        try {
          var _ = site.directory().backUpTo(BACKUP);
          site.disk.files().stream().filter(file -> file.startsWith(BACKUP)).forEach(this::delete);
        } catch (IOException failed) {
          assertThat(failed).isInstanceOf(StorageException.class);
        }
        assertThat(site.disk.files()).noneMatch(file -> file.startsWith(BACKUP));
      }
    }
  }

  private void delete(Path file) {
    try {
      site.disk.delete(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
