package io.actionqueue.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.actionqueue.testkit.ManualTime;
import io.actionqueue.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What settling a log without a thread makes durable: as much as the setting asks, no more.
final class SettledLogTest {
  private final SimulatedDisk disk = SimulatedDisk.create();
  private final ManualTime time = ManualTime.atSeconds(0);

  private WriteAheadLog open(Durability durability) throws IOException {
    disk.createDirectories(LogPlace.PATH.getParent());
    disk.syncDirectory(Path.of("/data"));
    disk.syncDirectory(Path.of("/"));
    LogOptions options = LogPlace.byCaller().durability(durability).build();
    return WriteAheadLog.open(disk, time, LogPlace.PATH, options, LogPosition.START);
  }

  private static void settle(WriteAheadLog log, long sequence) throws IOException {
    log.append(Batches.small(sequence, 1));
    log.settle();
    assertThat(log.durableSequence()).isEqualTo(sequence);
  }

  @Test
  void itSyncsWhereDurableMeansSynced() throws IOException {
    try (WriteAheadLog log = open(Durability.SYNC)) {
      settle(log, 1);
      settle(log, 2);
      assertThat(log.counters().syncs()).isEqualTo(2);
    }
  }

  @Test
  void itSyncsNothingWhereTheSystemIsTrusted() throws IOException {
    try (WriteAheadLog log = open(Durability.OS)) {
      settle(log, 1);
      settle(log, 2); // before it the first frame of the file is synced
      long before = log.counters().syncs();
      for (long sequence = 3; sequence < 50; sequence++) {
        settle(log, sequence);
      }
      assertThat(log.counters().syncs()).isEqualTo(before);
      log.sync();
      assertThat(log.counters().syncs()).isEqualTo(before + 1);
    }
  }

  /// Nobody else would while nothing is appended.
  @Test
  void itSyncsWhatIsDueByTime() throws IOException {
    try (WriteAheadLog log = open(new Durability.Interval(100))) {
      settle(log, 1);
      settle(log, 2);
      long before = log.counters().syncs();
      time.advanceMillis(99);
      log.settle();
      assertThat(log.counters().syncs()).isEqualTo(before);
      time.advanceMillis(1);
      log.settle();
      log.settle();
      assertThat(log.counters().syncs()).isEqualTo(before + 1);
    }
  }

  @Test
  void itFailsAsTheLogHasFailed() throws IOException {
    WriteAheadLog log = open(Durability.OS);
    settle(log, 1);
    log.close();
    assertThatIOException().isThrownBy(log::settle);
  }
}
