package io.actionqueue.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.event.Event;
import io.actionqueue.testkit.SeededRandom;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The judgement of what stands behind the last good frame, rule by rule (S-31, S-32).
final class TailJudgeTest {
  private static final byte[] GOOD = LogBytes.singles(1, 3);
  private static final Event LARGE = Batches.large(4, 3000, SeededRandom.of(4)).events().getFirst();

  /// A frame of a bit more than 3,000 bytes without a zero among its first ones.
  private static final byte[] FRAME = Frames.single(4, LARGE);

  private static ScanVerdict judge(byte[]... tail) throws IOException {
    return LogBytes.of(GOOD).with(tail).verdict(ScanPolicy.DEFAULT);
  }

  private static void assertTorn(byte[]... tail) throws IOException {
    int length = Frames.concat(tail).length;
    assertThat(judge(tail))
        .isInstanceOfSatisfying(
            ScanVerdict.Torn.class,
            torn -> {
              assertThat(torn.offset()).isEqualTo(GOOD.length);
              assertThat(torn.bytes()).isEqualTo(length);
            });
  }

  private static void assertCorrupt(CorruptionReason reason, byte[]... tail) throws IOException {
    assertThat(judge(tail))
        .isInstanceOfSatisfying(
            ScanVerdict.Corrupt.class,
            corrupt -> {
              assertThat(corrupt.offset()).isEqualTo(GOOD.length);
              assertThat(corrupt.reason()).isEqualTo(reason);
            });
  }

  /// The frame with a range set to zero, where the range counts from the start of the file.
  private static byte[] zeroed(byte[] frame, int from, int to) {
    byte[] copy = frame.clone();
    int start = Math.clamp(from - GOOD.length, 0, frame.length);
    Arrays.fill(copy, start, Math.clamp(to - GOOD.length, start, frame.length), (byte) 0);
    return copy;
  }

  private static byte[] with(byte[] frame, int at, int value) {
    byte[] copy = frame.clone();
    copy[at] = (byte) value;
    return copy;
  }

