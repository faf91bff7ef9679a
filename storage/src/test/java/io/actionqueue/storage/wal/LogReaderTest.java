package io.actionqueue.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.storage.CorruptLog;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The streaming reader (spec 01 §6.2 and §6.3).
final class LogReaderTest {
  private static final byte[] ONE = LogBytes.singles(1, 1);
  private static final byte[] TWO = LogBytes.singles(1, 2);

  ///
  @Test
  void aThousandEventsComeInOrder() throws IOException {
    LogBytes.Read read = LogBytes.of(LogBytes.singles(1, 1000)).read();
    assertThat(read.sequences()).isEqualTo(LongStream.rangeClosed(1, 1000).boxed().toList());
    assertThat(read.damage()).isNull();
  }

  ///
  @Test
  void theCurrentSequenceIsThatOfTheLastEventRead() throws IOException {
    try (LogReader reader = LogBytes.of(LogBytes.singles(42, 2)).reader()) {
      assertThat(reader.currentSequence()).isZero();
      reader.next();
      assertThat(reader.currentSequence()).isEqualTo(42);
      reader.next();
      assertThat(reader.currentSequence()).isEqualTo(43);
    }
  }

  ///
  @Test
  void anEmptyFileIsAtItsEndAtOnce() throws IOException {
    try (LogReader reader = LogBytes.of().reader()) {
      assertThat(reader.isEnd()).isTrue();
      assertThat(reader.next()).isNull();
    }
  }

  ///
  @Test
  void aMissingFileIsNotCreated() {
    SimulatedDisk disk = SimulatedDisk.create();
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> LogReader.open(disk, Path.of("/none.wal")));
    assertThat(disk.exists(Path.of("/none.wal"))).isFalse();
  }

  ///
  /// what follows good events, and how it is called. The table is spec 01 §6.2.
  @ParameterizedTest
  @CsvSource({
    "050000, incomplete_header",
    "0000000000, incomplete_header",
    "ffffff, incomplete_header",
    "ffffffffffffffffffffffff, decode_failure",
    "04000000ffffffff00000000, decode_failure",
    "04000000010000000000000000, unsupported_version",
    "040000000900000000000000, unsupported_version",
    "6300000003000000" + "00000000" + "010b07, unsupported_version",
    "e7030000010000000000000000, unsupported_version",
    "05000000010000100000000000, decode_failure",
    "05000000000000100000000000, incomplete_payload",
    "050000003200000000000000" + "00010203040506070809, incomplete_payload",
    "050000000000000000000000, decode_failure",
    "060000000000000000000000, decode_failure",
    "000000000000000000000000, unsupported_version",
    "0500000003000000efbeadde010b07, crc_mismatch",
    "0500000001000000" + "1bdf05a5" + "01, decode_failure",
  })
  void damageIsToldOnceWithItsPlaceAndKind(String tail, String token) throws IOException {
    byte[] bytes = java.util.HexFormat.of().parseHex(tail);
    for (byte[] good : List.of(new byte[0], ONE, TWO)) {
      LogBytes.Read read = LogBytes.of(good, bytes).read();
      assertThat(read.sequences()).hasSize(good.length / ONE.length);
      CorruptLog damage = Objects.requireNonNull(read.damage());
      assertThat(damage.token()).isEqualTo(token);
      assertThat(damage.offsetBytes()).isEqualTo(good.length);
      assertThat(damage)
          .hasMessageContaining("WAL corruption at offset " + good.length + " (" + token + ")");
    }
  }

  @Test
  void afterDamageTheReaderIsAtItsEnd() throws IOException {
    try (LogReader reader = LogBytes.of(ONE, new byte[5]).reader()) {
      assertThat(reader.next()).isNotNull();
      assertThatExceptionOfType(CorruptLog.class).isThrownBy(reader::next);
      assertThat(reader.isEnd()).isTrue();
      assertThat(reader.next()).isNull();
    }
  }

  ///
  @Test
  void seekFindsExactlyTheSequenceAskedFor() throws IOException {
    byte[] batch = Frames.batch(4, 0, List.of(LogBytes.event(4), LogBytes.event(5)));
    try (LogReader reader =
        LogBytes.of(LogBytes.singles(1, 3), batch, LogBytes.singles(6, 1)).reader()) {
      assertThat(reader.seek(2)).isTrue();
      assertNext(reader, 2);
      assertThat(reader.seek(5)).isTrue();
      assertNext(reader, 5);
      assertNext(reader, 6);
      assertThat(reader.next()).isNull();
      assertThat(reader.seek(999)).isFalse();
      assertThat(reader.seek(0)).isFalse();
      assertThat(reader.seek(1)).isTrue();
      assertNext(reader, 1);
    }
  }

  /// damage anywhere is found by the search, too.
  @Test
  void seekChecksTheWholeFileFirst() throws IOException {
    try (LogReader reader = LogBytes.of(TWO, new byte[] {5, 0}).reader()) {
      assertThatExceptionOfType(CorruptLog.class)
          .isThrownBy(() -> reader.seek(1))
          .satisfies(e -> assertThat(e.offsetBytes()).isEqualTo(TWO.length));
      assertThat(reader.isEnd()).isTrue();
    }
  }

  ///
  @Test
  void whatIsAppendedLaterIsSeenOnceTheEndIsReset() throws IOException {
    SimulatedDisk disk = LogBytes.of(ONE).disk();
    Path path = Path.of("/test.wal");
    try (LogReader reader = LogReader.open(disk, path)) {
      assertNext(reader, 1);
      assertThat(reader.next()).isNull();
      try (FileHandle file = disk.open(path, FileStore.OpenMode.READ_WRITE)) {
        file.write(ByteBuffer.wrap(LogBytes.singles(2, 1)), ONE.length);
      }
      assertThat(reader.next()).isNull();
      reader.resetEnd();
      assertNext(reader, 2);
    }
  }

  @Test
  void eventsOfABatchCarryTheFrameThatHoldsThem() throws IOException {
    byte[] batch = Frames.batch(2, 0, List.of(LogBytes.event(2), LogBytes.event(3)));
    try (LogReader reader = LogBytes.of(ONE, batch).reader()) {
      reader.next();
      for (long sequence = 2; sequence <= 3; sequence++) {
        LoggedEvent event = Objects.requireNonNull(reader.next());
        assertThat(event.sequence()).isEqualTo(sequence);
        assertThat(event.event()).isEqualTo(LogBytes.event(sequence));
        assertThat(event.frame().offset()).isEqualTo(ONE.length);
        assertThat(event.frame().version()).isEqualTo(6);
        assertThat(event.frame().length()).isEqualTo(batch.length);
      }
    }
  }

  @Test
  void framesLargerThanTheBufferAreRead() throws IOException {
    var random = io.actionqueue.testkit.SeededRandom.of(1);
    var large = Batches.large(2, 700_000, random);
    byte[] frame = Frames.single(2, large.events().getFirst());
    try (LogReader reader = LogBytes.of(ONE, frame, LogBytes.singles(3, 1)).reader()) {
      reader.next();
      assertThat(Objects.requireNonNull(reader.next()).event())
          .isEqualTo(large.events().getFirst());
      assertNext(reader, 3);
    }
  }

  private static void assertNext(LogReader reader, long sequence) throws IOException {
    assertThat(Objects.requireNonNull(reader.next()).sequence()).isEqualTo(sequence);
  }
}
