package io.actionqueue;

import io.actionqueue.core.port.TimeSource;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.StateCapture;
import io.actionqueue.engine.lane.Effect;
import io.actionqueue.storage.recovery.SnapshotReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
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

  /// How many entries are copied, or tasks dropped, between two looks at the clock.
  private static final int PORTION = 64;

  /// Writes complete captures in whichever form fits.
  interface Writer {
    /// Returns when the snapshot is durable, was read back, and older log is dropped.
    SnapshotReport write(StateCapture capture) throws IOException;

    /// Asks that the log be sealed behind everything handed to it, and does not wait for that.
    /// Called before the capture that [#compact(StateCapture)] gets, by the engine's thread.
    void sealLog() throws IOException;

    /// The same as [#write(StateCapture)], for a capture behind which the log is sealed: waits for
    /// that, and drops all log before it.
    SnapshotReport compact(StateCapture capture) throws IOException;

    /// Whether both of them wait until the log is on the device up to the capture. Where all
    /// happens on one thread they cannot, and the log must be synced before.
    boolean awaitsLog();
  }

  /// Where snapshots go.
  ///
  /// @param writer writes them
  /// @param executor runs the writer
  /// @param logBytes how many bytes were written to the log so far
  /// @param lastSequence what the snapshot on disk contains, 0 if there is none
  record Target(Writer writer, Executor executor, LongSupplier logBytes, long lastSequence) {}

  private final Engine engine;
  private final Target target;
  private final OptionalLong threshold;
  private @Nullable StateCapture capture;
  private long lastSequence;
  private long restUntilNanos;
  private long beganNanos;
  private long copyBeganNanos;
  private long copyNanos;
  private long longestHoldNanos;
  private boolean writing;
  private boolean retiring;
  private boolean compactionDemanded;
  private boolean compacting;
  private long droppedBefore;
  private long lastLogBytes;
  private long lastBytes;
  private List<CompletableFuture<SnapshotInfo>> demands = new ArrayList<>();
  private List<CompletableFuture<SnapshotInfo>> served = new ArrayList<>();

  /// A trigger that counts from the last snapshot on.
  SnapshotTrigger(Engine engine, Target target) {
    this.engine = engine;
    this.target = target;
    this.threshold = engine.config.snapshotEvents();
    this.lastSequence = target.lastSequence();
    this.restUntilNanos = engine.clock.nanos();
    this.lastLogBytes = target.logBytes().getAsLong();
  }

  /// Asks for a snapshot of at least what was executed so far, whatever the threshold.
  void demand(CompletableFuture<SnapshotInfo> future) {
    demands.add(future);
  }

  /// Asks for a snapshot that drops all of the log before it.
  void demandCompaction(CompletableFuture<SnapshotInfo> future) {
    compactionDemanded = true;
    demands.add(future);
  }

  /// Fails what waits for a snapshot.
  void fail(ActionQueueException cause) {
    List<CompletableFuture<SnapshotInfo>> lost = new ArrayList<>(demands);
    lost.addAll(served);
    demands = new ArrayList<>();
    served = new ArrayList<>();
    lost.forEach(future -> future.completeExceptionally(cause));
  }

  /// Begins a snapshot if one is due, and goes on with one that has begun. To be called after a
  /// flush.
  ///
  /// @param entries how many tasks and runs to copy at most, or tasks to drop
  /// @param nanos how long to go on
  /// @return whether there is more to do
  boolean advance(int entries, long nanos) throws IOException {
    if (capture == null && !retiring && !isDue()) {
      return false;
    }
    TimeSource time = engine.config.time();
    long begin = time.monotonicNanos();
    if (capture == null && !retiring) {
      begin();
    }
    boolean more = true;
    for (int left = entries; more && left > 0; left -= PORTION) {
      more = goOn(Math.min(left, PORTION));
      if (time.monotonicNanos() - begin >= nanos) {
        break;
      }
    }
    if (retiring) {
      engine.lane.flush();
    }
    longestHoldNanos = Math.max(longestHoldNanos, time.monotonicNanos() - begin);
    return more;
  }

  private boolean goOn(int entries) throws IOException {
    if (retiring) {
      retiring = engine.retirement.advance(entries);
      if (!retiring) {
        beginCopy();
      }
      return true;
    }
    if (capture == null || !capture.advance(entries)) {
      return true;
    }
    copyNanos = engine.config.time().monotonicNanos() - copyBeganNanos;
    writing = true;
    engine.lane.whenDurable(new Writing(this, capture, compacting));
    reachTheDevice();
    capture = null;
    return false;
  }

  private void begin() {
    retiring = true;
    beganNanos = engine.clock.nanos();
    longestHoldNanos = 0;
    droppedBefore = engine.metrics.tasksDropped();
    served = demands;
    demands = new ArrayList<>();
    compacting = compactionDemanded;
    compactionDemanded = false;
    engine.retirement.begin();
  }

  /// Begins the copy when the retention has dropped what it lets go.
  private void beginCopy() throws IOException {
    engine.lane.flush();
    if (compacting) {
      target.writer().sealLog();
    }
    copyBeganNanos = engine.config.time().monotonicNanos();
    capture = engine.lane.state().capture();
  }

  /// A snapshot must not know more than the log on the device. Where durable means less than
  /// synced, it takes a sync of its own: the writer's, or this one.
  private void reachTheDevice() throws IOException {
    if (engine.config.durability() instanceof Durability.Sync || target.writer().awaitsLog()) {
      engine.lane.flush();
    } else {
      engine.lane.sync();
    }
  }

  private boolean isDue() {
    if (writing || !demands.isEmpty()) {
      return !writing;
    }
    if (threshold.isEmpty()) {
      return false;
    }
    QueueState state = engine.lane.state();
    long events = state.latestSequence() - lastSequence;
    long entries = (long) state.taskCount() + state.runCount();
    boolean enough = Long.compareUnsigned(events, Math.max(threshold.getAsLong(), entries)) >= 0;
    return (enough || isLogLong()) && engine.clock.nanosUntil(restUntilNanos) == 0;
  }

  /// However few events they hold: the disk is to be bounded also for large payloads. A snapshot is
  /// not written more often than it pays.
  private boolean isLogLong() {
    long written = target.logBytes().getAsLong() - lastLogBytes;
    return written >= Math.max(engine.config.snapshotLogBytes(), 2 * lastBytes);
  }

  private void write(StateCapture complete, boolean compact) {
    SnapshotReport report = null;
    Throwable failure = null;
    try {
      Writer writer = target.writer();
      report = compact ? writer.compact(complete) : writer.write(complete);
    } catch (Throwable e) { // whatever it is, the engine must hear that it is over
      failure = e;
    }
    engine.inbox.report(new Written(this, complete.sequence(), report, failure));
  }

  private void end(Written written) {
    writing = false;
    lastSequence = written.sequence;
    lastLogBytes = target.logBytes().getAsLong();
    restUntilNanos = engine.clock.nanos() + REST_FACTOR * (engine.clock.nanos() - beganNanos);
    SnapshotReport report = written.report;
    List<CompletableFuture<SnapshotInfo>> waiting = served;
    served = new ArrayList<>();
    if (report == null) {
      engine.metrics.snapshotFailures.increment();
      LOG.warn("a snapshot could not be written; the log goes on without it", written.failure);
      var refusal = new Refusal("snapshot_failed", String.valueOf(written.failure));
      waiting.forEach(
          future -> future.completeExceptionally(new ActionQueueException.Refused(refusal)));
      return;
    }
    lastBytes = report.bytes();
    engine.metrics.snapshotsWritten.increment();
    engine.metrics.logBytesDropped.add(report.droppedBytes());
    SnapshotInfo info = info(report);
    LOG.info("{}", info);
    waiting.forEach(future -> future.complete(info));
  }

  private SnapshotInfo info(SnapshotReport report) {
    return new SnapshotInfo(
        report.sequence(),
        report.path().toString(),
        report.bytes(),
        engine.metrics.tasksDropped() - droppedBefore,
        report.droppedFiles().size(),
        report.droppedBytes(),
        copyNanos,
        longestHoldNanos);
  }

  /// Starts writing when all that the copy shows is durable.
  private record Writing(SnapshotTrigger trigger, StateCapture capture, boolean compact)
      implements Effect {
    @Override
    public void durable() {
      trigger.target.executor().execute(() -> trigger.write(capture, compact));
    }

    @Override
    public void failed(long sequence, Throwable cause) {}
  }

  /// How a snapshot ended.
  private static final class Written extends Message {
    final SnapshotTrigger trigger;
    final long sequence;
    final @Nullable SnapshotReport report;
    final @Nullable Throwable failure;

    Written(
        SnapshotTrigger trigger,
        long sequence,
        @Nullable SnapshotReport report,
        @Nullable Throwable failure) {
      this.trigger = trigger;
      this.sequence = sequence;
      this.report = report;
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
