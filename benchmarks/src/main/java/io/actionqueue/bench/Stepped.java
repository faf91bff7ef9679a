package io.actionqueue.bench;

import com.sun.management.ThreadMXBean;
import io.actionqueue.ActionQueue;
import io.actionqueue.ActionQueueOptions;
import io.actionqueue.Durability;
import io.actionqueue.Outcome;
import io.actionqueue.TaskRequest;
import io.actionqueue.core.Bytes;
import io.actionqueue.core.task.TaskPayload;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An engine all of whose work one thread does, so that the time of this thread is what the work
/// costs, whatever else the machine does: manual mode, handlers that do nothing, nothing synced.
final class Stepped implements Contender {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final TaskPayload PAYLOAD = TaskPayload.of(Bytes.takeOver(new byte[256]));

  private final ActionQueue queue;
  private final @Nullable LifeFeature feature;

  /// An engine in a fresh directory.
  ///
  /// @param slots attempts in flight at once
  /// @param feature the rule that is turned on, null for none
  Stepped(Path directory, int slots, @Nullable LifeFeature feature) {
    var options =
        ActionQueueOptions.at(directory)
            .manualMode()
            .dispatchConcurrency(slots)
            .handlerExecutor(Runnable::run)
            .durability(Durability.OS)
            .handler("noop", _ -> Outcome.success());
    this.feature = feature;
    this.queue = ActionQueue.open(feature == null ? options : feature.open(options));
    if (feature != null) {
      feature.begin(queue);
    }
  }

  /// Costs are processor time of the thread and bytes that it allocated.
  @Override
  public Cost lives(int count) {
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long begin = THREADS.getCurrentThreadCpuTime();
    List<TaskRequest> requests = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      TaskRequest request = TaskRequest.of("noop").payload(PAYLOAD);
      requests.add(feature == null ? request : feature.submit(request));
    }
    var answers = queue.submitAll(requests).join();
    long completed = queue.runUntilIdle().totalCompleted();
    long nanos = THREADS.getCurrentThreadCpuTime() - begin;
    long made = THREADS.getCurrentThreadAllocatedBytes() - bytes;
    if (completed != count) {
      throw new IllegalStateException(completed + " of " + count + " completed: " + answers);
    }
    return new Cost((double) nanos / count, (double) made / count);
  }

  @Override
  public void close() {
    queue.close();
  }
}
