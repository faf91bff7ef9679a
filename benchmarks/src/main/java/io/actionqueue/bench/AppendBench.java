package io.actionqueue.bench;

import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.port.EventLog;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.recovery.StoreOptions;
import io.actionqueue.storage.wal.LogCounters;
import io.actionqueue.storage.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// How much of the device synced appends get: the log takes batches as fast as it can, and in turn
/// with it a growing and a prepared file get as many bytes in raw writes of the same size, each
/// followed by `fdatasync`. What is printed are medians of the turns and of their ratios: a device
/// that is twice as fast now as it was a moment ago is the rule, not the exception.
@Command(
    name = "append",
    description = "Synced group append beside raw writes of the same sizes, in turns.",
    mixinStandardHelpOptions = true)
final class AppendBench extends Workplace {
  /// Turns of the log before the first that counts: for the compilers, and past the first file,
  /// which nobody has prepared.
  private static final int FIRST_TURNS = 3;

  @Option(
      names = "--group",
      split = ",",
      description =
          "Bytes handed over while those before them are synced. Default: 4096,65536,1048576.",
      defaultValue = "4096,65536,1048576")
  List<Integer> groups = List.of();

  @Option(names = "--turns", description = "Turns of each. Default: 11.", defaultValue = "11")
  int turns = 11;

  @Option(
      names = "--millis",
      description = "How long a turn of each is, in milliseconds. Default: 400.",
      defaultValue = "400")
  int millis = 400;

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
      print(group, turns(batches, group));
    }
  }

  private static void print(int group, List<Turn> all) {
    System.out.printf(
        Locale.ROOT,
        "%,12d %,10d %10.1f %,10.0f %14.1f %7.0f%% %14.1f %7.0f%%%n",
        group,
        all.stream().mapToLong(turn -> turn.log.syncs()).sum(),
        median(all, turn -> turn.log.bytesPerSecond() / 1e6),
        median(all, turn -> turn.log.bytesPerSync()),
        median(all, turn -> turn.growing / 1e6),
        median(all, turn -> 100 * turn.log.bytesPerSecond() / turn.growing),
        median(all, turn -> turn.prepared / 1e6),
        median(all, turn -> 100 * turn.log.bytesPerSecond() / turn.prepared));
  }

  private static double median(List<Turn> all, ToDoubleFunction<Turn> figure) {
    double[] sorted = all.stream().mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /// What each of the three did in one turn.
  ///
  /// @param log the log
  /// @param growing bytes a second of raw writes to a growing file
  /// @param prepared bytes a second of raw writes to a prepared file
  private record Turn(Appended log, double growing, double prepared) {}

  private record Appended(long bytes, long syncs, long nanos) {
    double bytesPerSecond() {
      return bytes * 1e9 / nanos;
    }

    int bytesPerSync() {
      return (int) (bytes / syncs);
    }
  }

  private List<Turn> turns(List<EventBatch> batches, int group) throws IOException {
    Path directory = freshStore();
    var options = StoreOptions.builder(directory, SystemFiles.INSTANCE, RealTime.CLOCKS).build();
    try (var store = Store.open(options);
        var growing = RawFile.growing(workDirectory());
        var prepared = RawFile.prepared(workDirectory())) {
      var feed = new Feed(batches, store.writeAheadLog());
      for (int i = 0; i < FIRST_TURNS; i++) {
        feed.turn(group, millis);
      }
      List<Turn> all = new ArrayList<>();
      for (int i = 0; i < turns; i++) {
        Appended log = feed.turn(group, millis);
        all.add(
            new Turn(
                log,
                growing.measure(log.bytesPerSync(), millis).bytesPerSecond(),
                prepared.measure(log.bytesPerSync(), millis).bytesPerSecond()));
      }
      return all;
    } finally {
      deleteTree(directory);
    }
  }

  /// Whole lives as batches of a few events, to be appended again and again.
  private static List<EventBatch> record() throws IOException {
    List<EventBatch> batches = new ArrayList<>();
    new History(QueueState.empty(), new Recorder(batches), 256).lives(20_000);
    return batches;
  }

  /// Hands recorded events over under new sequences, on the thread that made it.
  private static final class Feed implements EventLog.DurabilityListener {
    private final Thread owner = Thread.currentThread();
    private final List<EventBatch> batches;
    private final WriteAheadLog log;
    private final long bytesPerEvent = 66;
    private volatile boolean failed;
    private int next;
    private long groupEnd;
    private long previousGroupEnd;

    Feed(List<EventBatch> batches, WriteAheadLog log) {
      this.batches = batches;
      this.log = log;
      log.listen(this);
    }

    @Override
    public void durable(long sequence) {
      LockSupport.unpark(owner);
    }

    @Override
    public void failed(IOException cause) {
      failed = true;
      LockSupport.unpark(owner);
    }

    /// Appends for so many milliseconds, as an engine does: the next group gathers while this one
    /// is being synced.
    Appended turn(int group, int millis) throws IOException {
      LogCounters before = log.counters();
      long begin = System.nanoTime();
      while (System.nanoTime() - begin < millis * 1_000_000L) {
        until(group);
        while (log.durableSequence() < previousGroupEnd && !failed) {
          LockSupport.park();
        }
      }
      log.sync();
      long nanos = System.nanoTime() - begin;
      LogCounters after = log.counters();
      return new Appended(after.bytes() - before.bytes(), after.syncs() - before.syncs(), nanos);
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
