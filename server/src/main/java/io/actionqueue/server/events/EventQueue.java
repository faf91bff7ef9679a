package io.actionqueue.server.events;

import io.actionqueue.client.wire.StreamedEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What one listener has not taken yet. Thread-safe: the hub puts in, the stream takes out.
final class EventQueue {
  /// How far a listener may lag behind.
  static final int CAPACITY = 4096;

  private final List<StreamedEvent> backlog;
  private final boolean hasGap;
  private final BlockingQueue<StreamedEvent> queue = new ArrayBlockingQueue<>(CAPACITY);
  private volatile @Nullable String end;

  /// @param backlog events that came before and are still known
  /// @param hasGap whether events between the listener's last one and the backlog are not
  EventQueue(List<StreamedEvent> backlog, boolean hasGap) {
    this.backlog = List.copyOf(backlog);
    this.hasGap = hasGap;
  }

  List<StreamedEvent> backlog() {
    return backlog;
  }

  boolean hasGap() {
    return hasGap;
  }

  /// Adds an event.
  ///
  /// @return whether there was room; without it the listener is cut off
  boolean offer(StreamedEvent event) {
    if (queue.offer(event)) {
      return true;
    }
    end("slow_consumer");
    return false;
  }

  /// Ends the stream with a reason. What waits is not told any more.
  void end(String reason) {
    end = reason;
  }

  /// Why the stream has ended, null while it goes on.
  @Nullable String ended() {
    return end;
  }

  /// The next event, null if none came in time.
  @Nullable StreamedEvent poll(Duration wait) throws InterruptedException {
    return queue.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
  }
}
