package io.actionqueue.bench;

import io.actionqueue.ActionQueue;
import io.actionqueue.ActionQueueOptions;
import io.actionqueue.Durability;
import io.actionqueue.Outcome;
import io.actionqueue.SubmitResult;
import io.actionqueue.TaskRequest;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.recovery.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
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
        "%n%10s %6s %10s %12s %12s %12s %10s%n",
        "tasks", "slots", "idle", "tasks/s", "accepted/s", "log B/task", "seconds");
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
    double accepted;
    double total;
    try (var queue = ActionQueue.open(options(store, slotCount))) {
      features.forEach(feature -> feature.begin(queue));
      long begin = System.nanoTime();
      submit(queue, count);
      accepted = (System.nanoTime() - begin) / 1e9;
      awaitCompleted(queue, count);
      total = (System.nanoTime() - begin) / 1e9;
      queue.close(Duration.ofSeconds(10));
    }
    if (print) {
      report(count, slotCount, waiting, new Times(accepted, total), store);
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

  private ActionQueueOptions options(Path store, int slotCount) {
    var options =
        ActionQueueOptions.at(store)
            .dispatchConcurrency(slotCount)
            .durability(
                switch (durability) {
                  case "sync" -> Durability.SYNC;
                  case "os" -> Durability.OS;
                  case "interval" -> Durability.interval(50);
                  default ->
                      throw new IllegalArgumentException("no such durability: " + durability);
                })
            .handler("noop", _ -> Outcome.success());
    features.forEach(feature -> feature.open(options));
    return options;
  }

  private void submit(ActionQueue queue, int count) throws InterruptedException {
    var permits = new Semaphore(outstanding);
    var refused = new LongAdder();
    var payload = TaskPayload.of(Bytes.takeOver(new byte[payloadBytes]));
    for (int i = 0; i < count; i++) {
      permits.acquire();
      var request = TaskRequest.of("noop").payload(payload);
      features.forEach(feature -> feature.submit(request));
      var answer = queue.submit(request);
      var _ =
          answer.whenComplete((result, failure) -> {
            permits.release();
            if (failure != null || result instanceof SubmitResult.Refused) {
              refused.increment();
            }
          });
    }
    permits.acquire(outstanding);
    if (refused.sum() > 0) {
      throw new IllegalStateException(refused.sum() + " submissions were refused");
    }
  }

  private static void awaitCompleted(ActionQueue queue, int count) {
    while (queue.stats().join().runsByState().getOrDefault(RunState.COMPLETED, 0L) < count) {
      LockSupport.parkNanos(200_000);
    }
  }

  private record Times(double accepted, double total) {}

  private static void report(int count, int slotCount, int waiting, Times times, Path store)
      throws IOException {
    System.out.printf(
        Locale.ROOT,
        "%,10d %,6d %,10d %,12.0f %,12.0f %,12.0f %10.2f%n",
        count,
        slotCount,
        waiting,
        count / times.total(),
        count / times.accepted(),
        (double) sizeOf(store) / (count + waiting),
        times.total());
  }
}
