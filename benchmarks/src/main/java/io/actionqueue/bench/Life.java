package io.actionqueue.bench;

import com.sun.management.OperatingSystemMXBean;
import io.actionqueue.ActionQueue;
import io.actionqueue.ActionQueueOptions;
import io.actionqueue.Durability;
import io.actionqueue.Outcome;
import io.actionqueue.SubmitResult;
import io.actionqueue.TaskRequest;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.run.RunState;
import io.actionqueue.core.task.TaskPayload;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// Whole durable lives of tasks: submitted, acknowledged, leased, executed by a handler that does
/// nothing, completed, each step synced before the next one shows.
///
/// @param slots attempts in flight at once
/// @param payloadBytes bytes of each payload
/// @param outstanding unanswered submissions at once
/// @param durability when a step counts as durable
/// @param features rules that are turned on
record Life(
    int slots,
    int payloadBytes,
    int outstanding,
    Durability durability,
    List<LifeFeature> features) {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /// How long it took.
  ///
  /// @param tasks how many tasks
  /// @param accepted seconds until all submissions were answered
  /// @param total seconds until all tasks were completed
  /// @param processor seconds of processor time of the whole process, compilers and collector
  ///   included
  record Times(int tasks, double accepted, double total, double processor) {
    double perSecond() {
      return tasks / total;
    }

    double acceptedPerSecond() {
      return tasks / accepted;
    }

    double processorMicrosPerTask() {
      return processor * 1e6 / tasks;
    }
  }

  /// Opens the store and lets so many tasks live in it.
  Times run(Path store, int tasks) throws InterruptedException {
    try (var queue = ActionQueue.open(options(store))) {
      features.forEach(feature -> feature.begin(queue));
      long processor = SYSTEM.getProcessCpuTime();
      long begin = System.nanoTime();
      var payload = TaskPayload.of(Bytes.takeOver(new byte[payloadBytes]));
      submit(queue, tasks, outstanding, payload, features);
      double accepted = (System.nanoTime() - begin) / 1e9;
      awaitCompleted(queue, tasks);
      double total = (System.nanoTime() - begin) / 1e9;
      double used = (SYSTEM.getProcessCpuTime() - processor) / 1e9;
      queue.close(Duration.ofSeconds(10));
      return new Times(tasks, accepted, total, used);
    }
  }

  private ActionQueueOptions options(Path store) {
    var options =
        ActionQueueOptions.at(store)
            .dispatchConcurrency(slots)
            .durability(durability)
            .handler("noop", _ -> Outcome.success());
    features.forEach(feature -> feature.open(options));
    return options;
  }

  /// Submits tasks, some of them unanswered at a time, and waits for all answers.
  ///
  /// @param features rules that each of them is to be under
  static void submit(
      ActionQueue queue,
      int count,
      int outstanding,
      TaskPayload payload,
      List<LifeFeature> features)
      throws InterruptedException {
    var permits = new Semaphore(outstanding);
    var refused = new LongAdder();
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

  /// Waits until so many runs are completed.
  static void awaitCompleted(ActionQueue queue, long count) {
    while (queue.stats().join().runsByState().getOrDefault(RunState.COMPLETED, 0L) < count) {
      LockSupport.parkNanos(200_000);
    }
  }
}
