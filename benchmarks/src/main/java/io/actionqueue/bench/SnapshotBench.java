package io.actionqueue.bench;

import io.actionqueue.ActionQueue;
import io.actionqueue.ActionQueueOptions;
import io.actionqueue.Outcome;
import io.actionqueue.Retention;
import io.actionqueue.SnapshotInfo;
import io.actionqueue.core.policy.RetryPolicy;
import io.actionqueue.core.policy.TaskPolicy;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.recovery.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What a snapshot of a large state does to those who work meanwhile: how long it holds the
/// engine's thread at once, how long copying, writing and reading back take, and how long
/// submissions wait, beside the same without a snapshot.
@Command(
    name = "snapshot",
    description = "What a snapshot of a large state does to those who submit meanwhile.",
    mixinStandardHelpOptions = true)
final class SnapshotBench extends Workplace {
  private static final TaskPolicy OPTIONS =
      TaskPolicy.NONE.withRetry(RetryPolicy.of(RetryPolicy.Strategy.EXPONENTIAL, 100, 60_000));

  @Option(names = "--tasks", description = "Waiting tasks. Default: 1000000.")
  int tasks = 1_000_000;

  @Option(
      names = "--beside",
      description = "Budgets, and ledger entries, of the state that has them. Default: 100000.")
  int beside = 100_000;

  @Option(
      names = "--ended",
      description =
          "Tasks of the last state that have ended and that its retention drops before the"
              + " first snapshot. Default: 100000.")
  int ended = 100_000;

  @Option(names = "--submitters", description = "Threads that submit. Default: 4.")
  int submitters = 4;

  @Option(names = "--rounds", description = "Snapshots of each state. Default: 3.")
  int rounds = 3;

  private final Pauses pauses = Pauses.listen();

  /// What a state holds beside waiting tasks.
  private enum Extra {
    NOTHING("waiting tasks"),
    OPTIONS("waiting tasks with options, with budgets and a ledger"),
    ENDED("waiting tasks, and ended ones that are dropped");

    final String words;

    Extra(String words) {
      this.words = words;
    }
  }

  @Override
  void measure() throws Exception {
    for (Extra extra : Extra.values()) {
      Path directory = freshStore();
      fill(directory, extra);
      System.out.printf(Locale.ROOT, "%n%,d %s%n", tasks, extra.words);
      System.gc();
      rounds(directory, extra);
      deleteTree(directory);
    }
  }

  private void fill(Path directory, Extra extra) throws IOException {
    var options = StoreOptions.builder(directory, SystemFiles.INSTANCE, RealTime.CLOCKS).build();
    try (var store = Store.open(options)) {
      var history = new History(store.state(), store.log(), 256);
      switch (extra) {
        case NOTHING -> history.waiting(tasks);
        case OPTIONS -> {
          history.waiting(tasks, OPTIONS);
          history.budgets(Math.min(beside, tasks));
          history.ledger(beside);
        }
        case ENDED -> {
          history.waiting(tasks);
          history.lives(ended);
        }
      }
      store.writeSnapshot();
    }
  }

  private void rounds(Path directory, Extra extra) throws Exception {
    var files = new SnapshotFiles();
    var options =
        ActionQueueOptions.at(directory)
            .files(files)
            .nativeSnapshots()
            .handler("noop", _ -> Outcome.success());
    if (extra == Extra.ENDED) {
      options.retention(Retention.forever().maxTasks(0));
    }
    try (var queue = ActionQueue.open(options);
        var load = Submitters.start(queue, submitters)) {
      Thread.sleep(3000); // for the compilers
      for (int round = 0; round < rounds; round++) {
        round(queue, files, load);
      }
    }
  }

  private void round(ActionQueue queue, SnapshotFiles files, Submitters load)
      throws InterruptedException {
    pauses.take();
    load.take();
    Thread.sleep(1500);
    Samples without = load.take();
    String pausesWithout = pauses.take();
    long begin = System.nanoTime();
    SnapshotInfo done = queue.snapshot().join();
    double seconds = (System.nanoTime() - begin) / 1e9;
    Samples with = load.take();
    System.out.printf(
        Locale.ROOT,
        "  snapshot of %.1f MB in %.2f s: %,d tasks dropped, copied %.2f s, written %.2f s,"
            + " synced %.2f s, read back %.2f s%n",
        done.bytes() / 1e6,
        seconds,
        done.tasksDropped(),
        done.copyNanos() / 1e9,
        files.writeSeconds(),
        files.syncSeconds(),
        files.verifySeconds());
    System.out.printf(
        Locale.ROOT, "    engine held at once   %.2f ms at most%n", done.longestHoldNanos() / 1e6);
    report("meanwhile", with, pauses.take());
    report("before", without, pausesWithout);
  }

  private static void report(String when, Samples samples, String collector) {
    System.out.printf(
        Locale.ROOT,
        "    submits %-13s %,d: %s; collector: %s%n",
        when,
        samples.size(),
        samples,
        collector);
  }
}
