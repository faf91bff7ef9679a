package io.actionqueue.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.storage.CorruptLog;
import io.actionqueue.storage.ReplayRefused;
import io.actionqueue.storage.SequenceGap;
import io.actionqueue.storage.SnapshotMismatch;
import io.actionqueue.storage.StorageException;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.recovery.OpenReport;
import io.actionqueue.storage.recovery.SnapshotUse;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.wal.LogOptions;
import io.actionqueue.storage.wal.LogThreading;
import io.actionqueue.testkit.ManualTime;
import io.actionqueue.testkit.ReplayExtension;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Damages every byte and every frame of a directory's files and opens it: what was damaged is
/// named, what is refused is left as it is, and what by its nature nobody can notice is listed
/// here.
@ExtendWith(ReplayExtension.class)
class DamagedDirectoryTest {
  private static final Path LOG = DirectoryLife.LOG;
  private static final Path SNAPSHOT = new DataLayout(DirectoryLife.ROOT).v8Snapshot();

  private static final LogOptions OPTIONS =
      LogOptions.builder().threading(LogThreading.CALLER).prepareBytes(0).build();

  private SimulatedDisk whole;
  private byte[] log;
  private List<byte[]> frames;

  /// Frames of both versions, one of them over several sectors, and a snapshot in the middle.
  @BeforeEach
  void writeDirectory() throws IOException {
    var life = new DirectoryLife(SimulatedDisk.create(), OPTIONS, SeededRandom.of(3));
    life.open();
    life.append(1);
    life.sync();
    life.appendOfSize(60);
    life.sync();
    life.appendOfSize(1300);
    life.sync();
    life.append(2);
    life.snapshot();
    life.append(1);
    life.sync();
    life.appendOfSize(40);
    life.sync();
    life.append(3);
    life.close();
    whole = life.disk();
    log = whole.content(LOG);
    frames = LogCuts.frames(log);
    assertThat(frames).hasSizeGreaterThan(5);
  }

  private SimulatedDisk with(Path path, byte[] content) {
    SimulatedDisk disk = whole.settledCopy();
    disk.install(path, content);
    return disk;
  }

