package io.actionqueue.storage.maintenance;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.TimeSource;
import io.actionqueue.core.state.QueueState;
import io.actionqueue.core.state.StateCapture;
import io.actionqueue.storage.NotExpressible;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.file.ProgressListener;
import io.actionqueue.storage.file.ReportingFiles;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.storage.file.WatchedFiles;
import io.actionqueue.storage.inspect.Extent;
import io.actionqueue.storage.inspect.LogView;
import io.actionqueue.storage.json.JsonWriter;
import io.actionqueue.storage.recovery.SnapshotOutcome;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.recovery.StoreOptions;
import io.actionqueue.storage.snapshot.SnapshotCheck;
import io.actionqueue.storage.snapshot.SnapshotForm;
import io.actionqueue.storage.wal.LogOptions;
import io.actionqueue.storage.wal.LogThreading;
import io.actionqueue.storage.wal.ScanPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tools on one data directory. Thread-safe; each call stands for itself and holds nothing
/// afterwards.
///
/// Every method may throw [java.nio.file.NoSuchFileException] where there is no such directory, and
/// a [io.actionqueue.storage.StorageException] for what is wrong with it.
public final class DataDirectory {
  private static final LogOptions NO_THREADS =
      LogOptions.builder().threading(LogThreading.CALLER).prepareBytes(0).build();

  private final Place place;

  private DataDirectory(Place place) {
    this.place = place;
  }

  /// A directory on this machine's disk.
  ///
  /// @param time the clocks: for durations and the names of copies
  public static DataDirectory at(Path directory, TimeSource time) {
    return on(SystemFiles.INSTANCE, directory, time);
  }

  /// A directory on any disk.
  ///
  /// @param files the disk
  /// @param time the clocks: for durations and the names of copies
  public static DataDirectory on(FileStore files, Path directory, TimeSource time) {
    return new DataDirectory(place(files, directory, time, ProgressListener.NONE));
  }

  private static Place place(
      FileStore files, Path directory, TimeSource time, ProgressListener progress) {
    FileStore watched = ReportingFiles.of(WatchedFiles.of(files, progress));
    return new Place(watched, time, new DataLayout(directory), progress);
  }

  /// The same directory, with somebody who hears how far a call has come: how many bytes there are
  /// to read and to write, in one part or several, and how many were. Called by the thread that
  /// calls here and, where snapshots are large, by others too.
  public DataDirectory watchedBy(ProgressListener progress) {
    return new DataDirectory(place(place.files(), place.root(), place.time(), progress));
  }

  /// What is in the directory, and what opening it would do. Changes no byte.
  public Inspection inspect() throws IOException {
    place.requireThere();
    Extent extent = place.extent();
    place.progress().expect(extent.all() + extent.opening());
    return Inspector.look(place);
  }

  /// Reads every record of the log, file by file, oldest first. Changes no byte.
  ///
  /// @return of each file what stands in it, and whether it is `ok`, `torn` or `corrupt` as opening
  ///   judges it
  public List<LogFileFacts> verifyLog() throws IOException {
    place.requireThere();
    place.progress().expect(place.extent().log());
    return Inspector.log(place, ScanPolicy.DEFAULT);
  }

  /// Prints the log as JSON lines, one for each event, up to its end or the first damage. Changes
  /// no byte.
  ///
  /// @return what stands behind what was printed: `ok` at the end of the log, `torn` or `corrupt`
  public String dumpLog(Appendable out) throws IOException {
    place.requireThere();
    place.progress().expect(2 * place.extent().log());
    return Inspector.finding(
        LogView.write(
            JsonWriter.to(out), place.files(), place.layout().log(), LogView.RawBytes.OMIT));
  }

  /// The state that the latest good snapshot holds, without the log behind it. Changes no byte.
  ///
  /// @return the caller's own; null if there is no good snapshot
  public @Nullable QueueState latestSnapshot() throws IOException {
    place.requireThere();
    Extent extent = place.extent();
    place.progress().expect(extent.snapshots() + extent.largestSnapshot());
    List<SnapshotFacts> good =
        Inspector.snapshots(place).stream().filter(SnapshotFacts::isGood).toList();
    return good.isEmpty() ? null : SnapshotCheck.state(place.files(), good.getFirst().path());
  }

  /// Reads every snapshot whole, the latest first, those that cannot be used last. Changes no byte.
  public List<SnapshotFacts> verifySnapshots() throws IOException {
    place.requireThere();
    place.progress().expect(place.extent().snapshots());
    return Inspector.snapshots(place);
  }

