package io.actionqueue.bench;

import io.actionqueue.ActionQueue;
import io.actionqueue.TaskRequest;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Threads that submit one task after the other, each when its last one is acknowledged.
final class Submitters implements AutoCloseable {
  private final ExecutorService threads;
  private final ActionQueue queue;
  private volatile boolean ending;
  private Samples samples = new Samples();

  private Submitters(ActionQueue queue, int count) {
    this.queue = queue;
    this.threads = Executors.newFixedThreadPool(count);
  }

  static Submitters start(ActionQueue queue, int count) {
    var submitters = new Submitters(queue, count);
    for (int i = 0; i < count; i++) {
      submitters.threads.execute(submitters::submit);
    }
    return submitters;
  }

  private void submit() {
    while (!ending) {
      long begin = System.nanoTime();
      queue.submit(TaskRequest.of("noop")).join().orElseThrow();
      add(System.nanoTime() - begin);
    }
  }

  private synchronized void add(long nanos) {
    samples.add(nanos);
  }

  /// The times to acknowledgement since the last call.
  synchronized Samples take() {
    Samples taken = samples;
    samples = new Samples();
    return taken;
  }

  @Override
  public void close() {
    ending = true;
    threads.close();
  }
}
