package io.actionqueue.storage.wal;

import io.actionqueue.core.port.EventBatch;
import io.actionqueue.core.port.EventLog;
import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.TimeSource;
import io.actionqueue.storage.LogStopped;
import io.actionqueue.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/// The durable log of one directory: frames in an active file, appended and synced in groups. A
/// file that has reached its size is sealed ([LogSegments]).
///
/// The owner's thread encodes and hands over; the log's thread takes what has gathered, writes it
/// as one frame with one write, syncs once, and tells the listener. So a sync costs the same
/// whatever has gathered meanwhile, and the owner never waits for the disk unless too many bytes
/// are waiting. Under [LogThreading#CALLER] there is no thread: `sync` writes, and so does `append`
/// where durability is relaxed or too many bytes are waiting.
///
/// After a failed write or sync nothing is repeated on the same file: a later sync could succeed
/// without the bytes that the failed one lost. The log is finished, and opening it again reads what
/// really is on the disk.
public final class WriteAheadLog implements EventLog {
  private static final DurabilityListener NOBODY =
      new DurabilityListener() {
        @Override
        public void durable(long sequence) {}

        @Override
        public void failed(IOException cause) {}
      };

  private final Path path;
  private final LogOptions options;
  private final Backlog backlog;
  private final AppendTally tally = new AppendTally();
  private final LogWriter writer;
  private final @Nullable ExecutorService background;
  private final @Nullable Thread thread;
  private volatile DurabilityListener listener = NOBODY;
  private boolean failureTold;

  /// What the log's thread writes next, if it has taken it already. Confined to that thread.
  private @Nullable FrameBuffer next;

  private WriteAheadLog(LogFile file, TimeSource time, LogOptions options) throws IOException {
    this.path = file.path();
    this.options = options;
    this.backlog = new Backlog(path, file.position().lastSequence());
    boolean threaded = options.threading() == LogThreading.LOG_THREAD;
    this.background = threaded ? Executors.newSingleThreadExecutor(daemon("prepare")) : null;
    this.writer =
        new LogWriter(file, time, options, background == null ? Runnable::run : background);
    this.thread = threaded ? daemon("log").newThread(this::writeUntilClosed) : null;
  }

  private static ThreadFactory daemon(String name) {
    return Thread.ofPlatform().daemon().name("actionqueue-" + name).factory();
  }

  /// Opens a log file for appending, creating it if it is missing, and syncs what stands in it.
  ///
  /// @param position the end that a scan of this file has just found
  /// @throws StorageException if something other than zeros stands behind the position
  /// @throws IOException if the disk fails
  public static WriteAheadLog open(
      FileStore store, TimeSource time, Path path, LogOptions options, LogPosition position)
      throws IOException {
    LogFile file = LogFile.open(store, path, position);
    try {
      var log = new WriteAheadLog(file, time, options);
      if (log.thread != null) {
        log.thread.start();
      }
      return log;
    } catch (IOException | RuntimeException e) {
      file.handle().close();
      throw e;
    }
  }

  @Override
  public long lastSequence() {
    return backlog.last();
  }

  @Override
  public long durableSequence() {
    return backlog.durable();
  }

  @Override
  public void append(EventBatch batch) throws IOException {
    try {
      take(batch);
      if (thread == null) {
        writeDue();
      }
    } catch (StorageException e) {
      throw told(e);
    }
  }

  private void take(EventBatch batch) throws StorageException {
    try {
      if (thread != null) {
        backlog.awaitRoom(options.maxWaitingBytes());
      }
      backlog.add(batch);
    } catch (StorageException | RuntimeException e) {
      tally.failed(Math.max(1, batch.events().size()));
      throw e;
    }
    tally.succeeded(batch.events().size());
  }

  /// Remembers that the owner knows of the failure: closing must not throw it once more, into a
  /// block that is being left because of it.
  private StorageException told(StorageException failure) {
    failureTold |= failure == backlog.failure();
    return failure;
  }

  /// Without a thread: writes where nobody waits for a sync, or where too much is waiting.
  private void writeDue() throws StorageException {
    if (!isRelaxed() && backlog.waitingBytes() < options.maxWaitingBytes()) {
      return;
    }
    attempt(this::writeGroupsAndSyncWhatIsDue);
  }

  private boolean isRelaxed() {
    return !(options.durability() instanceof Durability.Sync);
  }

  private void writeGroupsAndSyncWhatIsDue() throws StorageException {
    writeGroups();
    if (writer.nanosToSync() == 0) {
      sync(writer);
    }
  }

  @Override
  public void settle() throws IOException {
    if (thread != null || !isRelaxed()) {
      sync();
      return;
    }
    try {
      backlog.checkUsable();
      attempt(this::writeGroupsAndSyncWhatIsDue);
    } catch (StorageException e) {
      throw told(e);
    }
  }

  @Override
  public void sync() throws IOException {
    try {
      if (thread == null) {
        backlog.checkUsable();
        attempt(() -> {
          writeGroups();
          sync(writer);
        });
      } else {
        backlog.awaitSync();
      }
    } catch (StorageException e) {
      throw told(e);
    }
  }

