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
import io.actionqueue.storage.snapshot.Generations;
import io.actionqueue.storage.snapshot.Generations.Generation;
import io.actionqueue.storage.snapshot.SnapshotForm;
import io.actionqueue.storage.snapshot.SnapshotPlace;
import io.actionqueue.storage.snapshot.Snapshots;
import io.actionqueue.storage.wal.LogPosition;
import io.actionqueue.storage.wal.LogSegments;
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
  private final Generations generations;

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
    var place = new SnapshotPlace(options.files(), layout, options.snapshotSyncBytes());
    this.generations = Generations.of(place, generation(report.snapshot()));
  }

  private static @Nullable Generation generation(SnapshotUse use) {
    return use instanceof SnapshotUse.Used(Path path, long sequence, _)
        ? new Generation(path, sequence)
        : null;
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
    OpenReport report = report(found, torn, options.time().monotonicNanos() - begin);
    var store = new Store(options, lock, found.state(), log, report);
    if (found.gaps()) {
      rememberGaps(store);
    }
    return store;
  }

  /// Missing sequences were accepted: a snapshot stands in for them from now on. Without it the
  /// directory could not be opened any more once a batch is written, for then its own writer would
  /// seem to have left them out.
  private static void rememberGaps(Store store) throws IOException {
    try {
      var _ = store.writeSnapshot();
    } catch (Throwable failure) {
      closeQuietly(store.log, failure);
      throw failure;
    }
  }

  /// The root is synced also when nothing is missing: whoever created the folders may have ended
  /// before that. So is the folder of the log: whoever sealed a file may have ended between
  /// renaming it and syncing that, and a new file must not take the name before the old one has
  /// lost it for good.
  private static void prepare(FileStore files, DataLayout layout) throws IOException {
    files.createDirectories(layout.logFolder());
    files.createDirectories(layout.snapshotFolder());
    files.syncDirectory(layout.root());
    files.syncDirectory(layout.logFolder());
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
    Recovery.Found found = BesideWriter.read(ReportingFiles.of(files), new DataLayout(directory));
    return loaded(found, time.monotonicNanos() - begin);
  }

  /// The same for tools that judge a directory nobody owns: damage and gaps are judged as asked,
  /// and nothing is changed.
  ///
  /// @throws io.actionqueue.storage.StorageException if its files cannot be trusted
  public static Loaded examine(
      FileStore files, TimeSource time, Path directory, ScanPolicy damage, GapPolicy gaps)
      throws IOException {
    long begin = time.monotonicNanos();
    var found =
        new Recovery(ReportingFiles.of(files), new DataLayout(directory), damage, gaps).run();
    return loaded(found, time.monotonicNanos() - begin);
  }

  /// Reads every file of a directory to its end and holds them against each other, without the
  /// state in memory: whether an event fits the state is not asked. Changes nothing, and works
  /// beside the owner.
  ///
  /// @throws io.actionqueue.storage.StorageException if its files cannot be trusted
  public static Outline outline(FileStore files, Path directory) throws IOException {
    return BesideWriter.outline(ReportingFiles.of(files), new DataLayout(directory));
  }

  /// The state as it was right behind one event. Changes no byte and takes no lock.
  ///
  /// @param sequence the event's, unsigned; 0 for the empty state of the beginning
  /// @throws NoSuchFileException if there is no such directory
  /// @throws io.actionqueue.storage.SequenceUnavailable if the directory does not hold that moment:
  ///   it has not come, or the log before it was dropped
  public static QueueState loadAt(FileStore files, Path directory, long sequence)
      throws IOException {
    if (!files.isDirectory(directory)) {
      throw new NoSuchFileException(directory.toString(), null, "no such data directory");
    }
    FileStore reporting = ReportingFiles.of(files);
    var layout = new DataLayout(directory);
    return BesideWriter.stable(reporting, layout, () -> PastState.at(reporting, layout, sequence));
  }

  private static Loaded loaded(Recovery.Found found, long durationNanos) {
    ScanVerdict.Torn torn = found.torn();
    TornEnd end =
        torn == null ? null : new TornEnd(torn.offset(), torn.bytes(), torn.detail(), null);
    return new Loaded(found.state(), report(found, end, durationNanos));
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
  /// not handed to the log. Returns when the snapshot is durable and was read back, and older log
  /// is dropped.
  ///
  /// @throws IOException if the log or the disk fails; the old snapshots are then still in place
  public SnapshotReport writeSnapshot() throws IOException {
    log.sync();
    StateCapture all = state.capture();
    all.advance(Integer.MAX_VALUE);
    return writeSnapshot(all);
  }

  /// Writes a snapshot of a complete capture, on any one thread at a time, and drops the log that
  /// lies behind the one before it. Everything in it must have been written to the log, which is
  /// synced here through the log itself: a file that is opened anew does not hear of a sync that
  /// has failed before, and a snapshot must never know more than the log.
  ///
  /// @throws IOException if the log has failed, or the disk fails; what could be recovered before
  ///   can be recovered then
  public SnapshotReport writeSnapshot(StateCapture capture) throws IOException {
    return switch (writeSnapshot(options.snapshotForm(), capture)) {
      case SnapshotOutcome.Done(SnapshotReport done) -> done;
      case SnapshotOutcome.NotExpressible(String why) ->
          throw new AssertionError("a form that fits every state did not: " + why);
    };
  }

  /// The same in a form of one's choice.
  public SnapshotOutcome writeSnapshot(SnapshotForm form, StateCapture capture) throws IOException {
    log.awaitSynced();
    long now = options.time().epochMillis();
    return switch (generations.write(form, capture, now)) {
      case Snapshots.Written.Published published -> new SnapshotOutcome.Done(dropBehind(published));
      case Snapshots.Written.NotExpressible(String why) -> new SnapshotOutcome.NotExpressible(why);
    };
  }

  /// Looks for a second good snapshot among the files, for dropping log right after opening:
  /// opening loads only the latest.
  public void verifyPrevious() throws IOException {
    generations.verifyPrevious();
  }

  /// Makes the directory as small as it can be: seals the log, writes a snapshot, and drops all of
  /// the log. Two snapshots are needed for that; if the one before does not contain everything, a
  /// second one of the same state is written beside the latest.
  ///
  /// @throws IOException if the log or the disk fails; what could be recovered before can be
  ///   recovered then
  public SnapshotReport compact() throws IOException {
    log.seal();
    StateCapture all = state.capture();
    all.advance(Integer.MAX_VALUE);
    return compact(all);
  }

  /// The same on any one thread at a time, for a capture of the state at which the log was asked to
  /// be sealed ([WriteAheadLog#requestSeal()]); that is waited for.
  public SnapshotReport compact(StateCapture capture) throws IOException {
    log.awaitSealed();
    verifyPrevious();
    SnapshotReport report = writeSnapshot(capture);
    List<LogSegments.Sealed> left = LogSegments.sealed(options.files(), layout.log());
    boolean superfluous =
        !left.isEmpty()
            && Long.compareUnsigned(left.getFirst().firstSequence(), capture.sequence()) <= 0;
    if (!superfluous) {
      return report;
    }
    generations.writeTwin(capture, options.time().epochMillis());
    return report.withTwin(drop(capture.sequence()));
  }

  private SnapshotReport dropBehind(Snapshots.Written.Published published) throws IOException {
    Generation previous = generations.previous();
    DroppedLog dropped = previous == null ? DroppedLog.NOTHING : drop(previous.sequence());
    return new SnapshotReport(
        published.path(),
        published.sequence(),
        published.bytes(),
        previous == null ? 0 : previous.sequence(),
        dropped.files(),
        dropped.bytes());
  }

  private DroppedLog drop(long sequence) throws IOException {
    return DroppedLog.behind(options.files(), layout.log(), sequence, log.sealedEnd());
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

  private static void closeQuietly(AutoCloseable part, Throwable failure) {
    try {
      part.close();
    } catch (Exception again) {
      failure.addSuppressed(again);
    }
  }
}
