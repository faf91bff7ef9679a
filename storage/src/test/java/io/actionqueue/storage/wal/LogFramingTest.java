package io.actionqueue.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.storage.codec.MalformedPayload;
import io.actionqueue.testkit.ManualTime;
import io.actionqueue.testkit.disk.DiskOperation.Kind;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The frames that the writer makes of batches, and the space that it makes them in.
final class LogFramingTest {
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
    LogSegments.scan(disk, PATH, ScanPolicy.STRICT, (sequence, _, _) -> sequences.add(sequence));
    return sequences;
  }

  private List<Frame> frames() throws IOException {
    List<Frame> frames = new ArrayList<>();
    try (LogReader reader = LogReader.open(disk, PATH)) {
      for (var event = reader.next(); event != null; event = reader.next()) {
        if (frames.isEmpty() || !frames.getLast().equals(event.frame())) {
          frames.add(event.frame());
        }
      }
    }
    return frames;
  }

  @Nested
  final class Frames {
    @Test
    void ofOneSyncedEventAreOfVersion5AndOfSeveralOfVersion6() throws IOException {
      try (WriteAheadLog log = open()) {
        append(log, 1);
        log.sync();
        append(log, 2, 3);
        log.append(Batches.small(4, 2));
        log.sync();
        append(log, 6);
      }
      assertThat(frames()).extracting(Frame::version).containsExactly(5, 6, 5);
      assertThat(recorded()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void areWrittenByOneWriteAndSyncedOnce() throws IOException {
      try (WriteAheadLog log = open()) {
        long writes = disk.calls(Kind.WRITE);
        long syncs = disk.calls(Kind.SYNC);
        for (long sequence = 1; sequence <= 500; sequence++) {
          append(log, sequence);
        }
        assertThat(disk.calls(Kind.WRITE)).isEqualTo(writes);
        log.sync();
        assertThat(disk.calls(Kind.WRITE)).isEqualTo(writes + 1);
        assertThat(disk.calls(Kind.SYNC)).isEqualTo(syncs + 1);
        log.sync();
        assertThat(disk.calls(Kind.SYNC)).isEqualTo(syncs + 1);
        assertThat(log.counters().frames()).isEqualTo(1);
        assertThat(log.counters().bytes()).isEqualTo(log.sizeBytes());
      }
    }

    @Test
    void neverSpanAJump() throws IOException {
      try (WriteAheadLog log = open()) {
        append(log, 1, 2, 5, 6);
      }
      assertThat(frames()).hasSize(2);
      assertThat(recorded()).containsExactly(1L, 2L, 5L, 6L);
    }

    @Test
    void endAtAMebibyteOrSoAndEachIsSyncedBeforeTheNext() throws IOException {
      var random = io.actionqueue.testkit.SeededRandom.of(1);
      try (WriteAheadLog log = open()) {
        for (long sequence = 1; sequence <= 5; sequence++) {
          log.append(Batches.large(sequence, 600_000, random));
        }
        log.sync();
        assertThat(log.counters().frames()).isEqualTo(3);
        assertThat(log.counters().syncs()).isEqualTo(3);
      }
      assertThat(recorded()).hasSize(5);
    }

    @Test
    void areWrittenByTheAppendItselfWhereTooMuchIsWaiting() throws IOException {
      var listener = new Listener();
      try (WriteAheadLog log = open(LogPlace.byCaller().maxWaitingBytes(12))) {
        log.listen(listener);
        append(log, 1, 2, 3, 4);
        assertThat(listener.sequences()).containsExactly(4L);
        append(log, 5);
      }
      assertThat(listener.sequences()).containsExactly(4L, 5L);
    }
  }

  @Nested
  final class RelaxedDurability {
    @Test
    void writesAtOnceAndOnlyFramesOfVersion6ThatSayWhatIsUnsynced() throws IOException {
      var listener = new Listener();
      try (WriteAheadLog log = open(LogPlace.byCaller().durability(Durability.OS))) {
        log.listen(listener);
        append(log, 1, 2, 3);
        assertThat(listener.sequences()).containsExactly(1L, 2L, 3L);
        assertThat(log.durableSequence()).isEqualTo(3);
        assertThat(log.counters().syncs()).isZero();
        log.sync();
        assertThat(log.counters().syncs()).isEqualTo(1);
        append(log, 4, 5);
      }
      assertThat(frames()).extracting(Frame::version).containsOnly(6);
      assertThat(lags()).containsExactly(0L, 1L, 2L, 0L, 1L);
    }

    @Test
    void syncsOnceAnIntervalHasPassed() throws IOException {
      ManualTime time = ManualTime.atSeconds(0);
      disk.createDirectories(PATH.getParent());
      LogOptions options = LogPlace.byCaller().durability(new Durability.Interval(50)).build();
      try (WriteAheadLog log = WriteAheadLog.open(disk, time, PATH, options, LogPosition.START)) {
        append(log, 1);
        time.advanceMillis(49);
        append(log, 2);
        assertThat(log.counters().syncs()).isZero();
        time.advanceMillis(1);
        append(log, 3);
        assertThat(log.counters().syncs()).isEqualTo(1);
        append(log, 4);
        assertThat(log.counters().syncs()).isEqualTo(1);
      }
      assertThat(lags()).containsExactly(0L, 1L, 2L, 0L);
    }

    private List<Long> lags() throws IOException {
      byte[] file = disk.content(PATH);
      List<Long> lags = new ArrayList<>();
      for (Frame frame : frames()) {
        var decoder = new FrameDecoder();
        try {
          decoder.decode(
              frame.version(),
              file,
              (int) frame.offset() + FrameFormat.HEADER_BYTES,
              frame.payloadLength());
        } catch (MalformedPayload e) {
          throw new AssertionError(e);
        }
        lags.add(decoder.lag());
      }
      return lags;
    }
  }

  @Nested
  final class PreparedSpace {
    private static final int CHUNK = 1 << 16;

    @Test
    void isTakenOnceTheLogIsBusyAndCutOffAtTheEnd() throws IOException {
      var random = io.actionqueue.testkit.SeededRandom.of(1);
      long end;
      try (WriteAheadLog log = open(LogPlace.byCaller().prepareBytes(CHUNK))) {
        append(log, 1);
        log.sync();
        assertThat(disk.content(PATH)).hasSize((int) log.sizeBytes());
        log.append(Batches.large(2, CHUNK / 4, random));
        log.sync();
        assertThat(disk.content(PATH)).as("never grows by zeros").hasSize((int) log.sizeBytes());
        append(log, 3);
        log.sync();
        assertThat(disk.content(PATH)).hasSize(CHUNK);
        end = log.sizeBytes();
      }
      assertThat(disk.content(PATH)).hasSize((int) end);
      assertThat(LogSegments.sealed(disk, PATH)).hasSize(1);
      assertThat(recorded()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void isFoundAndUsedAgainAfterAKill() throws IOException {
      var random = io.actionqueue.testkit.SeededRandom.of(1);
      WriteAheadLog killed = open(LogPlace.byCaller().prepareBytes(CHUNK));
      killed.append(Batches.large(1, CHUNK / 4, random));
      killed.sync();
      append(killed, 2);
      killed.sync();
      assertThat(disk.content(PATH)).hasSize(CHUNK);
      disk.killProcess();
      try (WriteAheadLog log = open(LogPlace.byCaller().prepareBytes(CHUNK))) {
        append(log, 3);
        log.sync();
        assertThat(disk.content(PATH)).hasSize(CHUNK);
      }
      assertThat(LogSegments.sealed(disk, PATH)).hasSize(1);
      assertThat(recorded()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void thatTheDiskDoesNotHaveIsDoneWithout() throws IOException {
      var random = io.actionqueue.testkit.SeededRandom.of(1);
      disk.limitSpace(CHUNK);
      try (WriteAheadLog log = open(LogPlace.byCaller().prepareBytes(CHUNK))) {
        for (long sequence = 1; sequence <= 3; sequence++) {
          log.append(Batches.large(sequence, CHUNK / 16, random));
          log.sync();
        }
      }
      assertThat(recorded()).containsExactly(1L, 2L, 3L);
    }
  }
}
