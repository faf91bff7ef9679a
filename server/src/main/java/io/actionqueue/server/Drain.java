package io.actionqueue.server;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/// Lets one thread stop the daemon while others wait for it. Thread-safe.
final class Drain {
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch done = new CountDownLatch(1);

  /// Runs the stop once; later callers wait until it has finished.
  void run(Runnable stop) {
    if (begun.compareAndSet(false, true)) {
      try {
        stop.run();
      } finally {
        done.countDown();
      }
    } else {
      awaitQuietly();
    }
  }

  boolean hasBegun() {
    return begun.get();
  }

  void await() throws InterruptedException {
    done.await();
  }

  private void awaitQuietly() {
    try {
      await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
