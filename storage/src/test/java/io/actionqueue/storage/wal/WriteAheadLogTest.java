package io.actionqueue.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.actionqueue.core.Bytes;
import io.actionqueue.core.event.Event;
import io.actionqueue.core.event.RunEvent.RunSuspended;
import io.actionqueue.core.event.TaskEvent.TaskCreated;
import io.actionqueue.core.id.RunId;
import io.actionqueue.core.id.TaskId;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.core.task.TaskSpec;
import io.actionqueue.storage.LogClosed;
import io.actionqueue.storage.PayloadTooLarge;
import io.actionqueue.storage.SequenceViolation;
import io.actionqueue.storage.TornTailRefused;
import io.actionqueue.storage.UnencodableEvent;
import io.actionqueue.testkit.ManualTime;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The writer without a thread: how it opens, and what it accepts.
final class WriteAheadLogTest {
  private static final Path PATH = LogPlace.PATH;

  private final SimulatedDisk disk = SimulatedDisk.create();

  private WriteAheadLog open() throws IOException {
    return open(LogPlace.byCaller());
  }

  private WriteAheadLog open(LogOptions.Builder options) throws IOException {
    return LogPlace.open(disk, options.build());
  }

  private static void append(WriteAheadLog log, long... sequences) throws IOException {
    for (long sequence : sequences) {
      log.append(Batches.small(sequence, 1));
    }
  }

  private List<Long> recorded() throws IOException {
    List<Long> sequences = new ArrayList<>();
    LogScan.run(disk, PATH, ScanPolicy.STRICT, (sequence, _, _) -> sequences.add(sequence));
    return sequences;
  }

  @Nested
  final class Opening {
    ///
    @Test
    void createsTheFileDurably() throws IOException {
      open().close();
      assertThat(disk.crashSpace().oldest().disk().exists(PATH)).isTrue();
    }

    ///
    @Test
    void withoutTheDirectoryFails() {
      assertThatExceptionOfType(NoSuchFileException.class)
          .isThrownBy(() ->
              WriteAheadLog.open(
                  SimulatedDisk.create(),
                  ManualTime.atSeconds(0),
                  PATH,
                  LogOptions.defaults(),
                  LogPosition.START));
    }

    @Test
    void refusesAPositionThatTheFileDoesNotHave() throws IOException {
      open().close();
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              WriteAheadLog.open(
                  disk,
                  ManualTime.atSeconds(0),
                  PATH,
                  LogOptions.defaults(),
                  new LogPosition(1, 0)));
    }

    @Test
    void refusesToWriteOverWhatStandsBehindThePosition() {
      disk.install(PATH, LogBytes.singles(1, 1));
      assertThatExceptionOfType(TornTailRefused.class)
          .isThrownBy(() ->
              WriteAheadLog.open(
                  disk, ManualTime.atSeconds(0), PATH, LogOptions.defaults(), LogPosition.START))
          .satisfies(e -> assertThat(e.tornBytes()).isEqualTo(15));
    }

