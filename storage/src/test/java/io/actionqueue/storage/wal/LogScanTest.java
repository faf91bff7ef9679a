package io.actionqueue.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.actionqueue.core.event.Event;
import io.actionqueue.storage.CorruptLog;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What a pass over a log reports beside the judgement of its end.
final class LogScanTest {

  ///
  @Test
  void theLastSequenceAndTheEndAreThoseOfTheLastFrame() throws IOException {
    LogBytes log = LogBytes.of(LogBytes.singles(5, 1), LogBytes.singles(9, 1));
    ScanReport report = log.scan(ScanPolicy.STRICT);
    assertThat(report.events()).isEqualTo(2);
    assertThat(report.firstSequence()).isEqualTo(5);
    assertThat(report.lastSequence()).isEqualTo(9);
    assertThat(report.verdict()).isEqualTo(new ScanVerdict.CleanEnd(log.length()));
    assertThat(report.position())
        .isEqualTo(new LogPosition(log.length(), 9, LogBytes.singles(5, 1).length));
  }

  @Test
  void placesWhereSequencesDoNotFollowAreReported() throws IOException {
    byte[] second = Frames.batch(9, 0, List.of(LogBytes.event(9), LogBytes.event(10)));
    LogBytes log =
        LogBytes.of(
            LogBytes.singles(2, 2), second, LogBytes.singles(10, 1), LogBytes.singles(4, 1));
    int first = LogBytes.singles(2, 2).length;
    ScanReport report = log.scan(ScanPolicy.DEFAULT);
    assertThat(report.batchFrames()).isEqualTo(1);
    assertThat(report.jumps())
        .containsExactly(
            new SequenceJump(0, 2, 0),
            new SequenceJump(3, 9, first),
            new SequenceJump(10, 10, first + second.length),
            new SequenceJump(10, 4, first + second.length + LogBytes.singles(10, 1).length));
    assertThat(report.jumps().stream().map(SequenceJump::isGap))
        .containsExactly(true, true, false, false);
  }

  @Test
  void aLogMayGoOnFromAnother() throws IOException {
    SimulatedDisk disk = LogBytes.of(LogBytes.singles(8, 2)).disk();
    Path path = Path.of("/test.wal");
    assertThat(LogScan.run(disk, path, ScanPolicy.DEFAULT, 7, EventSink.NONE).jumps()).isEmpty();
    assertThat(LogScan.run(disk, path, ScanPolicy.DEFAULT, 6, EventSink.NONE).jumps())
        .containsExactly(new SequenceJump(6, 8, 0));
  }

