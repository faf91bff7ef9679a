package io.actionqueue.bench;

import io.actionqueue.ActionQueue;
import io.actionqueue.ActionQueueOptions;
import io.actionqueue.Outcome;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.recovery.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What a large state costs: a snapshot of it, opening an engine on it with a log behind the
/// snapshot, in a fresh process and in this one, and memory.
@Command(
    name = "open",
    description = "Snapshot, opening and memory of states with many waiting tasks.",
    mixinStandardHelpOptions = true)
final class OpenBench extends Workplace {
  @Option(
      names = "--tasks",
      split = ",",
      description = "Waiting tasks, several numbers for several states. Default: 100000,1000000.",
      defaultValue = "100000,1000000")
  List<Integer> tasks = List.of();

  @Option(
      names = "--tail",
      description = "Whole lives in the log behind the snapshot, ten events each. Default: 10000.",
      defaultValue = "10000")
  int tail = 10_000;

  @Option(
      names = "--payload",
      description = "Bytes of each payload. Default: 256.",
      defaultValue = "256")
  int payloadBytes = 256;

  @Option(names = "--rounds", description = "How often each. Default: 3.", defaultValue = "3")
  int rounds = 3;

  @Override
  void measure() throws Exception {
    System.out.printf(
        "%n%10s %12s %10s %14s %12s %10s %12s%n",
        "tasks", "snapshot MB", "write s", "fresh open s", "of it paused", "open s", "heap B/task");
    for (int count : tasks) {
      Path directory = freshStore();
      for (int round = 0; round < rounds; round++) {
        Snapshot snapshot = round == 0 ? fill(directory, count) : snapshot(directory);
        FreshProcess.Opened fresh = FreshProcess.open(directory);
        System.gc();
        long before = used();
        long begin = System.nanoTime();
        try (var queue = ActionQueue.open(options(directory))) {
          double seconds = (System.nanoTime() - begin) / 1e9;
          System.gc();
          double heap = (double) (used() - before) / (count + tail) - payloadBytes;
          report(count, snapshot, fresh, seconds, heap);
          queue.stats().join();
        }
      }
      deleteTree(directory);
    }
  }

  private record Snapshot(long bytes, double seconds) {}

  private static void report(
      int count, Snapshot snapshot, FreshProcess.Opened fresh, double seconds, double heap) {
    System.out.printf(
        Locale.ROOT,
        "%,10d %,12.1f %10.2f %14.2f %12.2f %10.2f %,12.0f%n",
        count,
        snapshot.bytes() / 1e6,
        snapshot.seconds(),
        fresh.seconds(),
        fresh.pausedSeconds(),
        seconds,
        heap);
  }

  private static ActionQueueOptions options(Path directory) {
    return ActionQueueOptions.at(directory).handler("noop", _ -> Outcome.success());
  }

  private Snapshot fill(Path directory, int count) throws IOException {
    try (var store = Store.open(storeOptions(directory))) {
      var history = new History(store.state(), store.log(), payloadBytes);
      history.waiting(count);
      Snapshot snapshot = write(store);
      history.lives(tail);
      return snapshot;
    }
  }

  private Snapshot snapshot(Path directory) throws IOException {
    try (var store = Store.open(storeOptions(directory))) {
      Snapshot snapshot = write(store);
      new History(store.state(), store.log(), payloadBytes).lives(0);
      return snapshot;
    }
  }

  private static Snapshot write(Store store) throws IOException {
    long begin = System.nanoTime();
    var published = store.writeSnapshot();
    return new Snapshot(published.bytes(), (System.nanoTime() - begin) / 1e9);
  }

  private static StoreOptions storeOptions(Path directory) {
    return StoreOptions.builder(directory, SystemFiles.INSTANCE, RealTime.CLOCKS).build();
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
