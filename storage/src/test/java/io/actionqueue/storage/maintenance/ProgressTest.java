package io.actionqueue.storage.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.storage.file.ForwardingFile;
import io.actionqueue.storage.file.ForwardingFiles;
import io.actionqueue.storage.file.ProgressListener;
import io.actionqueue.storage.file.WatchedFiles;
import io.actionqueue.storage.inspect.Extent;
import io.actionqueue.storage.inspect.LogVerification;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every tool says how much there is to do and how much was done, and none needs a buffer as large
/// as a snapshot.
class ProgressTest {
  private final Site site = new Site();

  /// Counts what it hears.
  private static final class Tally implements ProgressListener {
    private long expected;
    private long done;

    @Override
    public synchronized void expect(long bytes) {
      assertThat(bytes).isNotNegative();
      expected += bytes;
    }

    @Override
    public synchronized void advance(long bytes) {
      done += bytes;
    }
  }

  /// A tool at work.
  private interface Tool {
    void run(DataDirectory directory) throws IOException;
  }

  private record Named(String name, Tool tool) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Named> tools() {
    Path target = Path.of("/target");
    return Stream.of(
        new Named("inspect", DataDirectory::inspect),
        new Named("snapshot verify", DataDirectory::verifySnapshots),
        new Named("snapshot create", DataDirectory::createSnapshot),
        new Named("snapshot create native", DataDirectory::createNativeSnapshot),
        new Named("compact", DataDirectory::compact),
        new Named("state", directory -> directory.stateAt(30)),
        new Named("repair", directory -> directory.repair(RepairOptions.defaults())),
        new Named("backup", directory -> directory.backUpTo(target)),
        new Named("export", directory -> directory.exportTo(target)));
  }

  private void history() throws IOException {
    site.write(20);
    site.snapshot();
    site.write(5);
    site.snapshot();
    site.write(5);
  }

  @ParameterizedTest
  @MethodSource("tools")
  void whatWasDoneComesCloseToWhatWasExpected(Named named) throws IOException {
    history();
    var tally = new Tally();
    named.tool().run(site.directory().watchedBy(tally));
    assertThat(tally.done)
        .as("done of %d expected", tally.expected)
        .isBetween(tally.expected * 6 / 10, tally.expected * 12 / 10);
  }

  @Test
  void aRestoreSaysItToo() throws IOException {
    history();
    var _ = site.directory().backUpTo(Path.of("/target"));
    var tally = new Tally();
    var _ = site.other("/restored").watchedBy(tally).restoreFrom(Path.of("/target"));
    assertThat(tally.done).isBetween(tally.expected * 8 / 10, tally.expected * 11 / 10);
  }

  @Test
  void aVerificationReadsExactlyTheLog() throws IOException {
    history();
    var tally = new Tally();
    tally.expect(Extent.ofLog(site.disk, Site.LAYOUT.log()));
    FileStore watched = WatchedFiles.of(site.disk, tally);
    assertThat(LogVerification.of(watched, Site.LAYOUT.log()).isClean()).isTrue();
    assertThat(tally.done).isEqualTo(tally.expected);
  }

  @Test
  void theExtentIsThatOfTheFiles() throws IOException {
    history();
    Extent extent = Extent.of(site.disk, Site.ROOT);
    Inspection inspection = site.directory().inspect();
    assertThat(extent.log())
        .isEqualTo(inspection.log().stream().mapToLong(LogFileFacts::bytes).sum());
    assertThat(extent.snapshots())
        .isEqualTo(inspection.snapshots().stream().mapToLong(SnapshotFacts::bytes).sum());
    assertThat(Extent.of(site.disk, Path.of("/nowhere"))).isEqualTo(new Extent(0, 0, 0));
  }

  /// The snapshot has some four megabytes: it is read in pieces, section by section.
  @Test
  void neitherBackupNorInspectionReadsASnapshotInOnePiece() throws IOException {
    try (Store store = site.open()) {
      Site.append(store, 3000);
    }
    SnapshotFreed snapshot = site.directory().createNativeSnapshot();
    assertThat(snapshot.bytes()).isGreaterThan(4_000_000);
    int[] largest = {0};
    DataDirectory measured = DataDirectory.on(measuring(site.disk, largest), Site.ROOT, site.time);
    assertThat(measured.verifySnapshots()).singleElement().matches(SnapshotFacts::isGood);
    assertThat(measured.inspect().opening()).isInstanceOf(Inspection.Opening.Succeeds.class);
    assertThat(measured.backUpTo(Path.of("/target")).sequence()).isEqualTo(3000);
    assertThat(largest[0]).isLessThanOrEqualTo(1 << 20);
  }

  /// A disk that remembers the largest buffer that it was to fill.
  private static FileStore measuring(SimulatedDisk disk, int[] largest) {
    return new ForwardingFiles(disk) {
      @Override
      public FileHandle open(Path path, OpenMode mode) throws IOException {
        return new Measured(super.open(path, mode), largest);
      }
    };
  }

  private static final class Measured extends ForwardingFile {
    private final int[] largest;

    Measured(FileHandle file, int[] largest) {
      super(file);
      this.largest = largest;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      largest[0] = Math.max(largest[0], target.remaining());
      return super.read(target, position);
    }
  }
}
