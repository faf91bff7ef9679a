package io.actionqueue;

import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.StateCapture;
import io.actionqueue.engine.lane.Effect;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has a snapshot written when enough events have come since the last one. Confined to the engine
/// thread, which copies the state in slices; the writing happens elsewhere, once all that the copy
/// shows is durable.
///
/// A snapshot costs what the state is large. So the next one waits for as many events as the state
/// has tasks and runs, at least for the configured number: whatever the history, an event pays for
/// one entry at most, and opening replays no more than it loads. And as events may come faster than
/// it is written, there is never more than one under way, and the next one waits until ten times
/// the last one's duration has passed. A failure is told and counted and stops nothing (03-W-11).
final class SnapshotTrigger {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotTrigger.class);
  private static final int REST_FACTOR = 10;

  /// Writes a complete capture in whichever form fits.
  @FunctionalInterface
  interface Writer {
    /// See [Writer].
    void write(StateCapture capture) throws IOException;
  }

  /// Where snapshots go.
  ///
  /// @param writer writes them
  /// @param executor runs the writer
  /// @param lastSequence what the snapshot on disk contains, 0 if there is none
  record Target(Writer writer, Executor executor, long lastSequence) {}

  private final Engine engine;
  private final Target target;
  private final OptionalLong threshold;
  private @Nullable StateCapture capture;
  private long lastSequence;
  private long restUntilNanos;
  private long beganNanos;
  private boolean writing;

  /// A trigger that counts from the last snapshot on.
  SnapshotTrigger(Engine engine, Target target) {
    this.engine = engine;
    this.target = target;
    this.threshold = engine.config.snapshotEvents();
    this.lastSequence = target.lastSequence();
    this.restUntilNanos = engine.clock.nanos();
  }

  /// Begins a snapshot if one is due, and goes on with one that has begun. To be called after a
  /// flush.
  ///
  /// @param entries how many tasks and runs to copy at most
  /// @return whether there is more to copy
  boolean advance(int entries) throws IOException {
    if (capture == null && isDue()) {
      capture = engine.lane.state().capture();
      beganNanos = engine.clock.nanos();
    }
    if (capture == null) {
      return false;
    }
    if (!capture.advance(entries)) {
      return true;
    }
    writing = true;
    engine.lane.whenDurable(new Writing(this, capture));
    reachTheDevice();
    capture = null;
    return false;
  }

  /// A snapshot must not know more than the log on the device. Where durable means less than
  /// synced, it takes a sync of its own.
  private void reachTheDevice() throws IOException {
    if (engine.config.durability() instanceof Durability.Sync) {
      engine.lane.flush();
    } else {
      engine.lane.sync();
    }
  }

  private boolean isDue() {
    if (threshold.isEmpty() || writing) {
      return false;
    }
    QueueState state = engine.lane.state();
    long events = state.latestSequence() - lastSequence;
    long entries = (long) state.taskCount() + state.runCount();
    boolean enough = Long.compareUnsigned(events, Math.max(threshold.getAsLong(), entries)) >= 0;
    return enough && engine.clock.nanosUntil(restUntilNanos) == 0;
  }

  private void write(StateCapture complete) {
    Throwable failure = null;
    try {
      target.writer().write(complete);
    } catch (Throwable e) { // whatever it is, the engine must hear that it is over
      failure = e;
    }
    engine.inbox.report(new Written(this, complete.sequence(), failure));
  }

  private void end(Written written) {
    writing = false;
    lastSequence = written.sequence;
    restUntilNanos = engine.clock.nanos() + REST_FACTOR * (engine.clock.nanos() - beganNanos);
    if (written.failure != null) {
      engine.metrics.snapshotFailures.increment();
      LOG.warn("a snapshot could not be written; the log goes on without it", written.failure);
    } else {
      engine.metrics.snapshotsWritten.increment();
    }
  }

  /// Starts writing when all that the copy shows is durable.
  private record Writing(SnapshotTrigger trigger, StateCapture capture) implements Effect {
    @Override
    public void durable() {
      trigger.target.executor().execute(() -> trigger.write(capture));
    }

    @Override
    public void failed(long sequence, Throwable cause) {}
  }

  /// How a snapshot ended.
  private static final class Written extends Message {
    final SnapshotTrigger trigger;
    final long sequence;
    final @Nullable Throwable failure;

    Written(SnapshotTrigger trigger, long sequence, @Nullable Throwable failure) {
      this.trigger = trigger;
      this.sequence = sequence;
      this.failure = failure;
    }

    @Override
    void handle() {
      trigger.end(this);
    }

    @Override
    void refuse(ActionQueueException cause) {}
  }
}
