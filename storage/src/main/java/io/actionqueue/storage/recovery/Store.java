package io.actionqueue.storage.recovery;

import io.actionqueue.core.port.EventLog;
import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.TimeSource;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.StateCapture;
import io.actionqueue.storage.NotAStore;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.file.DirectoryLock;
import io.actionqueue.storage.file.DurableDirectories;
import io.actionqueue.storage.file.ReportingFiles;
import io.actionqueue.storage.snapshot.Snapshots;
import io.actionqueue.storage.wal.LogPosition;
import io.actionqueue.storage.wal.ScanPolicy;
import io.actionqueue.storage.wal.ScanVerdict;
import io.actionqueue.storage.wal.TornTail;
import io.actionqueue.storage.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One data directory, owned: its recorded state and the log that goes on from it.
///
/// State and log belong to the thread that opened the store, or to the one it hands them to.
public final class Store implements AutoCloseable {
  private final StoreOptions options;
  private final DataLayout layout;
  private final DirectoryLock lock;
  private final QueueState state;
  private final WriteAheadLog log;
  private final OpenReport report;

  private Store(
      StoreOptions options,
      DirectoryLock lock,
      QueueState state,
      WriteAheadLog log,
      OpenReport report) {
    this.options = options;
    this.layout = new DataLayout(options.directory());
    this.lock = lock;
    this.state = state;
    this.log = log;
    this.report = report;
  }

  /// Opens a directory, creating what is missing. An unfinished last write is set aside; nothing
  /// else that is wrong is touched.
  ///
  /// @throws io.actionqueue.storage.StorageException if somebody else owns the directory, or if its
  ///   files cannot be trusted; the message says which file, where and why, and no byte was changed
  /// @throws IOException if the disk fails
  public static Store open(StoreOptions options) throws IOException {
    TimeSource time = options.time();
    long begin = time.monotonicNanos();
    Premises.check(options.files(), options.directory());
    DurableDirectories.create(options.files(), options.directory());
    String started = Instant.ofEpochMilli(time.epochMillis()).toString();
    DirectoryLock lock = DirectoryLock.acquire(options.files(), options.directory(), started);
    try {
      return open(options, lock, begin);
    } catch (Throwable failure) {
      closeQuietly(lock, failure);
      throw failure;
    }
  }

  private static Store open(StoreOptions options, DirectoryLock lock, long begin)
      throws IOException {
    FileStore files = options.files();
    var layout = new DataLayout(options.directory());
    Recovery.Found found = new Recovery(files, layout, options.damage(), options.gaps()).run();
    prepare(files, layout);
    TornEnd torn = found.torn() == null ? null : setAside(options, layout, found.torn());
    LogPosition position = found.position();
    WriteAheadLog log =
        WriteAheadLog.open(files, options.time(), layout.log(), options.log(), position);
    return new Store(
        options,
        lock,
        found.state(),
        log,
        report(found, torn, options.time().monotonicNanos() - begin));
  }

  /// The root is synced also when nothing is missing: whoever created the folders may have ended
  /// before that.
  private static void prepare(FileStore files, DataLayout layout) throws IOException {
    files.createDirectories(layout.logFolder());
    files.createDirectories(layout.snapshotFolder());
    files.syncDirectory(layout.root());
  }

  private static TornEnd setAside(StoreOptions options, DataLayout layout, ScanVerdict.Torn torn)
      throws IOException {
    long now = options.time().epochMillis();
    Path copy = TornTail.setAside(options.files(), layout.log(), torn, now);
    return new TornEnd(torn.offset(), torn.bytes(), torn.detail(), copy);
  }

  private static OpenReport report(
      Recovery.Found found, @Nullable TornEnd torn, long durationNanos) {
    List<String> warnings = new ArrayList<>(found.warnings());
    if (torn != null && torn.copy() != null) {
      warnings.add(
          "the log ended in an unfinished write of %d bytes at offset %d, kept in %s"
              .formatted(torn.bytes(), torn.offset(), torn.copy()));
    }
    return new OpenReport(
        found.snapshot(),
        found.log(),
        torn,
        found.state().latestSequence(),
        warnings,
        durationNanos);
  }

  /// Looks at a directory as it is recorded, beside its owner or without one. Changes no byte and
  /// takes no lock; an unfinished last write counts as being written.
  ///
  /// @param time for the duration in the report
  /// @throws NoSuchFileException if there is no such directory
  /// @throws io.actionqueue.storage.StorageException if its files cannot be trusted
  public static Loaded load(FileStore files, TimeSource time, Path directory) throws IOException {
    long begin = time.monotonicNanos();
    if (!files.isDirectory(directory)) {
      if (files.exists(directory)) {
        throw new NotAStore(directory, "is a file, not a data directory");
      }
      throw new NoSuchFileException(directory.toString(), null, "no such data directory");
    }
    var layout = new DataLayout(directory);
    var found =
        new Recovery(ReportingFiles.of(files), layout, ScanPolicy.BESIDE_WRITER, GapPolicy.REFUSE)
            .run();
    ScanVerdict.Torn torn = found.torn();
    TornEnd end =
        torn == null ? null : new TornEnd(torn.offset(), torn.bytes(), torn.detail(), null);
    return new Loaded(found.state(), report(found, end, time.monotonicNanos() - begin));
  }

  /// What a look at a directory found.
  ///
  /// @param state the recorded state; the caller's own
  /// @param report how it was found
  public record Loaded(QueueState state, OpenReport report) {}

  /// The recorded state, which the owner folds on.
  public QueueState state() {
    return state;
  }

  /// The log behind it.
  public EventLog log() {
    return log;
  }

  /// The log with its counters.
  public WriteAheadLog writeAheadLog() {
    return log;
  }

  /// What opening found and did.
  public OpenReport report() {
    return report;
  }

  /// Makes the log durable and writes a snapshot of the state, which must contain nothing that was
  /// not handed to the log. Returns when the snapshot is durable and was read back.
  ///
  /// @throws IOException if the log or the disk fails; the old snapshot is then still in place
  public Snapshots.Written.Published writeSnapshot() throws IOException {
    log.sync();
    StateCapture all = state.capture();
    all.advance(Integer.MAX_VALUE);
    return writeSnapshot(all);
  }

  /// Writes a snapshot of a complete capture, on any one thread at a time. Everything in it must
  /// have been written to the log, which is synced here through the log itself: a file that is
  /// opened anew does not hear of a sync that has failed before, and a snapshot must never know
  /// more than the log.
  ///
  /// @throws IOException if the log has failed, or the disk fails; the old snapshot is then still
  ///   in place
  public Snapshots.Written.Published writeSnapshot(StateCapture capture) throws IOException {
    log.awaitSynced();
    return Snapshots.write(options.files(), layout, capture, options.time().epochMillis());
  }

  /// Syncs and closes the log and gives the directory back. A second call does nothing.
  @Override
  public void close() throws IOException {
    try {
      log.close();
    } finally {
      lock.close();
    }
  }

  private static void closeQuietly(DirectoryLock lock, Throwable failure) {
    try {
      lock.close();
    } catch (IOException again) {
      failure.addSuppressed(again);
    }
  }
}
