package io.actionqueue.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.storage.CorruptLog;
import io.actionqueue.storage.codec.MalformedPayload;
import io.actionqueue.testkit.SeededRandom;
import io.actionqueue.testkit.Seeds;
import io.actionqueue.testkit.state.SampleEvents;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// Bytes that nobody wrote: the readers end with their declared failures, soon, and without asking
/// for memory that the bytes do not justify.
final class LogFuzzProperty {
  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void anyPayloadIsAnEventOrMalformed() {
    Seeds.check(
        300,
        random -> {
          var decoder = new FrameDecoder();
          for (int i = 0; i < 50; i++) {
            byte[] payload = payload(random);
            int version = random.coin() ? 5 : 6;
            try {
              decoder.decode(version, payload, 0, payload.length);
              assertThat(decoder.count()).isPositive();
            } catch (MalformedPayload e) {
              assertThat(e.detail()).isNotEmpty();
            }
          }
        });
  }

  @Test
  void anyFileIsReadToADeclaredEnd() {
    Seeds.check(
        200,
        random -> {
          LogBytes log = new LogBytes(file(random));
          Assertions.assertTimeoutPreemptively(SOON, () -> readAll(log));
        });
  }

  private static void readAll(LogBytes log) throws IOException {
    for (ScanPolicy policy : ScanPolicy.values()) {
      ScanReport report = log.scan(policy);
      assertThat(report.verdict().offset()).isBetween(0L, (long) log.length());
    }
    LogBytes.Read read = log.read();
    CorruptLog damage = read.damage();
    if (damage != null) {
      assertThat(damage.offsetBytes()).isBetween(0L, (long) log.length());
    }
  }

  /// Four bytes in a row that declare a frame, over and over: each declares a CRC to be computed.
  @Test
  void aFileFullOfHeadersIsJudgedSoon() {
    byte[] header = Frames.frame(5, 900_000, 1, new byte[0]);
    byte[] file = new byte[1_000_000];
    for (int at = 0; at + header.length < file.length; at += header.length) {
      System.arraycopy(header, 0, file, at, header.length);
    }
    Assertions.assertTimeoutPreemptively(
        SOON,
        () ->
            assertThat(new LogBytes(file).verdict(ScanPolicy.DEFAULT))
                .isInstanceOf(ScanVerdict.Corrupt.class));
  }

  private static byte[] payload(SeededRandom random) {
    if (random.chance(1, 4)) {
      return random.bytes(random.below(60));
    }
    byte[] frame =
        random.coin()
            ? Frames.single(random.getAsLong(), SampleEvents.of(random).any())
            : Frames.batch(
                1 + random.below(100L),
                0,
                List.of(SampleEvents.of(random).any(), SampleEvents.of(random).extension()));
    byte[] payload = new byte[frame.length - FrameFormat.HEADER_BYTES];
    System.arraycopy(frame, FrameFormat.HEADER_BYTES, payload, 0, payload.length);
    mutate(payload, random);
    return payload;
  }

  /// Frames with right CRCs around wrong payloads, whole frames, pieces of frames, zeros, noise.
  private static byte[] file(SeededRandom random) {
    List<byte[]> parts = new ArrayList<>();
    for (int i = random.between(1, 8); i > 0; i--) {
      byte[] part =
          switch (random.below(6)) {
            case 0 -> Frames.of(random.between(4, 7), payload(random));
            case 1 -> Frames.single(i, SampleEvents.of(random).any());
            case 2 -> Frames.batch(i, random.below(i), List.of(SampleEvents.of(random).any()));
            case 3 -> random.bytes(random.below(200));
            case 4 -> new byte[random.below(2000)];
            default -> Frames.frame(5, (int) random.getAsLong(), 7, random.bytes(100));
          };
      if (random.chance(1, 4)) {
        mutate(part, random);
      }
      parts.add(part);
    }
    return Frames.concat(parts.toArray(byte[][]::new));
  }

  private static void mutate(byte[] bytes, SeededRandom random) {
    for (int i = bytes.length == 0 ? 0 : random.below(4); i > 0; i--) {
      bytes[random.below(bytes.length)] = (byte) random.getAsLong();
    }
  }
}