    /// What a killed process left in the system's memory only is acknowledged by nobody yet, but
    /// read by the next one.
    @Test
    void syncsWhatItFinds() throws IOException {
      WriteAheadLog log = open(LogPlace.byCaller().durability(Durability.OS));
      append(log, 1);
      disk.killProcess();
      assertThat(open().lastSequence()).isEqualTo(1);
      assertThat(LogPlace.events(disk.crashSpace().oldest().disk(), PATH)).hasSize(1);
    }
  }

  @Nested
  final class Sequences {
    ///
    @Test
    void thatDoNotIncreaseAreRefusedAndTheLogStaysUsable() throws IOException {
      try (WriteAheadLog log = open()) {
        append(log, 1);
        assertViolation(log, 1, 2);
        assertViolation(log, 0, 2);
        append(log, 2, 3);
        assertThat(log.lastSequence()).isEqualTo(3);
        log.sync();
      }
      assertThat(recorded()).containsExactly(1L, 2L, 3L);
    }

    ///
    @Test
    void mayJump() throws IOException {
      try (WriteAheadLog log = open()) {
        append(log, 5);
        assertViolation(log, 3, 6);
        assertViolation(log, 5, 6);
      }
    }

    ///
    @Test
    void goOnAfterAReopen() throws IOException {
      try (WriteAheadLog log = open()) {
        append(log, 3, 7, 12);
      }
      try (WriteAheadLog log = open()) {
        assertThat(log.lastSequence()).isEqualTo(12);
        append(log, 15);
      }
      assertThat(recorded()).containsExactly(3L, 7L, 12L, 15L);
    }

    ///
    @Test
    void areRefusedAfterAReopenToo() throws IOException {
      try (WriteAheadLog log = open()) {
        append(log, 1, 2);
      }
      try (WriteAheadLog log = open()) {
        assertViolation(log, 1, 3);
        assertViolation(log, 2, 3);
        append(log, 3);
      }
    }

    @Test
    void endAtTheLargestNumber() throws IOException {
      try (WriteAheadLog log = open()) {
        append(log, -1);
        assertViolation(log, 1, -1);
        assertViolation(log, -1, -1);
      }
      try (WriteAheadLog log = open()) {
        assertThat(log.lastSequence()).isEqualTo(-1);
        assertThatExceptionOfType(SequenceViolation.class).isThrownBy(() -> append(log, -1));
      }
    }

    @Test
    void thatWouldWrapAreRefused() throws IOException {
      try (WriteAheadLog log = open()) {
        assertThatExceptionOfType(SequenceViolation.class)
            .isThrownBy(() -> log.append(Batches.small(-1, 2)));
        append(log, 1);
      }
    }

    @Test
    void ofASnapshotAheadOfAnEmptyLogCount() throws IOException {
      disk.createDirectories(PATH.getParent());
      try (WriteAheadLog log =
          WriteAheadLog.open(
              disk,
              ManualTime.atSeconds(0),
              PATH,
              LogPlace.byCaller().build(),
              LogPosition.START.atLeast(41))) {
        assertThat(log.lastSequence()).isEqualTo(41);
        assertThat(log.durableSequence()).isEqualTo(41);
        assertViolation(log, 41, 42);
        append(log, 42);
      }
      assertThat(recorded()).containsExactly(42L);
    }

    private void assertViolation(WriteAheadLog log, long provided, long expected) {
      assertThatExceptionOfType(SequenceViolation.class)
          .isThrownBy(() -> append(log, provided))
          .satisfies(e -> {
            assertThat(e.provided()).isEqualTo(provided);
            assertThat(e.expected()).isEqualTo(expected);
          });
    }
  }

  @Nested
  final class Refusals {
    private final Event unencodable = new RunSuspended(new RunId(1, 1), "\ud800", 1);

    @Test
    void ofABatchKeepNothingOfIt() throws IOException {
      try (WriteAheadLog log = open()) {
        append(log, 1);
        List<Event> events = List.of(LogBytes.event(2), unencodable);
        assertThatExceptionOfType(UnencodableEvent.class)
            .isThrownBy(() -> log.append(new EventBatch(2, events)));
        assertThat(log.lastSequence()).isEqualTo(1);
        append(log, 2);
      }
      assertThat(recorded()).containsExactly(1L, 2L);
    }

    @Test
    void meetAnEmptyBatch() throws IOException {
      try (WriteAheadLog log = open()) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> log.append(new EventBatch(1, List.of())));
      }
    }

    /// the maximum is what readers accept.
    @Test
    void ofAPayloadOverTheMaximumNameItsSize() throws IOException {
      assertThat(FrameFormat.MAX_PAYLOAD_BYTES).isEqualTo(268_435_456);
      int max = 10_000;
      int overhead =
          io.actionqueue.storage.wal.Frames.single(1, created(0)).length
              - FrameFormat.HEADER_BYTES
              + 1; // the length of the task's bytes takes two bytes instead of one
      for (int excess : new int[] {1, 2, 255, 256, 257, 100_000}) {
        var buffer = new FrameBuffer(PATH, 64, max);
        List<Event> events = List.of(created(max - overhead + excess));
        assertThatThrownBy(() -> buffer.add(new EventBatch(1, events)))
            .isInstanceOfSatisfying(
                PayloadTooLarge.class,
                e -> {
                  int longer = excess == 100_000 ? 1 : 0; // the length of the length
                  assertThat(e.sizeBytes()).isEqualTo(max + excess + longer);
                  assertThat(e.maxBytes()).isEqualTo(max);
                });
        assertThat(buffer.isEmpty()).isTrue();
      }
      var buffer = new FrameBuffer(PATH, 64, max);
      assertThat(buffer.add(new EventBatch(1, List.of(created(max - overhead))))).isTrue();
      assertThat(buffer.add(Batches.small(2, 1))).as("a second event").isFalse();
      assertThat(buffer.single().remaining()).isEqualTo(FrameFormat.HEADER_BYTES + max);
    }

    private TaskCreated created(int bytes) {
      return new TaskCreated(
          TaskSpec.of(new TaskId(1, 1), TaskPayload.of(Bytes.takeOver(new byte[bytes]))), 1);
    }

    @Test
    void meetEveryCallOnAClosedLog() throws IOException {
      WriteAheadLog log = open();
      log.close();
      assertThatExceptionOfType(LogClosed.class).isThrownBy(() -> append(log, 1));
      assertThatExceptionOfType(LogClosed.class).isThrownBy(log::sync);
      log.close();
    }

    ///
    @Test
    void areCounted() throws IOException {
      try (WriteAheadLog log = open()) {
        log.append(Batches.small(1, 3));
        assertThat(counts(log)).containsExactly(3L, 0L);
        assertThatIOException().isThrownBy(() -> log.append(Batches.small(2, 2)));
        assertThat(counts(log)).containsExactly(3L, 2L);
        log.sync();
        assertThat(counts(log)).containsExactly(3L, 2L);
      }
    }

    private List<Long> counts(WriteAheadLog log) {
      return List.of(log.counters().appendSuccesses(), log.counters().appendFailures());
    }
  }
}
