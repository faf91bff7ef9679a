package io.actionqueue.storage.wal;

import io.actionqueue.core.port.TimeSource;
import io.actionqueue.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/// Writes groups of batches to the log file, one frame and one write each, and syncs them.
///
/// Confined to the thread that writes, but for the counters. After a failure it must not be used
/// again: what reached the disk is unknown.
final class LogWriter {
  /// How long a writer without anything to sync may sleep, in nanoseconds.
  static final long NEVER = Long.MAX_VALUE;

  private final TimeSource time;
  private final ActiveFile file;
  private final Durability durability;
  private final AtomicLong position;
  private final AtomicLong frames = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong syncs = new AtomicLong();
  private final Patience patience = new Patience();
  private boolean batchFirst;
  private volatile long sealedEnd;
  private long written;
  private long synced;
  private long syncDue = NEVER;

  /// A writer that goes on at a position; everything before it is synced, zeros stand behind it.
  ///
  /// @param background runs the preparation of space
  LogWriter(LogFile file, TimeSource time, LogOptions options, Executor background)
      throws IOException {
    LogPosition start = file.position();
    this.time = time;
    this.file = new ActiveFile(file, options, background);
    this.durability = options.durability();
    this.position = new AtomicLong(start.offset());
    this.batchFirst = start.firstFrame() == LogPosition.FirstFrame.BATCH;
    long first = file.firstSequence();
    this.sealedEnd = first == 0 ? start.lastSequence() : first - 1;
    this.written = start.lastSequence();
    this.synced = start.lastSequence();
  }

  /// Writes a group as one frame and, where every write is synced, syncs it. A file that is full is
  /// sealed before; the next one begins with a batch (S-33).
  void write(FrameBuffer group) throws StorageException {
    if (file.isFull()) {
      seal();
    }
    boolean syncs = durability instanceof Durability.Sync;
    long begin = time.monotonicNanos();
    boolean first = file.position() == 0;
    boolean single = syncs && group.isSingle() && !(batchFirst && first);
    ByteBuffer frame = single ? group.single() : group.batch(lag(group));
    int length = frame.remaining();
    file.write(frame, group.firstSequence());
    position.set(file.position());
    bytes.addAndGet(length);
    frames.incrementAndGet();
    written = group.lastSequence();
    if (syncs) {
      sync();
      patience.note(group.count(), time.monotonicNanos() - begin);
    } else if (first && group.firstSequence() != 1) {
      // What comes before it may stand in a snapshot alone, where a scan of the log does not see
      // it: if this frame is missing, it could not tell how far back the next one's lag reaches.
      sync();
    } else if (syncDue == NEVER && durability instanceof Durability.Interval(int millis)) {
      syncDue = time.monotonicNanos() + millis * 1_000_000L;
    }
  }

  /// Syncs what was written and seals the file; without a frame in it, does nothing.
  void seal() throws StorageException {
    if (file.position() == 0) {
      return;
    }
    sync();
    file.seal();
    batchFirst = true;
    sealedEnd = written;
    position.set(0);
  }

  /// The last sequence in the newest sealed file, unsigned; meaningless where there is none.
  long sealedEnd() {
    return sealedEnd;
  }

  private long lag(FrameBuffer group) {
    return written == synced ? 0 : group.firstSequence() - 1 - synced;
  }

  /// Makes everything written durable. Never repeated after a failure.
  void sync() throws StorageException {
    syncDue = NEVER;
    if (written == synced) {
      return;
    }
    file.sync();
    synced = written;
    syncs.incrementAndGet();
  }

  /// How long the next group may wait for company.
  Patience patience() {
    return patience;
  }

  /// Nanoseconds until a sync is due, 0 if it is overdue, [#NEVER] if there is none.
  long nanosToSync() {
    return syncDue == NEVER ? NEVER : Math.max(0, syncDue - time.monotonicNanos());
  }

  /// Cuts prepared space off and closes the file.
  ///
  /// @param clean whether everything was written and synced
  void close(boolean clean) throws StorageException {
    file.close(clean);
  }

  /// The highest sequence that is written, unsigned.
  long written() {
    return written;
  }

  /// The highest sequence that is synced, unsigned.
  long synced() {
    return synced;
  }

  /// The end of the last frame.
  long position() {
    return position.get();
  }

  /// Counts of this writer with those of a tally.
  LogCounters counters(AppendTally tally) {
    return new LogCounters(
        tally.successes(), tally.failures(), frames.get(), bytes.get(), syncs.get());
  }
}
