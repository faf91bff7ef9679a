package io.actionqueue.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.actionqueue.storage.CorruptLog;
import io.actionqueue.storage.StorageException;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import io.actionqueue.testkit.disk.DiskOperation.Kind;
import io.actionqueue.testkit.disk.Fault;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Sealing, reading over several files, and dropping what a snapshot covers (D4, S-32, S-61).
final class LogSegmentsTest {
  private static final Path PATH = LogPlace.PATH;
  private static final Path NEXT = PATH.resolveSibling("actionqueue.wal.next");

  private final SimulatedDisk disk = SimulatedDisk.create();
  private final SeededRandom random = SeededRandom.of(1);

  private static LogOptions.Builder small() {
    return LogPlace.byCaller().segmentBytes(4096);
  }

  /// Writes events of about 1,500 bytes, each synced: three fill a file of 4,096 bytes.
  private void write(LogOptions.Builder options, int events) throws IOException {
    try (WriteAheadLog log = LogPlace.open(disk, options.build())) {
      write(log, events);
    }
  }

  private void write(WriteAheadLog log, int events) throws IOException {
    for (int i = 0; i < events; i++) {
      log.append(Batches.large(log.lastSequence() + 1, 1500, random));
      log.sync();
    }
  }

  private List<Long> firsts() throws IOException {
    return LogSegments.sealed(disk, PATH).stream().map(LogSegments.Sealed::firstSequence).toList();
  }

  private List<Long> sequences(ScanPolicy policy) throws IOException {
    List<Long> sequences = new ArrayList<>();
    LogSegments.scan(disk, PATH, policy, (sequence, _, _) -> sequences.add(sequence));
    return sequences;
  }

  @Test
  void aFullFileIsSealedUnderItsFirstSequence() throws IOException {
    write(small(), 7);
    assertThat(firsts()).containsExactly(1L, 4L);
    assertThat(disk.files())
        .containsExactly(
            PATH.resolveSibling("actionqueue-00000000000000000001.wal"),
            PATH.resolveSibling("actionqueue-00000000000000000004.wal"),
            PATH);
    assertThat(sequences(ScanPolicy.STRICT))
        .isEqualTo(LongStream.rangeClosed(1, 7).boxed().toList());
  }

  @Test
  void aReopenedFileIsSealedUnderItsFirstSequenceToo() throws IOException {
    write(small(), 3);
    write(small(), 1);
    write(small(), 3);
    assertThat(firsts()).containsExactly(1L, 4L);
    ScanReport report = LogSegments.scan(disk, PATH, ScanPolicy.STRICT, EventSink.NONE);
    assertThat(report.sealedFiles()).isEqualTo(2);
    assertThat(report.events()).isEqualTo(7);
    assertThat(report.firstSequence()).isEqualTo(1);
    assertThat(report.lastSequence()).isEqualTo(7);
    assertThat(report.jumpCount()).isZero();
  }

  @Test
  void aLogOfOneFileIsReadInPlaceAndSealedOnceItGoesOn() throws IOException {
    disk.install(PATH, LogBytes.singles(1, 400));
    assertThat(LogSegments.scan(disk, PATH, ScanPolicy.STRICT, EventSink.NONE).sealedFiles())
        .isZero();
    write(small(), 1);
    assertThat(firsts()).containsExactly(1L);
    assertThat(sequences(ScanPolicy.STRICT)).hasSize(401);
  }

  @Test
  void relaxedDurabilitySyncsAFileBeforeItIsSealed() throws IOException {
    try (WriteAheadLog log = LogPlace.open(disk, small().durability(Durability.OS).build())) {
      for (long sequence = 1; sequence <= 4; sequence++) {
        log.append(Batches.large(sequence, 1500, random));
      }
      assertThat(log.counters().syncs())
          .as("the file, and the next one's first frame")
          .isEqualTo(2);
      assertThat(LogPlace.events(disk.crashSpace().oldest().disk(), PATH)).hasSize(4);
    }
  }

  @Test
  void sealedFilesEndWithTheirLastFrameAlsoOnPreparedSpace() throws IOException {
    write(small().prepareBytes(4096), 10);
    assertThat(firsts()).containsExactly(1L, 2L, 5L);
    assertThat(sequences(ScanPolicy.STRICT)).hasSize(10);
    assertThat(disk.exists(NEXT)).as("the file prepared ahead").isFalse();
  }

  @Test
  void theNextFileIsPreparedAheadAndTaken() throws IOException {
    try (WriteAheadLog log = LogPlace.open(disk, small().prepareBytes(4096).build())) {
      write(log, 1);
      assertThat(disk.content(NEXT)).hasSize(4096).containsOnly(0);
      write(log, 1);
      assertThat(firsts()).containsExactly(1L);
      assertThat(disk.content(PATH)).hasSize(4096);
    }
  }

