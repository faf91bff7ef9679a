package io.actionqueue.storage.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.actionqueue.core.event.EngineEvent.EnginePaused;
import io.actionqueue.core.port.EventBatch;
import io.actionqueue.storage.CorruptLog;
import io.actionqueue.storage.json.JsonWriter;
import io.actionqueue.storage.wal.LogOptions;
import io.actionqueue.storage.wal.LogPosition;
import io.actionqueue.storage.wal.LogThreading;
import io.actionqueue.storage.wal.WriteAheadLog;
import io.actionqueue.testkit.ManualTime;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Views of a log look at its sealed files, too.
final class SegmentedLogTest {
  private static final Path ACTIVE = Path.of("/data/wal/actionqueue.wal");
  private static final Path SEALED = ACTIVE.resolveSibling("actionqueue-00000000000000000001.wal");

  private final SimulatedDisk disk = SimulatedDisk.create();

  /// Two batches of 2,000 events: the first fills a file.
  @BeforeEach
  void writeALog() throws IOException {
    disk.createDirectories(ACTIVE.getParent());
    LogOptions options =
        LogOptions.builder().threading(LogThreading.CALLER).segmentBytes(4096).build();
    try (WriteAheadLog log =
        WriteAheadLog.open(disk, ManualTime.atSeconds(0), ACTIVE, options, LogPosition.START)) {
      for (int i = 0; i < 2; i++) {
        log.append(new EventBatch(1 + 2000L * i, Collections.nCopies(2000, new EnginePaused(7))));
        log.sync();
      }
    }
    assertThat(disk.exists(SEALED)).isTrue();
  }

  @Test
  void aGoodLogIsVerifiedWhole() throws IOException {
    LogVerification verification = LogVerification.of(disk, ACTIVE);
    assertThat(verification.isClean()).isTrue();
    assertThat(verification.report().events()).isEqualTo(4000);
  }

  @Test
  void damageOfASealedFileIsFoundAndNamesThatFile() throws IOException {
    disk.flipBit(SEALED, 100, 3);
    LogVerification verification = LogVerification.of(disk, ACTIVE);
    assertThat(verification.isClean()).isFalse();
    assertThat(verification.code()).isEqualTo("wal_corrupt");
    assertThat(verification.log()).isEqualTo(SEALED);
    assertThat(verification.reason()).isEqualTo("crc_mismatch");
  }

  @Test
  void aSealedFileUnderAWrongNameIsFound() throws IOException {
    disk.rename(SEALED, ACTIVE.resolveSibling("actionqueue-00000000000000000002.wal"));
    assertThatExceptionOfType(CorruptLog.class).isThrownBy(() -> LogVerification.of(disk, ACTIVE));
  }

  @Test
  void allRecordsArePrinted() throws IOException {
    assertThat(print().lines()).hasSize(4000);
  }

  @Test
  void printingStopsAtDamage() throws IOException {
    disk.flipBit(SEALED, 100, 3);
    assertThat(print()).isEmpty();
  }

  private String print() throws IOException {
    var text = new StringBuilder();
    LogView.write(JsonWriter.to(text), disk, ACTIVE, LogView.RawBytes.OMIT);
    return text.toString();
  }
}
