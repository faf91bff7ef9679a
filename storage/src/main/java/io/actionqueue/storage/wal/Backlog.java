package io.actionqueue.storage.wal;

import io.actionqueue.core.port.EventBatch;
import io.actionqueue.storage.LogClosed;
import io.actionqueue.storage.SequenceViolation;
import io.actionqueue.storage.StorageException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What stands between the owner of a log and whoever writes it: the batches not yet written,
/// gathered into groups, how far writing and syncing have come, and the failure that ended it.
///
/// The owner encodes into the open group; the writer takes that group away, whatever is in it, and
/// leaves an empty one. While one group is being written and synced the next one gathers, so the
/// slower the disk, the larger the groups. Thread-safe; the lock is never held during I/O.
final class Backlog {
  /// A group is closed when it has this many bytes: beyond it a larger write gains nothing.
  private static final int GROUP_BYTES = 1 << 20;

  /// Buffers up to this size are used again.
  private static final int MAX_KEPT_BYTES = 4 << 20;

  private final Path path;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition progress = lock.newCondition();
  private final ArrayDeque<FrameBuffer> closedGroups = new ArrayDeque<>();
  private final ArrayDeque<FrameBuffer> spares = new ArrayDeque<>();
  private FrameBuffer open;
  private long waitingBytes;

  /// From how many events in the open group on the writer is to be woken.
  private long wakeAt = 1;

  private long syncTarget;
  private volatile boolean sealWanted;
  private long sealBehind;
  private long synced;
  private boolean closing;
  private volatile boolean closed;
  private volatile long last;
  private volatile long durable;
  private volatile @Nullable StorageException failure;

  /// A backlog with nothing in it.
  ///
  /// @param last the highest sequence that is synced, unsigned
  Backlog(Path path, long last) {
    this.path = path;
    this.open = newBuffer();
    this.last = last;
    this.durable = last;
    this.synced = last;
    this.syncTarget = last;
  }

