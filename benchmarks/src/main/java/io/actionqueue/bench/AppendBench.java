package io.actionqueue.bench;

import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.port.EventLog;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.recovery.StoreOptions;
import io.actionqueue.storage.wal.LogCounters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// How much of the device synced appends get: the log takes batches as fast as it can, and beside
/// it the raw device gets as many bytes in writes of the same size, each followed by `fdatasync`.
@Command(
    name = "append",
    description = "Synced group append beside raw writes of the same sizes.",
    mixinStandardHelpOptions = true)
final class AppendBench extends Workplace {
  private static final int SEGMENT_BYTES = 64 << 20;

  @Option(
      names = "--group",
      split = ",",
      description =
          "Bytes handed over while those before them are synced. Default: 4096,65536,1048576.",
      defaultValue = "4096,65536,1048576")
  List<Integer> groups = List.of();

  @Option(
      names = "--bytes",
      description = "Bytes for each of them. Default: 268435456.",
      defaultValue = "268435456")
  long total = 256L << 20;

  @Override
  void measure() throws Exception {
    List<EventBatch> batches = record();
    System.out.printf(
        "%n%12s %10s %10s %10s %14s %8s %14s %8s%n",
        "group bytes",
        "syncs",
        "log MB/s",
        "B/sync",
        "growing MB/s",
        "of it",
        "prepared MB/s",
        "of it");
    for (int group : groups) {
      long bytes = Math.min(total, group * 4000L);
      append(batches, group, Math.min(bytes, total / 4)); // for the compilers
      Appended log = append(batches, group, bytes);
      RawDevice growing = raw(log, false);
      RawDevice prepared = raw(log, true);
      System.out.printf(
          Locale.ROOT,
          "%,12d %,10d %10.1f %,10d %14.1f %7.0f%% %14.1f %7.0f%%%n",
          group,
          log.syncs(),
          log.bytesPerSecond() / 1e6,
          log.bytesPerSync(),
          growing.bytesPerSecond() / 1e6,
          100 * log.bytesPerSecond() / growing.bytesPerSecond(),
          prepared.bytesPerSecond() / 1e6,
          100 * log.bytesPerSecond() / prepared.bytesPerSecond());
    }
  }

  private RawDevice raw(Appended log, boolean prepared) throws IOException {
    return RawDevice.measure(workDirectory(), (int) log.bytesPerSync(), prepared, log.millis());
  }

  private record Appended(long bytes, long syncs, long nanos) {
    double bytesPerSecond() {
      return bytes * 1e9 / nanos;
    }

    long bytesPerSync() {
      return bytes / syncs;
    }

    int millis() {
      return Math.clamp(nanos / 1_000_000, 500, 3000);
    }
  }

  /// Whole lives as batches of a few events, to be appended again and again.
  private static List<EventBatch> record() throws IOException {
    List<EventBatch> batches = new ArrayList<>();
    new History(QueueState.empty(), new Recorder(batches), 256).lives(20_000);
    return batches;
  }

  private Appended append(List<EventBatch> batches, int group, long bytes) throws IOException {
    Path directory = freshStore();
    var options = StoreOptions.builder(directory, SystemFiles.INSTANCE, RealTime.CLOCKS).build();
    try (var store = Store.open(options)) {
      var log = store.writeAheadLog();
      var feed = new Feed(batches, log);
      feed.until(Math.min(SEGMENT_BYTES / 2, bytes)); // past the first, unprepared file
      log.sync();
      LogCounters before = log.counters();
      long begin = System.nanoTime();
      while (log.counters().bytes() - before.bytes() < bytes) {
        feed.until(group);
        awaitAllButTheLast(log, feed);
      }
      log.sync();
      long nanos = System.nanoTime() - begin;
      LogCounters after = log.counters();
      return new Appended(after.bytes() - before.bytes(), after.syncs() - before.syncs(), nanos);
    } finally {
      deleteTree(directory);
    }
  }

  /// As an engine does: the next group gathers while this one is being synced.
  private static void awaitAllButTheLast(EventLog log, Feed feed) {
    while (log.durableSequence() < feed.previousGroupEnd) {
      LockSupport.parkNanos(5_000);
    }
  }

  /// Hands recorded events over under new sequences.
  private static final class Feed {
    private final List<EventBatch> batches;
    private final EventLog log;
    private final long bytesPerEvent = 66;
    private int next;
    private long groupEnd;
    private long previousGroupEnd;

    Feed(List<EventBatch> batches, EventLog log) {
      this.batches = batches;
      this.log = log;
    }

    void until(long bytes) throws IOException {
      previousGroupEnd = groupEnd;
      for (long handed = 0; handed < bytes; ) {
        EventBatch batch = batches.get(next++ % batches.size());
        int room =
            (int) Math.max(1, Math.min(batch.events().size(), (bytes - handed) / bytesPerEvent));
        log.append(new EventBatch(log.lastSequence() + 1, batch.events().subList(0, room)));
        handed += room * bytesPerEvent;
      }
      groupEnd = log.lastSequence();
    }
  }

  /// A log that only remembers.
  private record Recorder(List<EventBatch> batches) implements EventLog {
    @Override
    public long lastSequence() {
      return batches.isEmpty() ? 0 : batches.getLast().lastSequence();
    }

    @Override
    public long durableSequence() {
      return lastSequence();
    }

    @Override
    public void append(EventBatch batch) {
      batches.add(batch);
    }

    @Override
    public void sync() {}

    @Override
    public void listen(DurabilityListener listener) {}

    @Override
    public void close() {}
  }
}
