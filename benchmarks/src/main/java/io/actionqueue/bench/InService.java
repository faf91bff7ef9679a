package io.actionqueue.bench;

import com.sun.management.OperatingSystemMXBean;
import io.actionqueue.ActionQueue;
import io.actionqueue.ActionQueueOptions;
import io.actionqueue.Outcome;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.task.TaskPayload;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An engine as it works in service: with threads of its own, every step synced before the next one
/// shows. Costs are wall-clock time, of which throughput is the inverse, and beside it the
/// processor time of the whole process, compilers and collector included.
final class InService implements Contender {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final TaskPayload PAYLOAD = TaskPayload.of(Bytes.takeOver(new byte[256]));

  private final ActionQueue queue;
  private final List<LifeFeature> features;
  private long completed;

  /// An engine in a fresh directory.
  ///
  /// @param slots attempts in flight at once
  /// @param feature the rule that is turned on, null for none
  InService(Path directory, int slots, @Nullable LifeFeature feature) {
    var options =
        ActionQueueOptions.at(directory)
            .dispatchConcurrency(slots)
            .handler("noop", _ -> Outcome.success());
    this.features = feature == null ? List.of() : List.of(feature);
    this.queue = ActionQueue.open(feature == null ? options : feature.open(options));
    if (feature != null) {
      feature.begin(queue);
    }
  }

  @Override
  public Cost lives(int count) throws InterruptedException {
    long processor = SYSTEM.getProcessCpuTime();
    long begin = System.nanoTime();
    Life.submit(queue, count, count, PAYLOAD, features);
    completed += count;
    Life.awaitCompleted(queue, completed);
    long nanos = System.nanoTime() - begin;
    long used = SYSTEM.getProcessCpuTime() - processor;
    return new Cost((double) nanos / count, (double) used / count);
  }

  @Override
  public void close() {
    queue.close();
  }
}