  /// The state as it was right behind one event. Changes no byte.
  ///
  /// @param sequence the event's, unsigned; 0 for the empty state of the beginning
  /// @return the caller's own
  /// @throws io.actionqueue.storage.SequenceUnavailable if the directory does not hold that moment
  public QueueState stateAt(long sequence) throws IOException {
    place.requireThere();
    place.progress().expect(place.extent().all());
    return Store.loadAt(place.files(), place.root(), sequence);
  }

  /// What a repair would do. Changes no byte and takes no lock.
  ///
  /// @throws io.actionqueue.storage.RepairRefused if readable records would be lost
  public RepairPlan planRepair(RepairOptions options) throws IOException {
    place.requireThere();
    return new RepairPlanner(place, options).plan();
  }

  /// Makes a directory openable again, keeping a copy of every byte that it takes out of the log.
  ///
  /// @return what was done; empty if there was nothing to do
  /// @throws io.actionqueue.storage.RepairRefused if readable records would be lost; nothing was
  ///   changed
  /// @throws io.actionqueue.storage.DirectoryLocked if somebody owns the directory
  public RepairPlan repair(RepairOptions options) throws IOException {
    place.requireThere();
    return Repair.run(place, options);
  }

  /// Writes a snapshot of the recorded state in the form that fits, reads it back, and drops the
  /// log behind the one before it.
  ///
  /// @throws io.actionqueue.storage.DirectoryLocked if somebody owns the directory
  public SnapshotFreed createSnapshot() throws IOException {
    return owned(SnapshotForm.FITTING);
  }

  /// The same in the form of ActionQueue 0.1 (v8).
  ///
  /// @throws NotExpressible if the state has no such form; nothing was changed
  public SnapshotFreed createV8Snapshot() throws IOException {
    return owned(SnapshotForm.V8);
  }

  /// The same in the native form.
  public SnapshotFreed createNativeSnapshot() throws IOException {
    return owned(SnapshotForm.NATIVE);
  }

  /// Makes the directory as small as it can be: two verified snapshots of the recorded state, each
  /// in a file of its own, and an empty log. The past before them cannot be looked at any more.
  ///
  /// @throws io.actionqueue.storage.DirectoryLocked if somebody owns the directory
  public SnapshotFreed compact() throws IOException {
    place.requireThere();
    Extent extent = place.extent();
    place.progress().expect(extent.opening() + extent.snapshots() + 4 * guess(extent));
    try (Store store = Store.open(forWriting())) {
      return SnapshotFreed.of(store.compact());
    }
  }

  /// How large a new snapshot will be: as the last one, or else as the log.
  private static long guess(Extent extent) {
    return extent.largestSnapshot() > 0 ? extent.largestSnapshot() : extent.log();
  }

  private StoreOptions forWriting() {
    return StoreOptions.builder(place.root(), place.files(), place.time()).log(NO_THREADS).build();
  }

  private SnapshotFreed owned(SnapshotForm form) throws IOException {
    place.requireThere();
    Extent extent = place.extent();
    place.progress().expect(extent.opening() + 2 * guess(extent));
    try (Store store = Store.open(forWriting())) {
      StateCapture all = store.state().capture();
      all.advance(Integer.MAX_VALUE);
      return switch (store.writeSnapshot(form, all)) {
        case SnapshotOutcome.Done(var report) -> SnapshotFreed.of(report);
        case SnapshotOutcome.NotExpressible(String why) ->
            throw new NotExpressible(place.root(), why);
      };
    }
  }

  /// Copies the directory to another one, consistently, also while its owner is at work. Everything
  /// acknowledged before the call is in the copy, which was read back when this returns.
  ///
  /// @param target a directory that does not exist or is empty
  /// @throws io.actionqueue.storage.TargetNotEmpty if it holds something
  public BackupReport backUpTo(Path target) throws IOException {
    place.requireThere();
    return Backup.of(place).to(target);
  }

  /// Makes this directory out of a backup, checking every byte of it against its manifest.
  ///
  /// @param backup the backup's directory
  /// @throws io.actionqueue.storage.TargetNotEmpty if this directory holds something
  /// @throws io.actionqueue.storage.BackupUnsound if the backup is not whole
  public BackupReport restoreFrom(Path backup) throws IOException {
    return Restore.of(place, backup).run();
  }

  /// Writes the recorded state as a directory of ActionQueue 0.1.2. The whole log goes there if it
  /// reaches back to the first event, otherwise a v8 snapshot of the state.
  ///
  /// @param target a directory that does not exist or is empty
  /// @throws io.actionqueue.storage.TargetNotEmpty if it holds something
  /// @throws NotExpressible if the state cannot be said in that format; nothing was written
  public ExportReport exportTo(Path target) throws IOException {
    place.requireThere();
    Extent extent = place.extent();
    place.progress().expect(extent.opening() + 3 * Math.max(extent.log(), guess(extent)));
    return Export.of(place).to(target);
  }
}