  @Test
  void aNextFileThatAKilledProcessLeftIsRemoved() throws IOException {
    WriteAheadLog log = LogPlace.open(disk, small().prepareBytes(4096).build());
    write(log, 3);
    disk.killProcess();
    assertThat(disk.exists(NEXT)).isTrue();
    write(small(), 1);
    assertThat(disk.exists(NEXT)).isFalse();
    assertThat(sequences(ScanPolicy.STRICT)).hasSize(4);
  }

  @Test
  void afterACrashBetweenSealingAndTheNextFileTheLogGoesOn() throws IOException {
    write(small(), 3);
    disk.rename(PATH, LogSegments.sealedPath(PATH, 1));
    ScanReport report = LogSegments.scan(disk, PATH, ScanPolicy.DEFAULT, EventSink.NONE);
    assertThat(report.verdict()).isEqualTo(new ScanVerdict.CleanEnd(0));
    assertThat(report.position()).isEqualTo(new LogPosition(0, 3));
    write(small(), 1);
    assertThat(sequences(ScanPolicy.STRICT)).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void anUnfinishedEndOfASealedFileIsDamage() throws IOException {
    write(small(), 4);
    Path sealed = LogSegments.sealedPath(PATH, 1);
    byte[] content = disk.content(sealed);
    for (byte[] damaged :
        List.of(
            java.util.Arrays.copyOf(content, content.length - 1),
            java.util.Arrays.copyOf(content, content.length + 5))) {
      disk.install(sealed, damaged);
      assertThatExceptionOfType(CorruptLog.class)
          .isThrownBy(() -> sequences(ScanPolicy.DEFAULT))
          .satisfies(e -> assertThat(e.path()).isEqualTo(sealed));
    }
  }

  @Test
  void aMissingSealedFileIsAGap() throws IOException {
    write(small(), 10);
    disk.delete(LogSegments.sealedPath(PATH, 4));
    ScanReport report = LogSegments.scan(disk, PATH, ScanPolicy.DEFAULT, EventSink.NONE);
    assertThat(report.jumps()).containsExactly(new SequenceJump(3, 7, 0));
  }

  @Test
  void aSealedFileUnderAWrongNameIsRefused() throws IOException {
    write(small(), 4);
    disk.rename(LogSegments.sealedPath(PATH, 1), LogSegments.sealedPath(PATH, 2));
    assertThatExceptionOfType(CorruptLog.class)
        .isThrownBy(() -> sequences(ScanPolicy.DEFAULT))
        .withMessageContaining("its name says that it begins with sequence 2");
  }

  @Test
  void otherFilesAreNoSegments() throws IOException {
    write(small(), 4);
    for (String name :
        List.of(
            "actionqueue-1.wal",
            "actionqueue-0000000000000000000x.wal",
            "actionqueue-99999999999999999999.wal",
            "actionqueue.wal.torn-1",
            "other-00000000000000000001.wal")) {
      disk.install(PATH.resolveSibling(name), new byte[] {1});
    }
    assertThat(firsts()).containsExactly(1L);
    assertThat(LogSegments.sealedPath(PATH, -1))
        .hasFileName("actionqueue-18446744073709551615.wal");
  }

  @Test
  void withoutAnyFileThereIsNoLog() {
    disk.install(PATH.resolveSibling("note"), new byte[0]);
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> sequences(ScanPolicy.DEFAULT));
  }

  @ParameterizedTest
  @EnumSource(LogThreading.class)
  void aFileIsSealedOnDemandBehindWhatWasHandedOver(LogThreading threading) throws IOException {
    LogOptions options =
        LogOptions.builder().threading(threading).durability(Durability.OS).prepareBytes(0).build();
    try (WriteAheadLog log = LogPlace.open(disk, options)) {
      log.seal();
      assertThat(firsts()).as("an empty file is not sealed").isEmpty();
      write(log, 3);
      log.seal();
      assertThat(firsts()).containsExactly(1L);
      assertThat(log.sealedEnd()).isEqualTo(3);
      assertThat(log.sizeBytes()).isZero();
      log.seal();
      assertThat(firsts()).containsExactly(1L);
      write(log, 2);
      log.seal();
      assertThat(firsts()).containsExactly(1L, 4L);
    }
    try (WriteAheadLog log = LogPlace.open(disk, options)) {
      assertThat(log.sealedEnd()).isEqualTo(5);
      write(log, 1);
    }
    try (WriteAheadLog log = LogPlace.open(disk, options)) {
      assertThat(log.sealedEnd()).isEqualTo(5);
    }
    assertThat(sequences(ScanPolicy.STRICT)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
  }

  @Test
  void anExistingSealedFileIsNotReplaced() throws IOException {
    Path sealed = LogSegments.sealedPath(PATH, 1);
    try (WriteAheadLog log = LogPlace.open(disk, small().build())) {
      write(log, 3);
      disk.install(sealed, new byte[] {7});
      assertThatExceptionOfType(StorageException.class).isThrownBy(() -> write(log, 1));
    }
    assertThat(disk.content(sealed)).containsExactly(7);
  }

  @Test
  void aFailureWhileSealingEndsTheLogAndLosesNothing() throws IOException {
    for (Kind kind : List.of(Kind.RENAME, Kind.SYNC_DIRECTORY, Kind.OPEN)) {
      SimulatedDisk place = SimulatedDisk.create();
      try (WriteAheadLog log = LogPlace.open(place, small().build())) {
        write(log, 3);
        place.injectNext(kind, Fault.ioError());
        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> write(log, 1));
      }
      try (WriteAheadLog log = LogPlace.open(place, small().build())) {
        assertThat(log.lastSequence()).as("after a failed %s", kind).isEqualTo(3);
        write(log, 1);
      }
      assertThat(LogPlace.events(place, PATH)).hasSize(4);
    }
  }