  @Nested
  final class ZerosToTheEnd {
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 11, 12, 13, 512, 70_000})
    void areACleanEnd(int zeros) throws IOException {
      assertThat(judge(new byte[zeros])).isEqualTo(new ScanVerdict.CleanEnd(GOOD.length));
    }

    @Test
    void inAFileOfNothingElseTheyAreAnEmptyLog() throws IOException {
      assertThat(LogBytes.of(new byte[4096]).verdict(ScanPolicy.DEFAULT))
          .isEqualTo(new ScanVerdict.CleanEnd(0));
    }
  }

  @Nested
  final class AGoodFrameBehindTheDamage {
    private final byte[] damaged = with(FRAME, 100, FRAME[100] ^ 1);

    @Test
    void ofVersion5ProvesCorruption() throws IOException {
      assertCorrupt(CorruptionReason.CRC_MISMATCH, damaged, LogBytes.singles(5, 1));
    }

    @Test
    void provesItAlsoWhereASectorIsZero() throws IOException {
      byte[] hole = zeroed(FRAME, 1024, 1536);
      assertTorn(hole);
      assertCorrupt(CorruptionReason.CRC_MISMATCH, hole, LogBytes.singles(5, 1));
    }

    @Test
    void provesItAlsoFarBehind() throws IOException {
      assertCorrupt(
          CorruptionReason.CRC_MISMATCH,
          damaged,
          SeededRandom.of(1).bytes(100_000),
          LogBytes.singles(5, 1));
    }

    @Test
    void withALagThatReachesBackProvesNothing() throws IOException {
      byte[] hole = zeroed(FRAME, 1024, 1536);
      for (long lag : new long[] {1, 2, 4}) {
        byte[] later = Frames.batch(5, lag, List.of(LogBytes.event(5)));
        assertTorn(hole, later);
        assertCorrupt(CorruptionReason.CRC_MISMATCH, damaged, later);
      }
    }

    @Test
    void withALagThatDoesNotReachBackProvesCorruption() throws IOException {
      byte[] hole = zeroed(FRAME, 1024, 1536);
      assertCorrupt(
          CorruptionReason.CRC_MISMATCH, hole, Frames.batch(5, 0, List.of(LogBytes.event(5))));
      assertCorrupt(
          CorruptionReason.CRC_MISMATCH,
          hole,
          Frames.batch(5, 1, List.of(LogBytes.event(5))),
          Frames.batch(6, 1, List.of(LogBytes.event(6))));
    }

    @Test
    void withAnEarlierSequenceIsNotLater() throws IOException {
      assertTorn(zeroed(FRAME, 1024, 1536), LogBytes.singles(3, 1));
    }
  }

  @Nested
  final class AnUnfinishedWrite {
    @Test
    void isTornWhereverTheFileEnds() throws IOException {
      for (int length = 1; length < FRAME.length; length += length < 20 ? 1 : 97) {
        assertTorn(Arrays.copyOf(FRAME, length));
      }
    }

    @Test
    void isTornWithAnyOneSectorMissing() throws IOException {
      int end = GOOD.length + FRAME.length;
      for (int sector = 0; sector < end; sector += 512) {
        byte[] hole = zeroed(FRAME, sector, sector + 512);
        assertTorn(hole);
        assertTorn(hole, new byte[5000]);
      }
    }

    @Test
    void isTornWithOnlyOneSectorThere() throws IOException {
      int end = GOOD.length + FRAME.length;
      for (int sector = 0; sector < end; sector += 512) {
        byte[] rest = zeroed(FRAME, 0, sector);
        assertTorn(zeroed(rest, sector + 512, end), new byte[5000]);
      }
    }

    /// The header itself may lie on both sides of a sector's end.
    @Test
    void isTornWhereverItsHeaderIsCutByASector() throws IOException {
      for (int before = 1; before < 12; before++) {
        byte[] filler = Frames.single(1, sized(512 - before));
        assertThat(filler).hasSize(512 - before);
        byte[] frame = Frames.single(2, LARGE);
        byte[] first = Arrays.copyOf(Arrays.copyOf(frame, before), frame.length);
        byte[] second = frame.clone();
        Arrays.fill(second, 0, before, (byte) 0);
        for (byte[] torn : List.of(first, second)) {
          for (byte[] zeros : List.of(new byte[0], new byte[3000])) {
            assertThat(LogBytes.of(filler, torn, zeros).verdict(ScanPolicy.DEFAULT))
                .as("%s bytes of the header in the first sector", before)
                .isInstanceOf(ScanVerdict.Torn.class);
          }
        }
      }
    }

    private Event sized(int frameBytes) {
      for (int size = frameBytes - 80; ; size++) {
        Event event = Batches.large(1, size, SeededRandom.of(1)).events().getFirst();
        if (Frames.single(1, event).length == frameBytes) {
          return event;
        }
      }
    }

    @Test
    void isTornInABatchToo() throws IOException {
      byte[] batch = Frames.batch(4, 0, List.of(LARGE, LARGE));
      assertTorn(zeroed(batch, 3072, 3584), new byte[100]);
      assertTorn(Arrays.copyOf(batch, batch.length - 1));
    }
  }

  @Nested
  final class Damage {
    /// A whole last frame with a flipped bit was written and may have been acknowledged.
    @ParameterizedTest
    @ValueSource(ints = {8, 11, 12, 100, 3000})
    void ofAWholeLastFrameIsCorruption(int at) throws IOException {
      byte[] damaged = with(FRAME, at, FRAME[at] ^ 4);
      assertCorrupt(CorruptionReason.CRC_MISMATCH, damaged);
      assertCorrupt(CorruptionReason.CRC_MISMATCH, damaged, new byte[5000]);
    }

    @Test
    void ofTheVersionIsCorruption() throws IOException {
      for (int version : new int[] {0, 1, 4, 7, 255}) {
        assertCorrupt(CorruptionReason.UNSUPPORTED_VERSION, with(FRAME, 0, version));
        assertCorrupt(
            CorruptionReason.UNSUPPORTED_VERSION, with(FRAME, 0, version), new byte[5000]);
      }
    }

    @Test
    void ofTheLengthIsCorruptionSinceThePayloadIsWhole() throws IOException {
      for (int bit = 0; bit < 28; bit++) {
        byte[] damaged = with(FRAME, 4 + bit / 8, FRAME[4 + bit / 8] ^ 1 << bit % 8);
        assertThat(judge(damaged)).as("bit %s", bit).isInstanceOf(ScanVerdict.Corrupt.class);
        assertThat(judge(damaged, new byte[5000]))
            .as("bit %s", bit)
            .isInstanceOf(ScanVerdict.Corrupt.class);
      }
    }

    @Test
    void ofALengthThatNobodyWritesIsCorruption() throws IOException {
      assertCorrupt(CorruptionReason.DECODE_FAILURE, Frames.frame(5, 0, 0, new byte[0]));
      assertCorrupt(
          CorruptionReason.DECODE_FAILURE, Frames.frame(5, 268_435_457, 7, new byte[] {1}));
      assertTorn(Frames.frame(5, 268_435_456, 7, new byte[] {1}));
    }

    @Test
    void ofTheContentUnderARightCrcIsCorruption() throws IOException {
      assertCorrupt(CorruptionReason.DECODE_FAILURE, Frames.of(5, new byte[] {4, 0x40, 7}));
      assertCorrupt(
          CorruptionReason.DECODE_FAILURE, Frames.of(6, new byte[] {4, 0, 1, 2, 0x40, 7}));
    }

    @Test
    void thatLooksLikeNothingIsCorruption() throws IOException {
      byte[] garbage = SeededRandom.of(9).bytes(300);
      assertCorrupt(CorruptionReason.UNSUPPORTED_VERSION, garbage);
      assertCorrupt(CorruptionReason.UNSUPPORTED_VERSION, garbage, new byte[5000]);
    }
  }

  @Nested
  final class Strictly {
    @Test
    void zerosAndUnfinishedWritesAreCorruption() throws IOException {
      for (byte[] tail : List.of(new byte[1], new byte[100], Arrays.copyOf(FRAME, 50))) {
        assertThat(LogBytes.of(GOOD, tail).verdict(ScanPolicy.STRICT))
            .isInstanceOf(ScanVerdict.Corrupt.class);
      }
    }
  }

  @Nested
  final class ForRepair {
    private ScanVerdict judge(byte[]... parts) throws IOException {
      return LogBytes.of(parts).verdict(ScanPolicy.TRUNCATE_PARTIAL);
    }

    ///
    @Test
    void anyDamagedEndIsCut() throws IOException {
      for (byte[] tail :
          List.of(
              new byte[] {5, 0, 0, 0, 1, 2},
              Frames.frame(5, 80, 0, new byte[15]),
              new byte[] {-1, -1, -1, -1, -1, -1, -1},
              new byte[40],
              with(FRAME, 100, FRAME[100] ^ 1),
              SeededRandom.of(9).bytes(300),
              Frames.of(5, new byte[] {4, 0x40, 7}))) {
        assertThat(judge(GOOD, tail))
            .isInstanceOfSatisfying(
                ScanVerdict.Torn.class,
                torn -> {
                  assertThat(torn.offset()).isEqualTo(GOOD.length);
                  assertThat(torn.bytes()).isEqualTo(tail.length);
                });
      }
    }

    ///
    @Test
    void aLogOfNothingButAnUnfinishedFrameIsCutToNothing() throws IOException {
      assertThat(judge(Arrays.copyOf(FRAME, 100)))
          .isInstanceOfSatisfying(
              ScanVerdict.Torn.class, torn -> assertThat(torn.offset()).isZero());
    }

    ///
    @Test
    void aGoodLogIsLeftAlone() throws IOException {
      assertThat(judge(GOOD)).isEqualTo(new ScanVerdict.CleanEnd(GOOD.length));
    }

    @Test
    void aFileOfAnotherKindIsLeftAlone() throws IOException {
      assertThat(judge("not a log at all".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
          .isInstanceOf(ScanVerdict.Corrupt.class);
      assertThat(judge(new byte[64])).isInstanceOf(ScanVerdict.Corrupt.class);
    }

    @Test
    void aWholeFrameOfAnotherVersionIsNotCut() throws IOException {
      assertThat(judge(GOOD, Frames.of(4, new byte[] {1, 2, 3})))
          .isInstanceOf(ScanVerdict.Corrupt.class);
      assertThat(judge(GOOD, Frames.of(7, new byte[] {1, 2, 3})))
          .isInstanceOf(ScanVerdict.Corrupt.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6})
    void damageBeforeAWholeFrameIsNotCut(int version) throws IOException {
      byte[] later =
          version == 5 ? LogBytes.singles(2, 1) : Frames.batch(5, 0, List.of(LogBytes.event(5)));
      assertThat(judge(GOOD, new byte[] {1, 2, 3}, later)).isInstanceOf(ScanVerdict.Corrupt.class);
    }

    @Test
    void unsyncedFramesBehindAHoleAreCutAsOpeningCutsThem() throws IOException {
      byte[] hole = zeroed(FRAME, 1024, 1536);
      assertThat(judge(GOOD, hole, Frames.batch(5, 1, List.of(LogBytes.event(5)))))
          .isInstanceOf(ScanVerdict.Torn.class);
    }
  }

  @Nested
  final class BesideAWriter {
    private ScanVerdict judge(byte[]... tail) throws IOException {
      return LogBytes.of(GOOD).with(tail).verdict(ScanPolicy.BESIDE_WRITER);
    }

    @Test
    void anUnfinishedEndIsBeingWritten() throws IOException {
      assertThat(judge(with(FRAME, 100, FRAME[100] ^ 1))).isInstanceOf(ScanVerdict.Torn.class);
      assertThat(judge(Arrays.copyOf(FRAME, 700))).isInstanceOf(ScanVerdict.Torn.class);
      assertThat(judge(new byte[700])).isInstanceOf(ScanVerdict.CleanEnd.class);
    }

    @Test
    void damageBeforeAWholeFrameIsDamage() throws IOException {
      assertThat(judge(with(FRAME, 100, FRAME[100] ^ 1), LogBytes.singles(5, 1)))
          .isInstanceOf(ScanVerdict.Corrupt.class);
    }
  }

  @ParameterizedTest
  @EnumSource(ScanPolicy.class)
  void whatIsGoodIsDeliveredUnderEveryPolicy(ScanPolicy policy) throws IOException {
    ScanReport report = LogBytes.of(GOOD, new byte[] {9, 9, 9}).scan(policy);
    assertThat(report.events()).isEqualTo(3);
    assertThat(report.verdict().offset()).isEqualTo(GOOD.length);
  }
}