  /// Returns after everything handed over is synced, or fails as the log has failed: for a thread
  /// beside the owner's that relies on what is in the log. Without a thread of the log's own it
  /// only tells whether the log has failed.
  public void awaitSynced() throws StorageException {
    if (thread == null) {
      backlog.checkNotFailed();
    } else {
      backlog.awaitSync();
    }
  }

  /// Asks that everything handed over be made durable and the active file be sealed behind it, so
  /// that a snapshot can make all of the log superfluous; without a frame in the file, it is only
  /// synced. What the owner hands over from now on stands in the next file. Returns at once: the
  /// log's thread does it. Without one it is done on return.
  public void requestSeal() throws IOException {
    try {
      if (thread == null) {
        backlog.checkUsable();
        attempt(() -> {
          writeGroups();
          sealFile();
        });
      } else {
        backlog.requestSeal();
      }
    } catch (StorageException e) {
      throw told(e);
    }
  }

  /// Returns after the sealing that was asked for last, or fails as the log has failed: for a
  /// thread beside the owner's.
  public void awaitSealed() throws StorageException {
    backlog.awaitSealed();
  }

  /// Makes everything handed over durable and seals the active file behind it ([#requestSeal()]),
  /// and returns when that is done. For the owner only.
  public void seal() throws IOException {
    requestSeal();
    try {
      awaitSealed();
    } catch (StorageException e) {
      throw told(e);
    }
  }

  /// The last sequence in the newest sealed file, unsigned; meaningless where there is none.
  /// Thread-safe.
  public long sealedEnd() {
    return writer.sealedEnd();
  }

  @Override
  public void listen(DurabilityListener listener) {
    this.listener = listener;
  }

  private void writeUntilClosed() {
    try {
      attempt(() -> {
        while (next != null || !backlog.isDone()) {
          step();
        }
        sync(writer);
      });
    } catch (StorageException _) {
      // The backlog has it: every caller is told, and so was the listener.
    }
  }

  private void step() throws StorageException, InterruptedException {
    FrameBuffer group = next;
    if (group == null) {
      group = backlog.take(writer.nanosToSync(), writer.patience());
    }
    if (backlog.isSealDue(writer.written())) {
      sealFile(); // before the group, which came after it was asked for
    }
    if (group != null) {
      writer.write(group);
      // Before anybody hears of it: whoever does hands over the next events, and there would be a
      // race for the lock with them.
      next = backlog.pollGathered(writer.patience());
      tell(group);
    }
    if (backlog.isSyncWanted() || writer.nanosToSync() == 0) {
      sync(writer);
    }
  }

  private void sealFile() throws StorageException {
    sync(writer);
    writer.seal();
    backlog.sealed();
  }

  private void writeGroups() throws StorageException {
    for (FrameBuffer group = backlog.poll(); group != null; group = backlog.poll()) {
      write(group);
    }
  }

  private void write(FrameBuffer group) throws StorageException {
    writer.write(group);
    tell(group);
  }

  /// Makes known that a group is durable as far as the setting asks.
  private void tell(FrameBuffer group) {
    backlog.durable(group.lastSequence());
    listener.durable(group.lastSequence());
    backlog.written(group, writer.synced());
  }

  private void sync(LogWriter writer) throws StorageException {
    writer.sync();
    backlog.synced(writer.synced());
  }

  @FunctionalInterface
  private interface Work {
    void run() throws StorageException, InterruptedException;
  }

  /// Does a part of the writer's work. Whatever it throws ends the log.
  private void attempt(Work work) throws StorageException {
    try {
      work.run();
    } catch (StorageException e) {
      fail(e);
      throw e;
    } catch (InterruptedException | RuntimeException | Error e) {
      var stopped = new LogStopped(path, e);
      fail(stopped);
      throw stopped;
    }
  }

  /// Only the writing thread fails the log. The listener hears of it before any caller does.
  private void fail(StorageException cause) {
    if (backlog.failure() == null) {
      try {
        listener.failed(cause);
      } finally {
        backlog.fail(cause);
      }
    }
  }

  /// What has been done since opening. Thread-safe.
  public LogCounters counters() {
    return writer.counters(tally);
  }

  /// Bytes of whole frames in the active file: where the next frame goes. Thread-safe.
  public long sizeBytes() {
    return writer.position();
  }

  /// Syncs what was handed over, cuts prepared space off and closes the file. A second call does
  /// nothing.
  ///
  /// @throws IOException the failure that ended the log, if no call has thrown it yet; the file is
  ///   closed all the same
  @Override
  public void close() throws IOException {
    if (!backlog.close()) {
      return;
    }
    if (thread == null) {
      closeGroups();
    } else {
      awaitEnd(thread);
    }
    StorageException failure = backlog.failure();
    try {
      writer.close(failure == null);
    } finally {
      if (background != null) {
        background.close();
      }
    }
    if (failure != null && !failureTold) {
      throw failure;
    }
  }

  private void closeGroups() {
    try {
      if (backlog.failure() == null) {
        attempt(() -> {
          writeGroups();
          sync(writer);
        });
      }
    } catch (StorageException _) {
      // The backlog has it.
    }
  }

  private static void awaitEnd(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
