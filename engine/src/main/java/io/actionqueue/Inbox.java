package io.actionqueue;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Messages to the engine thread, which sleeps while there are none.
///
/// What handlers report goes before what callers request, so that a crowd of callers does not keep
/// slots waiting; within each of the two, order is kept.
final class Inbox {
  private final MessageStack reports = new MessageStack();
  private final MessageStack requests = new MessageStack();
  private volatile @Nullable Thread sleeper;

  /// Sends a report of a handler, or a request that a handler made before it reports.
  void report(Message message) {
    if (reports.push(message)) {
      wake();
    }
  }

  /// Sends a request of a caller.
  void request(Message message) {
    if (requests.push(message)) {
      wake();
    }
  }

  /// The next report, null if there is none.
  @Nullable Message pollReport() {
    return reports.poll();
  }

  /// The next request, null if there is none.
  @Nullable Message pollRequest() {
    return requests.poll();
  }

  boolean isEmpty() {
    return reports.isEmpty() && requests.isEmpty();
  }

  /// Sleeps until a message comes or `nanos` have passed; returns at once if there is a message.
  /// May return early.
  void await(long nanos) {
    sleeper = Thread.currentThread();
    try {
      if (isEmpty() && nanos > 0) {
        LockSupport.parkNanos(this, nanos);
      }
    } finally {
      sleeper = null;
    }
  }

  /// Wakes the receiver if it sleeps.
  void wake() {
    Thread asleep = sleeper;
    if (asleep != null) {
      LockSupport.unpark(asleep);
    }
  }

  /// Refuses everything that is here and everything that comes later. Called by the receiver.
  void close(ActionQueueException cause) {
    reports.close(cause);
    requests.close(cause);
  }
}
