package io.actionqueue;

import io.actionqueue.core.state.StateImage;
import io.actionqueue.engine.lane.Effect;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has a snapshot written when enough events have come since the last one. Confined to the engine
/// thread; the writing happens elsewhere, from an immutable image, once that is durable.
///
/// A snapshot costs what the state is large, and events may come faster than it is written. So
/// there is never more than one under way, and the next one waits until ten times the last one's
/// duration has passed. A failure is told and counted and stops nothing (03-W-11).
final class SnapshotTrigger {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotTrigger.class);
  private static final int REST_FACTOR = 10;

  /// Writes a snapshot and returns why the state cannot be expressed, or null if it is written.
  @FunctionalInterface
  interface Writer {
    /// See [Writer].
    @Nullable String write(StateImage image) throws IOException;
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
  private long lastSequence;
  private long restUntilNanos;
  private long patience = 1;
  private boolean underWay;

  /// A trigger that counts from the last snapshot on.
  SnapshotTrigger(Engine engine, Target target) {
    this.engine = engine;
    this.target = target;
    this.threshold = engine.config.snapshotEvents();
    this.lastSequence = target.lastSequence();
    this.restUntilNanos = engine.clock.nanos();
  }

  /// Starts a snapshot if one is due. To be called after a flush.
  void check() throws IOException {
    if (threshold.isEmpty() || underWay) {
      return;
    }
    long events = engine.lane.state().latestSequence() - lastSequence;
    boolean enough = Long.compareUnsigned(events / patience, threshold.getAsLong()) >= 0;
    if (!enough || engine.clock.nanosUntil(restUntilNanos) > 0) {
      return;
    }
    underWay = true;
    long begin = engine.config.time().monotonicNanos();
    engine.lane.whenDurable(new Writing(this, engine.lane.state().image(), begin));
    engine.lane.flush();
  }

  private void write(StateImage image, long begin) {
    String obstacle = null;
    IOException failure = null;
    try {
      obstacle = target.writer().write(image);
    } catch (IOException | RuntimeException e) {
      failure = e instanceof IOException io ? io : new IOException(e);
    }
    long took = engine.config.time().monotonicNanos() - begin;
    engine.inbox.report(new Written(this, image.sequence(), took, obstacle, failure));
  }

  private void end(Written written) {
    underWay = false;
    lastSequence = written.sequence;
    restUntilNanos = engine.config.time().monotonicNanos() + REST_FACTOR * written.tookNanos;
    if (written.failure != null) {
      engine.metrics.snapshotFailures.increment();
      LOG.warn("a snapshot could not be written; the log goes on without it", written.failure);
    } else if (written.obstacle != null) {
      patience = Math.min(patience * 2, 1 << 20);
      LOG.info("no snapshot: its form cannot express the state: {}", written.obstacle);
    } else {
      patience = 1;
      engine.metrics.snapshotsWritten.increment();
    }
  }

  /// Starts writing when the image is durable.
  private record Writing(SnapshotTrigger trigger, StateImage image, long begin) implements Effect {
    @Override
    public void durable() {
      trigger.target.executor().execute(() -> trigger.write(image, begin));
    }

    @Override
    public void failed(long sequence, Throwable cause) {}
  }

  /// How a snapshot ended.
  private static final class Written extends Message {
    final SnapshotTrigger trigger;
    final long sequence;
    final long tookNanos;
    final @Nullable String obstacle;
    final @Nullable IOException failure;

    Written(
        SnapshotTrigger trigger,
        long sequence,
        long tookNanos,
        @Nullable String obstacle,
        @Nullable IOException failure) {
      this.trigger = trigger;
      this.sequence = sequence;
      this.tookNanos = tookNanos;
      this.obstacle = obstacle;
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
