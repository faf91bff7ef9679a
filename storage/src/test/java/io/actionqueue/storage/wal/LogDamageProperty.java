package io.actionqueue.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.core.port.EventBatch;
import io.actionqueue.storage.CorruptLog;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Damage at any byte of any log is found, placed, and told from an unfinished write; so is an end
/// at any byte.
final class LogDamageProperty {

  /// Frames of both versions, one behind the other.
  ///
  /// @param bytes the file
  /// @param starts where frames begin, and the end
  private record Sample(byte[] bytes, NavigableSet<Integer> starts) {
    static Sample of(SeededRandom random) {
      List<byte[]> frames = new ArrayList<>();
      NavigableSet<Integer> starts = new TreeSet<>(List.of(0));
      long sequence = 1;
      for (int i = random.between(2, 7); i > 0; i--) {
        EventBatch batch = batch(sequence, random);
        boolean single = batch.events().size() == 1 && random.coin();
        frames.add(
            single
                ? Frames.single(sequence, batch.events().getFirst())
                : Frames.batch(sequence, 0, batch.events()));
        starts.add(starts.last() + frames.getLast().length);
        sequence += batch.events().size();
      }
      return new Sample(Frames.concat(frames.toArray(byte[][]::new)), starts);
    }

    private static EventBatch batch(long sequence, SeededRandom random) {
      return random.chance(1, 4)
          ? Batches.large(sequence, random.below(900), random)
          : Batches.small(sequence, random.between(1, 5));
    }

    LogBytes with(int at, int value) {
      byte[] copy = bytes.clone();
      copy[at] = (byte) value;
      return new LogBytes(copy);
    }
  }

  @Test
  void everyChangedByteIsCorruptionOfItsFrame() {
    Seeds.check(
        2,
        random -> {
          Sample sample = Sample.of(random);
          for (int at = 0; at < sample.bytes.length; at++) {
            int old = sample.bytes[at];
            assertCorrupt(sample, at, sample.with(at, old ^ 1 << random.below(8)));
            assertCorrupt(sample, at, sample.with(at, old ^ 1 + random.below(255)));
            assertCorrupt(sample, at, sample.with(at, old == 0 ? 0xff : 0));
          }
        });
  }

  private static void assertCorrupt(Sample sample, int at, LogBytes damaged) throws IOException {
    int start = Objects.requireNonNull(sample.starts.floor(at));
    if (isZeroNow(damaged.bytes(), start, at)) {
      return;
    }
    for (LogBytes log : List.of(damaged, damaged.with(new byte[600]))) {
      for (ScanPolicy policy : List.of(ScanPolicy.STRICT, ScanPolicy.DEFAULT)) {
        assertThat(log.verdict(policy))
            .as("byte %s set to %s under %s", at, damaged.bytes()[at], policy)
            .isInstanceOfSatisfying(
                ScanVerdict.Corrupt.class,
                corrupt -> assertThat(corrupt.offset()).isEqualTo(start));
      }
      CorruptLog damage = Objects.requireNonNull(log.read().damage());
      assertThat(damage.offsetBytes()).isEqualTo(start);
    }
  }

  /// Whether the change left nothing but zeros in the sector, as a write that never arrived would:
  /// the one case in which nobody can tell.
  private static boolean isZeroNow(byte[] bytes, int start, int at) {
    int from = Math.max(start, at / 512 * 512);
    int to = Math.min(bytes.length, (at / 512 + 1) * 512);
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  @Test
  void everyEndInsideAFrameIsAnUnfinishedWrite() {
    Seeds.check(
        10,
        random -> {
          Sample sample = Sample.of(random);
          LogBytes whole = new LogBytes(sample.bytes);
          for (int length = 0; length <= sample.bytes.length; length++) {
            LogBytes cut = whole.cutTo(length);
            int start = Objects.requireNonNull(sample.starts.floor(length));
            if (start == length) {
              assertThat(cut.verdict(ScanPolicy.DEFAULT))
                  .isEqualTo(new ScanVerdict.CleanEnd(length));
              continue;
            }
            assertThat(cut.verdict(ScanPolicy.DEFAULT))
                .isInstanceOfSatisfying(
                    ScanVerdict.Torn.class,
                    torn -> {
                      assertThat(torn.offset()).isEqualTo(start);
                      assertThat(torn.bytes()).isEqualTo(cut.length() - start);
                      assertThat(torn.reason())
                          .isEqualTo(
                              cut.length() - start < FrameFormat.HEADER_BYTES
                                  ? CorruptionReason.INCOMPLETE_HEADER
                                  : CorruptionReason.INCOMPLETE_PAYLOAD);
                    });
            assertThat(cut.verdict(ScanPolicy.STRICT)).isInstanceOf(ScanVerdict.Corrupt.class);
          }
        });
  }
}
