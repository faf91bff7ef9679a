package io.actionqueue;

import io.actionqueue.core.port.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The cancellation of one attempt with the times that tell how promptly the handler looked.
/// Thread-safe.
final class AttemptToken implements Cancellation {
  private final TimeSource time;
  private final Executor callbacks;
  private List<Runnable> actions = List.of();
  private volatile @Nullable CancelReason reason;
  private volatile boolean observed;
  private long requestedAt;
  private long observedAt;

  /// A token that nobody has requested.
  ///
  /// @param time measures how promptly the handler looks
  /// @param callbacks runs what the handler registered, so that it cannot hold the engine up
  AttemptToken(TimeSource time, Executor callbacks) {
    this.time = time;
    this.callbacks = callbacks;
  }

  /// Requests the stop; only the first reason counts.
  void request(CancelReason why) {
    List<Runnable> due;
    synchronized (this) {
      if (reason != null) {
        return;
      }
      requestedAt = time.monotonicNanos();
      reason = why;
      due = actions;
      actions = List.of();
    }
    due.forEach(callbacks::execute);
  }

  /// Why the stop was requested, null if it was not; unlike [#isRequested] not an observation.
  @Nullable CancelReason requested() {
    return reason;
  }

  @Override
  public boolean isRequested() {
    if (reason == null) {
      return false;
    }
    if (!observed) {
      synchronized (this) {
        if (!observed) {
          observedAt = time.monotonicNanos();
          observed = true;
        }
      }
    }
    return true;
  }

  @Override
  public Optional<CancelReason> reason() {
    return Optional.ofNullable(reason);
  }

  @Override
  public void onRequest(Runnable action) {
    synchronized (this) {
      if (reason == null) {
        if (actions.isEmpty()) {
          actions = new ArrayList<>(1);
        }
        actions.add(action);
        return;
      }
    }
    callbacks.execute(action);
  }

  /// Nanoseconds from the request to the handler's first look, at least 0; empty unless both
  /// happened.
  synchronized OptionalLong latencyNanos() {
    return reason == null || !observed
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, observedAt - requestedAt));
  }
}