  @Test
  void whatASnapshotCoversIsDroppedOldestFirst() throws IOException {
    write(small(), 10);
    assertThat(LogSegments.dropThrough(disk, PATH, 2, 9)).isEmpty();
    assertThat(LogSegments.dropThrough(disk, PATH, 3, 9))
        .containsExactly(LogSegments.sealedPath(PATH, 1));
    assertThat(LogSegments.dropThrough(disk, PATH, 8, 9))
        .containsExactly(LogSegments.sealedPath(PATH, 4));
    assertThat(firsts()).as("a file that goes beyond the sequence stays").containsExactly(7L);
    assertThat(LogSegments.dropThrough(disk, PATH, 9, 9))
        .containsExactly(LogSegments.sealedPath(PATH, 7));
    assertThat(sequences(ScanPolicy.STRICT)).as("the active file stays").containsExactly(10L);
  }

  /// Whatever a crash leaves of a dropping, what is left follows on itself.
  @Test
  void aCrashWhileDroppingLeavesNoHole() {
    Seeds.check(
        3,
        random -> {
          SimulatedDisk place = SimulatedDisk.create();
          try (WriteAheadLog log = LogPlace.open(place, small().build())) {
            write(log, 20);
          }
          place.onChange(_ ->
              place.crashSpace().states(20, random).forEach(state -> assertNoHole(state.disk())));
          assertThat(LogSegments.dropThrough(place, PATH, 20, 18)).hasSize(6);
        });
  }

  private static void assertNoHole(SimulatedDisk disk) {
    try {
      ScanReport report = LogSegments.scan(disk, PATH, ScanPolicy.STRICT, EventSink.NONE);
      assertThat(report.lastSequence()).isEqualTo(20);
      assertThat(report.events()).isEqualTo(20 - report.firstSequence() + 1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// A reader may meet the writer at any of its steps.
  @Test
  void aReaderBesideTheWriterSeesABeginningOfTheLog() throws IOException {
    List<List<Long>> seen = new ArrayList<>();
    try (WriteAheadLog log = LogPlace.open(disk, small().prepareBytes(4096).build())) {
      disk.onChange(operation -> {
        if (operation.kind() != Kind.OPEN) {
          seen.add(read(disk.settledCopy()));
        }
      });
      write(log, 9);
      disk.onChange(_ -> {});
    }
    assertThat(seen).hasSizeGreaterThan(30);
    int least = 0;
    for (List<Long> sequences : seen) {
      assertThat(sequences).isEqualTo(LongStream.rangeClosed(1, sequences.size()).boxed().toList());
      assertThat(sequences.size()).isGreaterThanOrEqualTo(least);
      least = sequences.size();
    }
  }

  private static List<Long> read(SimulatedDisk disk) {
    List<Long> sequences = new ArrayList<>();
    try {
      LogSegments.scan(
          disk, PATH, ScanPolicy.BESIDE_WRITER, (sequence, _, _) -> sequences.add(sequence));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return sequences;
  }

  /// The active file is sealed between the reader's look at the directory and its own.
  @Test
  void aFileSealedWhileItIsBeingReadIsReadOnce() throws IOException {
    WriteAheadLog log = LogPlace.open(disk, small().build());
    write(log, 4);
    List<Long> sequences = new ArrayList<>();
    LogSegments.scan(
        disk,
        PATH,
        ScanPolicy.BESIDE_WRITER,
        (sequence, _, _) -> {
          sequences.add(sequence);
          if (sequence == 2) {
            write(log, 6);
          }
        });
    log.close();
    assertThat(sequences).isEqualTo(LongStream.rangeClosed(1, 10).boxed().toList());
  }
}