  /// Takes a batch in.
  ///
  /// @throws StorageException if the log is closed or failed, or cannot hold the batch
  void add(EventBatch batch) throws StorageException {
    if (batch.events().isEmpty()) {
      throw new IllegalArgumentException("a batch has at least one event");
    }
    lock.lock();
    try {
      checkUsable();
      checkOrder(batch);
      int before = open.size();
      if (!open.add(batch)) {
        closeGroup();
        before = 0;
        open.add(batch);
      }
      last = batch.lastSequence();
      waitingBytes += open.size() - before;
      if (open.size() >= GROUP_BYTES) {
        closeGroup();
      }
      if (open.count() >= wakeAt || !closedGroups.isEmpty()) {
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void checkOrder(EventBatch batch) throws SequenceViolation {
    boolean follows = Long.compareUnsigned(batch.firstSequence(), last) > 0;
    boolean wraps = Long.compareUnsigned(batch.lastSequence(), batch.firstSequence()) < 0;
    if (!follows || wraps) {
      throw new SequenceViolation(path, last == -1 ? -1 : last + 1, batch.firstSequence());
    }
  }

  private void closeGroup() {
    closedGroups.add(open);
    FrameBuffer spare = spares.poll();
    open = spare == null ? newBuffer() : spare;
  }

  private FrameBuffer newBuffer() {
    return new FrameBuffer(path, 1 << 16);
  }

  /// Waits until fewer than `maxBytes` are waiting, or the log has failed.
  void awaitRoom(long maxBytes) {
    lock.lock();
    try {
      while (waitingBytes >= maxBytes && failure == null) {
        progress.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Bytes of events taken in and not yet written.
  long waitingBytes() {
    lock.lock();
    try {
      return waitingBytes;
    } finally {
      lock.unlock();
    }
  }

  /// Asks for a sync of everything taken in so far, and waits for it.
  ///
  /// @throws StorageException if the log is closed, or fails before that
  void awaitSync() throws StorageException {
    lock.lock();
    try {
      checkUsable();
      syncTarget = last;
      work.signal();
      long target = last;
      while (Long.compareUnsigned(synced, target) < 0) {
        checkNotFailed();
        progress.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Asks for a sealing of the file behind what was taken in so far. The open group ends there, so
  /// that nothing later is written before it.
  ///
  /// @throws StorageException if the log is closed or has failed
  void requestSeal() throws StorageException {
    lock.lock();
    try {
      checkUsable();
      if (!open.isEmpty()) {
        closeGroup();
      }
      sealBehind = last;
      sealWanted = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until no sealing is asked for.
  ///
  /// @throws StorageException if the log has failed, or fails before that
  void awaitSealed() throws StorageException {
    lock.lock();
    try {
      checkNotFailed();
      while (sealWanted) {
        progress.awaitUninterruptibly();
        checkNotFailed();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Whether the file is to be sealed now.
  ///
  /// @param written the highest sequence that is written, unsigned
  boolean isSealDue(long written) {
    if (!sealWanted) {
      return false;
    }
    lock.lock();
    try {
      return Long.compareUnsigned(written, sealBehind) >= 0;
    } finally {
      lock.unlock();
    }
  }

  /// Notes that the file was sealed.
  void sealed() {
    lock.lock();
    try {
      sealWanted = false;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The next group to write. Without one, waits until there is one, until a sync is asked for,
  /// until the log is being closed, or for `nanos`; null then. A group that is there waits for
  /// company as the patience says.
  @Nullable FrameBuffer take(long nanos, Patience patience) throws InterruptedException {
    lock.lock();
    try {
      return (await(1, nanos) && await(patience.events(), patience.nanos())) || hasGroup()
          ? poll()
          : null;
    } finally {
      wakeAt = 1;
      lock.unlock();
    }
  }

  private boolean hasGroup() {
    return !closedGroups.isEmpty() || !open.isEmpty();
  }

  /// Waits until the open group has so many events or another is closed; false if that takes too
  /// long or somebody is in a hurry.
  private boolean await(long events, long nanos) throws InterruptedException {
    wakeAt = events;
    long rest = nanos;
    while (closedGroups.isEmpty() && open.count() < events) {
      if (closing || sealWanted || isSyncWanted() || rest <= 0) {
        return false;
      }
      rest = work.awaitNanos(rest);
    }
    return true;
  }

  /// The next group to write if it has company enough as it is; null otherwise.
  @Nullable FrameBuffer pollGathered(Patience patience) {
    lock.lock();
    try {
      boolean enough = !closedGroups.isEmpty() || open.count() >= patience.events();
      return enough ? poll() : null;
    } finally {
      lock.unlock();
    }
  }

  /// The next group to write; null if there is none.
  @Nullable FrameBuffer poll() {
    lock.lock();
    try {
      if (closedGroups.isEmpty() && !open.isEmpty()) {
        closeGroup();
      }
      return closedGroups.poll();
    } finally {
      lock.unlock();
    }
  }

  /// Notes that everything up to a sequence is durable as far as the log's setting asks.
  void durable(long sequence) {
    durable = sequence;
  }

  /// Takes back the buffer of a group that was written and made known, and lets waiting callers go
  /// on.
  ///
  /// @param synced the highest sequence that is synced, unsigned
  void written(FrameBuffer group, long synced) {
    lock.lock();
    try {
      this.synced = synced;
      waitingBytes -= group.size();
      if (group.capacity() <= MAX_KEPT_BYTES && spares.size() < 2) {
        group.clear();
        spares.add(group);
      }
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Notes that everything up to a sequence is synced.
  void synced(long sequence) {
    lock.lock();
    try {
      synced = sequence;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Notes the failure that ends the log. What was waiting is dropped.
  void fail(StorageException cause) {
    lock.lock();
    try {
      failure = cause;
      closedGroups.clear();
      open.clear();
      waitingBytes = 0;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Lets the writer end once nothing is waiting; false if that was done before.
  boolean close() {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      closed = true;
      closing = true;
      syncTarget = last;
      work.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Whether the writer may end: nothing is waiting, and nothing will come.
  boolean isDone() {
    lock.lock();
    try {
      return closing && !sealWanted && closedGroups.isEmpty() && open.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /// Whether a sync is asked for that has not been done.
  boolean isSyncWanted() {
    lock.lock();
    try {
      return Long.compareUnsigned(synced, syncTarget) < 0;
    } finally {
      lock.unlock();
    }
  }

  /// Throws if the log is closed or has failed.
  void checkUsable() throws StorageException {
    if (closed) {
      throw new LogClosed(path);
    }
    checkNotFailed();
  }

  /// Throws the failure that ended the log, if one did.
  void checkNotFailed() throws StorageException {
    StorageException cause = failure;
    if (cause != null) {
      throw cause;
    }
  }

  /// The failure that ended the log; null while there is none.
  @Nullable StorageException failure() {
    return failure;
  }

  /// The highest sequence taken in, unsigned.
  long last() {
    return last;
  }

  /// The highest sequence that is durable as far as the log's setting asks, unsigned.
  long durable() {
    return durable;
  }
}
