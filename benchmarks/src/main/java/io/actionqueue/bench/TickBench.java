package io.actionqueue.bench;

import io.actionqueue.ActionQueue;
import io.actionqueue.ActionQueueOptions;
import io.actionqueue.Durability;
import io.actionqueue.Outcome;
import io.actionqueue.TaskRequest;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.task.TaskPayload;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.recovery.StoreOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What a step of the engine costs beside tasks that wait: engines in manual mode, one with few and
/// one with many, take their steps in turn, so that whatever the machine does meets all alike.
/// Nothing is synced: what is measured is the engine.
@Command(
    name = "tick",
    description = "What a step of the engine costs beside few and beside many waiting tasks.",
    mixinStandardHelpOptions = true)
final class TickBench extends Workplace {
  private static final int TICKS_OF_A_TURN = 20;

  @Option(
      names = "--idle",
      split = ",",
      description = "Tasks that wait for a later day. Default: 10000,1000000.",
      defaultValue = "10000,1000000")
  List<Integer> idle = List.of();

  @Option(
      names = "--turns",
      description = "Turns of 20 empty steps and a batch of lives each. Default: 2000.")
  int turns = 2000;

  @Option(names = "--lives", description = "Tasks that a working step takes on. Default: 64.")
  int lives = 64;

  @Override
  void measure() throws Exception {
    var engines = new ArrayList<Waiting>();
    try {
      for (int waiting : idle) {
        engines.add(open(waiting));
      }
      for (int turn = -turns / 2; turn < turns; turn++) {
        for (Waiting engine : engines) {
          engine.turn(lives, turn >= 0);
        }
      }
      report(engines);
    } finally {
      engines.forEach(engine -> engine.queue.close());
    }
  }

  private Waiting open(int waiting) throws Exception {
    Path directory = freshStore();
    var storeOptions =
        StoreOptions.builder(directory, SystemFiles.INSTANCE, RealTime.CLOCKS).build();
    try (var store = Store.open(storeOptions)) {
      new History(store.state(), store.log(), 256).waiting(waiting);
      store.writeSnapshot();
    }
    var options =
        ActionQueueOptions.at(directory)
            .manualMode()
            .handlerExecutor(Runnable::run)
            .durability(Durability.OS)
            .handler("noop", _ -> Outcome.success());
    return new Waiting(waiting, ActionQueue.open(options));
  }

  private static void report(List<Waiting> engines) {
    System.out.printf(
        "%n%12s %16s %16s %16s %10s%n",
        "waiting", "empty step ns", "a life, mean ns", "a life, p50 ns", "of first");
    double first = engines.getFirst().lives.percentileMicros(50);
    for (Waiting engine : engines) {
      double median = engine.lives.percentileMicros(50);
      System.out.printf(
          Locale.ROOT,
          "%,12d %,16.0f %,16.0f %,16.0f %9.0f%%%n",
          engine.waiting,
          1000 * engine.empty.percentileMicros(50),
          1000 * engine.lives.meanMicros(),
          1000 * median,
          100 * median / first);
    }
  }

  /// An engine beside whose work so many tasks wait.
  private static final class Waiting {
    private static final TaskPayload PAYLOAD = TaskPayload.of(Bytes.takeOver(new byte[256]));

    final int waiting;
    final ActionQueue queue;
    final Samples empty = new Samples();
    final Samples lives = new Samples();

    Waiting(int waiting, ActionQueue queue) {
      this.waiting = waiting;
      this.queue = queue;
    }

    /// Steps without anything to do, then the whole lives of some tasks.
    void turn(int count, boolean counts) {
      long begin = System.nanoTime();
      for (int i = 0; i < TICKS_OF_A_TURN; i++) {
        queue.tick();
      }
      long between = System.nanoTime();
      var requests = new ArrayList<TaskRequest>(count);
      for (int i = 0; i < count; i++) {
        requests.add(TaskRequest.of("noop").payload(PAYLOAD));
      }
      queue.submitAll(requests).join();
      long completed = queue.runUntilIdle().totalCompleted();
      long end = System.nanoTime();
      if (completed != count) {
        throw new IllegalStateException(completed + " of " + count + " completed");
      }
      if (counts) {
        empty.add((between - begin) / TICKS_OF_A_TURN);
        lives.add((end - between) / count);
      }
    }
  }
}
