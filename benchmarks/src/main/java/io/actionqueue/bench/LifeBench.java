package io.actionqueue.bench;

import io.actionqueue.Durability;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.recovery.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Tasks a second through the whole durable life: submitted, acknowledged, leased, executed by a
/// handler that does nothing, completed, each step synced before the next one shows.
@Command(
    name = "life",
    description = "Tasks a second through their whole durable life, with no-op handlers.",
    mixinStandardHelpOptions = true)
final class LifeBench extends Workplace {
  @Option(
      names = "--tasks",
      split = ",",
      description = "How many tasks, several numbers for several runs. Default: 10000,100000.",
      defaultValue = "10000,100000")
  List<Integer> tasks = List.of();

  @Option(
      names = "--slots",
      split = ",",
      description = "Attempts in flight at once. Default: 64,1024.",
      defaultValue = "64,1024")
  List<Integer> slots = List.of();

  @Option(
      names = "--payload",
      description = "Bytes of each payload. Default: 256.",
      defaultValue = "256")
  int payloadBytes = 256;

  @Option(
      names = "--outstanding",
      description = "Unanswered submissions at once. Default: 16384.",
      defaultValue = "16384")
  int outstanding = 16_384;

  @Option(
      names = "--durability",
      description = "sync, os or interval (50 ms). Default: sync.",
      defaultValue = "sync")
  String durability = "sync";

  @Option(
      names = "--with",
      split = ",",
      description =
          "Rules to turn on, each too wide to hold anything back: ${COMPLETION-CANDIDATES}.")
  List<LifeFeature> features = List.of();

  @Option(
      names = "--warm-up",
      description = "Tasks before, for the compilers. Default: 200000.",
      defaultValue = "200000")
  int warmUp = 200_000;

  @Option(
      names = "--idle",
      split = ",",
      description =
          "Tasks that wait for a later day beside those measured, several numbers for several"
              + " states. Default: 0.",
      defaultValue = "0")
  List<Integer> idle = List.of();

  @Override
  void measure() throws Exception {
    System.out.printf(
        "%n%10s %6s %10s %12s %12s %12s %12s %10s%n",
        "tasks", "slots", "idle", "tasks/s", "accepted/s", "log B/task", "CPU us/task", "seconds");
    for (int slotCount : slots) {
      life(warmUp, slotCount, 0, false);
      for (int waiting : idle) {
        for (int count : tasks) {
          life(count, slotCount, waiting, true);
        }
      }
    }
  }

  private void life(int count, int slotCount, int waiting, boolean print) throws Exception {
    Path store = freshStore();
    fill(store, waiting);
    var life = new Life(slotCount, payloadBytes, outstanding, durability(durability), features);
    Life.Times times = life.run(store, count);
    if (print) {
      report(times, slotCount, waiting, sizeOf(store));
    }
    deleteTree(store);
  }

  /// Puts waiting tasks into a store before it is opened.
  private void fill(Path directory, int waiting) throws IOException {
    if (waiting > 0) {
      var storeOptions =
          StoreOptions.builder(directory, SystemFiles.INSTANCE, RealTime.CLOCKS).build();
      try (var store = Store.open(storeOptions)) {
        new History(store.state(), store.log(), payloadBytes).waiting(waiting);
        store.writeSnapshot();
      }
    }
  }

  /// What the option's word means.
  static Durability durability(String word) {
    return switch (word) {
      case "sync" -> Durability.SYNC;
      case "os" -> Durability.OS;
      case "interval" -> Durability.interval(50);
      default -> throw new IllegalArgumentException("no such durability: " + word);
    };
  }

  private static void report(Life.Times times, int slotCount, int waiting, long storeBytes) {
    System.out.printf(
        Locale.ROOT,
        "%,10d %,6d %,10d %,12.0f %,12.0f %,12.0f %12.1f %10.2f%n",
        times.tasks(),
        slotCount,
        waiting,
        times.perSecond(),
        times.acceptedPerSecond(),
        (double) storeBytes / (times.tasks() + waiting),
        times.processorMicrosPerTask(),
        times.total());
  }
}
