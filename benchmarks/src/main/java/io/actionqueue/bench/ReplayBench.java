package io.actionqueue.bench;

import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.recovery.StoreOptions;
import io.actionqueue.storage.wal.EventSink;
import io.actionqueue.storage.wal.LogSegments;
import io.actionqueue.storage.wal.ScanPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// How fast a log is read again: framing, checksums and decoding alone, and the whole of recovery
/// with precondition checks and fold.
@Command(
    name = "replay",
    description = "Events a second when a log is read, and when a state is folded from it.",
    mixinStandardHelpOptions = true)
final class ReplayBench extends Workplace {
  @Option(
      names = "--tasks",
      description = "Whole lives in the log, ten events each. Default: 300000.",
      defaultValue = "300000")
  int tasks = 300_000;

  @Option(
      names = "--payload",
      description = "Bytes of each payload. Default: 256.",
      defaultValue = "256")
  int payloadBytes = 256;

  @Option(names = "--rounds", description = "How often. Default: 5.", defaultValue = "5")
  int rounds = 5;

  @Override
  void measure() throws Exception {
    Path directory = freshStore();
    write(directory);
    System.out.printf(Locale.ROOT, "%nlog: %,d MB%n", sizeOf(directory) / 1_000_000);
    System.out.printf("%-8s %14s %14s%n", "round", "read/s", "recovered/s");
    for (int round = 1; round <= rounds; round++) {
      System.out.printf(
          Locale.ROOT, "%-8d %,14.0f %,14.0f%n", round, read(directory), recover(directory));
    }
  }

  private void write(Path directory) throws IOException {
    var options = StoreOptions.builder(directory, SystemFiles.INSTANCE, RealTime.CLOCKS).build();
    try (var store = Store.open(options)) {
      new History(store.state(), store.log(), payloadBytes).lives(tasks);
    }
  }

  private static double read(Path directory) throws IOException {
    long begin = System.nanoTime();
    Path active = directory.resolve("wal").resolve("actionqueue.wal");
    long events =
        LogSegments.scan(SystemFiles.INSTANCE, active, ScanPolicy.DEFAULT, EventSink.NONE).events();
    return events * 1e9 / (System.nanoTime() - begin);
  }

  private static double recover(Path directory) throws IOException {
    long begin = System.nanoTime();
    Store.Loaded loaded = Store.load(SystemFiles.INSTANCE, RealTime.CLOCKS, directory);
    return loaded.report().logEventsApplied() * 1e9 / (System.nanoTime() - begin);
  }
}