  @Test
  void jumpsAreCountedBeyondThoseThatAreListed() throws IOException {
    byte[][] frames = new byte[150][];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = LogBytes.singles(2L + 2 * i, 1);
    }
    ScanReport report = LogBytes.of(frames).scan(ScanPolicy.DEFAULT);
    assertThat(report.jumpCount()).isEqualTo(150);
    assertThat(report.jumps()).hasSize(ScanReport.MAX_JUMPS);
  }

  @Test
  void sequenceZeroIsAJump() throws IOException {
    assertThat(LogBytes.of(LogBytes.singles(0, 2)).scan(ScanPolicy.DEFAULT).jumps())
        .containsExactly(new SequenceJump(0, 0, 0));
  }

  /// Tells which events were wanted and how many were passed.
  private static final class Knowing implements EventSink {
    private final long known;
    private final List<Long> told = new ArrayList<>();
    private int passed;

    Knowing(long known) {
      this.known = known;
    }

    @Override
    public long known() {
      return known;
    }

    @Override
    public void passed(int count) {
      passed += count;
    }

    @Override
    public void event(long sequence, Event event, long offset) {
      told.add(sequence);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 10", "2, 2, 8", "3, 3, 7", "4, 3, 7", "5, 3, 7", "6, 6, 4", "99, 10, 0"})
  void whatTheSinkKnowsIsNotDecodedFrameByFrame(long known, int passed, int told)
      throws IOException {
    byte[] batch = Frames.batch(4, 0, List.of(event(4), event(5), event(6)));
    byte[] last = Frames.batch(8, 0, List.of(event(8), event(9), event(10)));
    LogBytes log = LogBytes.of(LogBytes.singles(1, 3), batch, LogBytes.singles(7, 1), last);
    var sink = new Knowing(known);
    ScanReport report = log.scan(ScanPolicy.STRICT, sink);
    assertThat(sink.passed).isEqualTo(passed);
    assertThat(sink.told).hasSize(told).isSorted();
    assertThat(report).isEqualTo(log.scan(ScanPolicy.STRICT));
  }

  private static Event event(long number) {
    return LogBytes.event(number);
  }

  /// The outline of a frame is read whoever knows its events: lengths that do not add up, a CRC
  /// that does not fit. An event that cannot be decoded is found when somebody wants it.
  @Test
  void knownFramesAreCheckedButNotDecoded() throws IOException {
    byte[] strange = {9, 0, 1, 2, 77, 77}; // sequence 9, lag 0, one event of two bytes: kind 77
    byte[] tooLong = {9, 0, 1, 3, 77, 77};
    LogBytes undecodable = LogBytes.of(LogBytes.singles(1, 8), Frames.of(6, strange));
    assertThat(undecodable.scan(ScanPolicy.STRICT, new Knowing(9)).lastSequence()).isEqualTo(9);
    assertThat(undecodable.scan(ScanPolicy.STRICT, new Knowing(8)).verdict())
        .isInstanceOf(ScanVerdict.Corrupt.class);
    assertThat(
            LogBytes.of(LogBytes.singles(1, 8), Frames.of(6, tooLong))
                .scan(ScanPolicy.STRICT, new Knowing(9))
                .verdict())
        .isInstanceOf(ScanVerdict.Corrupt.class);
    byte[] flipped = undecodable.bytes().clone();
    flipped[flipped.length - 1] ^= 1;
    assertThat(new LogBytes(flipped).scan(ScanPolicy.STRICT, new Knowing(9)).verdict())
        .isInstanceOf(ScanVerdict.Corrupt.class);
  }

  @ParameterizedTest
  @EnumSource(ScanPolicy.class)
  void anEmptyLogEndsCleanly(ScanPolicy policy) throws IOException {
    ScanReport report = LogBytes.of().scan(policy);
    assertThat(report.verdict()).isEqualTo(new ScanVerdict.CleanEnd(0));
    assertThat(report.events()).isZero();
    assertThat(report.position()).isEqualTo(LogPosition.START);
  }

  @Test
  void aMissingLogIsNotCreated() {
    SimulatedDisk disk = SimulatedDisk.create();
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> LogScan.run(disk, Path.of("/none"), ScanPolicy.DEFAULT, EventSink.NONE));
    assertThat(disk.files()).isEmpty();
  }

  @Test
  void whatTheSinkThrowsEndsThePass() {
    assertThatIOException()
        .isThrownBy(() ->
            LogBytes.of(LogBytes.singles(1, 3))
                .scan(
                    ScanPolicy.DEFAULT,
                    (_, _, _) -> {
                      throw new IOException("enough");
                    }))
        .withMessage("enough");
  }

  @Test
  void noEventOfAnUndecodableBatchIsDelivered() throws IOException {
    byte[] payload = {1, 0, 2, 2, 0x0b, 7, 2, 0x7f, 7};
    List<Long> delivered = new ArrayList<>();
    ScanReport report =
        LogBytes.of(Frames.of(6, payload))
            .scan(ScanPolicy.DEFAULT, (sequence, _, _) -> delivered.add(sequence));
    assertThat(delivered).isEmpty();
    assertThat(report.verdict())
        .isEqualTo(
            new ScanVerdict.Corrupt(
                0, CorruptionReason.DECODE_FAILURE, "unknown event variant 127"));
  }

  /// the order of checks at opening, spec 01
  /// §6.2.
  @ParameterizedTest
  @CsvSource({
    "050000, INCOMPLETE_HEADER",
    "ffffffffffffff, INCOMPLETE_HEADER",
    "ffffffffffffffffffffffff, UNSUPPORTED_VERSION",
    "04000000ffffffff00000000, UNSUPPORTED_VERSION",
    "e7030000010000000000000000, UNSUPPORTED_VERSION",
    "05000000010000100000000000, DECODE_FAILURE",
    "06000000010000100000000000, DECODE_FAILURE",
    "05000000000000100000000000, INCOMPLETE_PAYLOAD",
    "050000003200000000000000" + "0001020304050607080910111213141516171819, INCOMPLETE_PAYLOAD",
    "050000000000000000000000, DECODE_FAILURE",
    "000000000000000000000000, UNSUPPORTED_VERSION",
    "0500000003000000efbeadde010b07, CRC_MISMATCH",
    "0500000001000000" + "1bdf05a5" + "01, DECODE_FAILURE",
  })
  void strictNamesTheKindAndThePlaceOfDamage(String tail, CorruptionReason reason)
      throws IOException {
    byte[] bytes = java.util.HexFormat.of().parseHex(tail);
    for (byte[] good : List.of(new byte[0], LogBytes.singles(1, 1), LogBytes.singles(5, 6))) {
      assertThat(LogBytes.of(good, bytes).verdict(ScanPolicy.STRICT))
          .isInstanceOfSatisfying(
              ScanVerdict.Corrupt.class,
              corrupt -> {
                assertThat(corrupt.offset()).isEqualTo(good.length);
                assertThat(corrupt.reason()).isEqualTo(reason);
              });
    }
  }

  @Test
  void aRefusalSaysPathPlaceKindAndFinding() {
    CorruptLog failure =
        new ScanVerdict.Corrupt(412, CorruptionReason.CRC_MISMATCH, "stored CRC 1, computed 2")
            .toException(Path.of("x.wal"));
    assertThat(failure)
        .hasMessage("x.wal: WAL corruption at offset 412 (crc_mismatch): stored CRC 1, computed 2");
  }
}