  private static SimulatedDisk withoutSnapshot(SimulatedDisk disk) {
    try {
      disk.delete(SNAPSHOT);
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return disk;
  }

  private static OpenReport open(SimulatedDisk disk) throws IOException {
    ManualTime time = ManualTime.atSeconds(1_700_001_000L);
    try (Store store = Store.open(DirectoryLife.storeOptions(disk, time, OPTIONS))) {
      return store.report();
    }
  }

  /// Refused, and not a byte changed but in the side file of the lock.
  private static StorageException refusal(SimulatedDisk disk) {
    byte[] before = disk.content(LOG);
    int files = disk.files().size();
    try {
      open(disk);
    } catch (StorageException refusal) {
      assertThat(disk.content(LOG)).isEqualTo(before);
      assertThat(disk.files()).hasSize(files);
      return refusal;
    } catch (IOException other) {
      throw new AssertionError("not a failure with a name: " + other, other);
    }
    throw new AssertionError("opened as if nothing were wrong");
  }

  @Nested
  class EveryByteOfTheLog {
    /// Two bits of each; a property of the scan goes through more changes of a byte.
    @Test
    void isChecked() {
      int start = 0;
      for (byte[] frame : frames) {
        for (int at = start; at < start + frame.length; at++) {
          for (int bit : new int[] {at % 8, (at + 3) % 8}) {
            SimulatedDisk disk = whole.settledCopy();
            disk.flipBit(LOG, at, bit);
            StorageException refusal = refusal(disk);
            assertThat(refusal).as("bit %d of byte %d", bit, at).isInstanceOf(CorruptLog.class);
            assertThat(refusal.offsetBytes()).as("bit %d of byte %d", bit, at).isEqualTo(start);
          }
        }
        start += frame.length;
      }
    }

    @Test
    void mayBeTheLastOneOfAnUnfinishedWrite() throws IOException {
      int end = 0;
      for (byte[] frame : frames) {
        for (int length = end + 1; length < end + frame.length; length++) {
          SimulatedDisk disk = withoutSnapshot(with(LOG, Arrays.copyOf(log, length)));
          OpenReport report = open(disk);
          assertThat(report.torn()).as("cut to %d bytes", length).isNotNull();
          assertThat(report.torn().offset()).isEqualTo(end);
          assertThat(disk.content(report.torn().copy()))
              .isEqualTo(Arrays.copyOfRange(log, end, length));
          assertThat(disk.content(LOG)).isEqualTo(Arrays.copyOf(log, end));
        }
        end += frame.length;
      }
    }
  }

  @Nested
  class EveryFrameOfTheLog {
    @Test
    void isMissedWhenItIsDropped() {
      for (int i = 0; i < frames.size() - 1; i++) {
        List<byte[]> rest = new ArrayList<>(frames);
        rest.remove(i);
        SimulatedDisk disk = withoutSnapshot(with(LOG, LogCuts.concat(rest)));
        assertThat(refusal(disk)).as("without frame %d", i).isInstanceOf(SequenceGap.class);
      }
    }

    @Test
    void isRefusedWhenItComesTwice() {
      for (int i = 0; i < frames.size(); i++) {
        for (int target = i + 1; target <= frames.size(); target++) {
          List<byte[]> more = new ArrayList<>(frames);
          more.add(target, frames.get(i));
          SimulatedDisk disk = withoutSnapshot(with(LOG, LogCuts.concat(more)));
          assertThat(refusal(disk))
              .as("frame %d again at %d", i, target)
              .isInstanceOf(ReplayRefused.class);
        }
      }
    }

    @Test
    void isRefusedInAnotherPlace() {
      for (int i = 0; i < frames.size(); i++) {
        for (int j = i + 1; j < frames.size(); j++) {
          List<byte[]> swapped = new ArrayList<>(frames);
          Collections.swap(swapped, i, j);
          SimulatedDisk disk = withoutSnapshot(with(LOG, LogCuts.concat(swapped)));
          assertThat(refusal(disk))
              .as("frames %d and %d swapped", i, j)
              .isInstanceOfAny(SequenceGap.class, ReplayRefused.class);
        }
      }
    }

    @Test
    void countsWithASnapshotToo() {
      for (int i = 0; i < frames.size(); i++) {
        List<byte[]> more = new ArrayList<>(frames);
        more.add(frames.get(i));
        assertThat(refusal(with(LOG, LogCuts.concat(more))))
            .as("frame %d again at the end", i)
            .isInstanceOfAny(ReplayRefused.class, SnapshotMismatch.class);
      }
    }
  }

  @Nested
  class EveryByteOfANativeSnapshot {
    private SimulatedDisk disk;
    private Path file;
    private String digest;

    /// Beside the older one in the original's form.
    @BeforeEach
    void writeSnapshot() throws IOException {
      var life = new DirectoryLife(whole.settledCopy(), OPTIONS, SeededRandom.of(4));
      life.adopt();
      life.append(1);
      life.nativeSnapshot();
      life.append(1);
      life.close();
      disk = life.disk();
      Store.Loaded loaded = load(disk);
      digest = loaded.state().digest();
      file = ((SnapshotUse.Used) loaded.report().snapshot()).path();
      assertThat(file.toString()).endsWith(".aqs");
    }

    @Test
    void isCheckedAndWhatIsOlderStandsIn() throws IOException {
      int length = disk.content(file).length;
      for (int at = 0; at < length; at++) {
        SimulatedDisk damaged = disk.settledCopy();
        damaged.flipBit(file, at, at % 8);
        assertOlderUsed(damaged, "byte " + at + " flipped");
      }
    }

    @Test
    void isNeededAndWhatIsOlderStandsIn() throws IOException {
      byte[] content = disk.content(file);
      for (int length = 0; length < content.length; length++) {
        SimulatedDisk damaged = disk.settledCopy();
        damaged.install(file, Arrays.copyOf(content, length));
        assertOlderUsed(damaged, "cut to " + length + " bytes");
      }
    }

    private void assertOlderUsed(SimulatedDisk damaged, String what) throws IOException {
      Store.Loaded loaded = load(damaged);
      assertThat(loaded.report().snapshot())
          .as(what)
          .isInstanceOfSatisfying(
              SnapshotUse.Used.class, used -> assertThat(used.path()).isEqualTo(SNAPSHOT));
      assertThat(loaded.report().warnings()).as(what).isNotEmpty();
      assertThat(loaded.state().digest()).as(what).isEqualTo(digest);
    }
  }

  @Nested
  class EveryByteOfTheSnapshot {
    @Test
    void isCheckedAndTheLogStandsIn() throws IOException {
      String digest = digest(whole.settledCopy());
      byte[] snapshot = whole.content(SNAPSHOT);
      for (int at = 0; at < snapshot.length; at++) {
        SimulatedDisk disk = whole.settledCopy();
        disk.flipBit(SNAPSHOT, at, at % 8);
        assertPassedOver(disk, digest, "byte " + at + " flipped");
      }
    }

    @Test
    void isNeededAndTheLogStandsIn() throws IOException {
      String digest = digest(whole.settledCopy());
      byte[] snapshot = whole.content(SNAPSHOT);
      for (int length = 0; length < snapshot.length; length++) {
        SimulatedDisk disk = with(SNAPSHOT, Arrays.copyOf(snapshot, length));
        assertPassedOver(disk, digest, "cut to " + length + " bytes");
      }
    }

    @Test
    void isMissedWhereTheLogCannotStandIn() {
      byte[] snapshot = whole.content(SNAPSHOT);
      for (int at = 0; at < snapshot.length; at += 7) {
        SimulatedDisk disk = with(LOG, new byte[0]);
        disk.flipBit(SNAPSHOT, at, at % 8);
        assertThat(refusal(disk)).as("byte %d", at).isInstanceOf(SnapshotMismatch.class);
      }
    }

    private void assertPassedOver(SimulatedDisk disk, String digest, String what)
        throws IOException {
      Store.Loaded loaded = load(disk);
      assertThat(loaded.report().snapshot()).as(what).isInstanceOf(SnapshotUse.PassedOver.class);
      assertThat(loaded.report().warnings()).as(what).isNotEmpty();
      assertThat(loaded.state().digest()).as(what).isEqualTo(digest);
    }
  }

  /// What no reader of these bytes can tell from a directory that is in order. Each has happened
  /// before the directory was opened, and something outside of it must notice: a backup, a
  /// checksumming file system, a replica.
  @Nested
  class CannotBeNoticed {
    @Test
    void aLogThatLostItsLastFramesWhole() throws IOException {
      for (int kept = 0; kept < frames.size(); kept++) {
        byte[] front = LogCuts.concat(frames.subList(0, kept));
        OpenReport report = open(withoutSnapshot(with(LOG, front)));
        assertThat(report.torn()).isNull();
        assertThat(report.warnings()).isEmpty();
        assertThat(report.log().bytes()).isEqualTo(front.length);
      }
    }

    /// But a snapshot that knows more than the log gives the loss away.
    @Test
    void unlessASnapshotKnowsMore() throws IOException {
      long covered = load(whole.settledCopy()).report().snapshotSequence();
      for (int kept = 1; kept < frames.size(); kept++) {
        byte[] front = LogCuts.concat(frames.subList(0, kept));
        long last = open(withoutSnapshot(with(LOG, front))).lastSequence();
        SimulatedDisk disk = with(LOG, front);
        if (last < covered) {
          assertThat(refusal(disk)).isInstanceOf(SnapshotMismatch.class);
        } else {
          open(disk);
        }
      }
    }

    /// That is what a write looks like that never came to its end; its bytes are kept aside.
    @Test
    void aSectorOfTheLastFrameThatTurnedIntoZeros() throws IOException {
      var life = new DirectoryLife(SimulatedDisk.create(), OPTIONS, SeededRandom.of(3));
      life.open();
      life.append(1);
      life.sync();
      life.appendOfSize(3000);
      life.close();
      byte[] bytes = life.disk().content(LOG);
      int start = bytes.length - LogCuts.frames(bytes).getLast().length;
      for (int sector = start / 512 + 1; (sector + 1) * 512 <= bytes.length; sector++) {
        SimulatedDisk disk = life.disk().settledCopy();
        byte[] damaged = bytes.clone();
        Arrays.fill(damaged, sector * 512, (sector + 1) * 512, (byte) 0);
        disk.install(LOG, damaged);
        OpenReport report = open(disk);
        assertThat(report.torn()).isNotNull();
        assertThat(report.torn().offset()).isEqualTo(start);
      }
    }

    @Test
    void anOlderCopyOfTheWholeDirectory() throws IOException {
      var life = new DirectoryLife(SimulatedDisk.create(), OPTIONS, SeededRandom.of(3));
      life.open();
      life.append(1);
      life.close();
      SimulatedDisk older = life.disk().settledCopy();
      life.open();
      life.append(1);
      life.close();
      assertThat(open(older).warnings()).isEmpty();
    }
  }

  @Test
  void anotherFilesBytesAreNoLog() {
    assertThatThrownBy(() -> open(withoutSnapshot(with(LOG, whole.content(SNAPSHOT)))))
        .isInstanceOf(CorruptLog.class);
    assertThatThrownBy(() -> open(with(LOG, SeededRandom.of(1).bytes(5000))))
        .isInstanceOf(CorruptLog.class);
  }

  private static String digest(SimulatedDisk disk) throws IOException {
    return load(disk).state().digest();
  }

  private static Store.Loaded load(SimulatedDisk disk) throws IOException {
    return Store.load(disk, ManualTime.atSeconds(1_700_001_000L), DirectoryLife.ROOT);
  }
}
