package io.actionqueue.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import io.actionqueue.testkit.disk.DiskOperation.Kind;
import io.actionqueue.testkit.disk.Fault;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class TornTailTest {
  private static final byte[] GOOD = LogBytes.singles(1, 3);
  private static final Path PATH = Path.of("/wal/actionqueue.wal");

  private static SimulatedDisk disk(byte[] tail) {
    SimulatedDisk disk = SimulatedDisk.create();
    disk.install(PATH, Frames.concat(GOOD, tail));
    return disk;
  }

  private static Path setAside(SimulatedDisk disk) throws IOException {
    ScanReport report = LogScan.run(disk, PATH, ScanPolicy.DEFAULT, EventSink.NONE);
    return TornTail.setAside(disk, PATH, (ScanVerdict.Torn) report.verdict(), 1_700_000_000_123L);
  }

  @Test
  void theTornBytesAreKeptBesideTheLogAndTheLogEndsBeforeThem() throws IOException {
    byte[] tail = {5, 0, 0, 0, 9};
    SimulatedDisk disk = disk(tail);
    Path copy = setAside(disk);
    assertThat(copy).hasFileName("actionqueue.wal.torn-1700000000123");
    assertThat(disk.content(copy)).isEqualTo(tail);
    assertThat(disk.content(PATH)).isEqualTo(GOOD);
    SimulatedDisk crashed = disk.crashSpace().oldest().disk();
    assertThat(crashed.content(copy)).isEqualTo(tail);
    assertThat(crashed.content(PATH)).isEqualTo(GOOD);
  }

  @Test
  void anEarlierCopyIsKept() throws IOException {
    SimulatedDisk disk = disk(new byte[] {1});
    setAside(disk);
    disk.install(PATH, Frames.concat(GOOD, new byte[] {2}));
    assertThat(setAside(disk)).hasFileName("actionqueue.wal.torn-1700000000123-1");
    disk.install(PATH, Frames.concat(GOOD, new byte[] {3}));
    Path third = setAside(disk);
    assertThat(third).hasFileName("actionqueue.wal.torn-1700000000123-2");
    assertThat(disk.content(third)).containsExactly(3);
  }

  @Test
  void preparedZerosAreNotCopiedWholesale() throws IOException {
    byte[] frame = Frames.frame(5, 2000, 1, SeededRandom.of(1).bytes(100));
    SimulatedDisk disk = disk(Frames.concat(frame, new byte[3 << 20]));
    Path copy = setAside(disk);
    assertThat(disk.content(copy).length).isBetween(frame.length, (1 << 16) + (1 << 18));
    assertThat(Arrays.copyOf(disk.content(copy), frame.length)).isEqualTo(frame);
    assertThat(disk.content(PATH)).isEqualTo(GOOD);
  }

  /// The power may fail at any moment of it: the torn bytes are in the log, or in the copy.
  @Test
  void aCrashNeverLosesTheTornBytes() {
    Seeds.check(
        5,
        random -> {
          byte[] tail = Frames.frame(5, 5000, 1, random.bytes(random.between(1, 2000)));
          SimulatedDisk disk = disk(tail);
          disk.onChange(_ ->
              disk.crashSpace()
                  .sample(10, random)
                  .forEach(state -> assertKept(state.disk(), tail)));
          setAside(disk);
        });
  }

  private static void assertKept(SimulatedDisk disk, byte[] tail) {
    byte[] log = disk.content(PATH);
    if (Arrays.equals(log, Frames.concat(GOOD, tail))) {
      return;
    }
    assertThat(log).startsWith(GOOD);
    Path copy = Path.of("/wal/actionqueue.wal.torn-1700000000123");
    assertThat(disk.content(copy)).isEqualTo(tail);
  }

  @Test
  void nothingIsCutIfTheCopyFails() {
    for (Kind kind : new Kind[] {Kind.WRITE, Kind.SYNC, Kind.SYNC_DIRECTORY}) {
      SimulatedDisk disk = disk(new byte[] {1, 2, 3});
      disk.injectNext(kind, Fault.ioError());
      assertThatIOException().isThrownBy(() -> setAside(disk));
      assertThat(disk.content(PATH)).isEqualTo(Frames.concat(GOOD, new byte[] {1, 2, 3}));
    }
  }
}
