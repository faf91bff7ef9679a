package io.actionqueue.storage.maintenance;

import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.port.FileStore.OpenMode;
import io.actionqueue.storage.CorruptLog;
import io.actionqueue.storage.SequenceGap;
import io.actionqueue.storage.SnapshotMismatch;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.inspect.Extent;
import io.actionqueue.storage.maintenance.OpenFiles.OpenFile;
import io.actionqueue.storage.recovery.Outline;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.snapshot.SnapshotCheck;
import io.actionqueue.storage.wal.EventSink;
import io.actionqueue.storage.wal.LogScan;
import io.actionqueue.storage.wal.ScanPolicy;
import io.actionqueue.storage.wal.ScanReport;
import io.actionqueue.storage.wal.ScanVerdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Copies a directory while its owner may be at work. Its files are opened at one moment, snapshots
/// first and the log behind them; what the owner does then does not matter any more. What was being
/// written is cut off: it was not acknowledged when the copy began.
final class Backup {
  private static final int TRIES = 10;

  private final Place place;

  private Backup(Place place) {
    this.place = place;
  }

  static Backup of(Place place) {
    return new Backup(place);
  }

  BackupReport to(Path target) throws IOException {
    long begin = place.time().monotonicNanos();
    // Each file is read, written, read back, and read for the digest; snapshots are checked alone
    // too.
    Extent extent = place.extent();
    place.progress().expect(4 * extent.log() + 5 * extent.snapshots());
    try (OpenFiles source = OpenFiles.of(place)) {
      Transfer transfer = Transfer.begin(place.files(), target);
      try {
        return copy(source, transfer, new DataLayout(target), begin);
      } catch (IOException failed) {
        transfer.abandon();
        throw ofSource(failed, target);
      }
    }
  }

  /// The same finding with the name of the directory itself: the copy is gone.
  private IOException ofSource(IOException failed, Path target) throws IOException {
    if (failed instanceof CorruptLog damage && damage.path().startsWith(target)) {
      return damage.in(place.root().resolve(target.relativize(damage.path())));
    }
    if (failed instanceof SnapshotMismatch || failed instanceof SequenceGap) {
      var _ = Store.outline(place.files(), place.root());
    }
    return failed;
  }

  private BackupReport copy(OpenFiles source, Transfer transfer, DataLayout target, long begin)
      throws IOException {
    List<Path> copied = new ArrayList<>();
    List<Path> unusable = copySnapshots(source, transfer, target, copied);
    copyLog(source, transfer, target, copied);
    transfer.finish();
    Outline outline = Store.outline(place.files(), target.root());
    for (Path snapshot : unusable) {
      place.files().delete(snapshot);
    }
    var digest = new ContentDigest();
    List<Manifest.Entry> entries = new ArrayList<>();
    for (Path file : copied) {
      entries.add(digest.add(place.files(), target.root(), file));
    }
    var manifest = new Manifest(outline.sequence(), digest.hex(), entries);
    manifest.write(place.files(), target.root(), place.time().epochMillis());
    return new BackupReport(
        target.root(),
        manifest.sequence(),
        manifest.digest(),
        entries.size(),
        manifest.bytes(),
        (place.time().monotonicNanos() - begin) / 1e9);
  }

  /// A snapshot that cannot be used is not backed up, but stands in the copy until it is known
  /// whether the others and the log do without it.
  ///
  /// @return the copies of such snapshots
  private List<Path> copySnapshots(
      OpenFiles source, Transfer transfer, DataLayout target, List<Path> copied)
      throws IOException {
    List<Path> unusable = new ArrayList<>();
    for (OpenFile snapshot : source.snapshots()) {
      Path copy = target.snapshotFolder().resolve(String.valueOf(snapshot.path().getFileName()));
      var _ = transfer.copy(snapshot.handle(), copy);
      if (SnapshotCheck.of(place.files(), copy).isGood()) {
        copied.add(copy);
      } else {
        unusable.add(copy);
      }
    }
    return unusable;
  }

  private void copyLog(OpenFiles source, Transfer transfer, DataLayout target, List<Path> copied)
      throws IOException {
    OpenFile active = source.active();
    if (active != null) {
      copyActive(transfer, active.handle(), source.lastSealed());
      copied.add(target.log());
    }
    for (OpenFile segment : source.sealed()) {
      Path copy = target.logFolder().resolve(String.valueOf(segment.path().getFileName()));
      var _ = transfer.copy(segment.handle(), copy);
      copied.add(copy);
    }
  }

  private void copyActive(Transfer transfer, FileHandle file, long before) throws IOException {
    Path copy = transfer.activeCopy();
    var _ = transfer.copy(file, copy);
    ScanReport report =
        LogScan.run(place.files(), copy, ScanPolicy.BESIDE_WRITER, before, EventSink.NONE);
    if (report.verdict() instanceof ScanVerdict.Torn torn) {
      requireUnfinished(file, torn.offset(), before);
    }
    try (FileHandle out = place.files().open(copy, OpenMode.READ_WRITE)) {
      boolean damaged = report.verdict() instanceof ScanVerdict.Corrupt;
      if (!damaged && out.size() > report.verdict().offset()) {
        out.truncate(report.verdict().offset());
        out.sync(true);
      }
    }
  }

  /// Tells a write under way from a damaged last record, which stays as it is: that one was
  /// acknowledged, and a copy without it would be no backup.
  private void requireUnfinished(FileHandle file, long offset, long before) throws IOException {
    ScanVerdict.Corrupt damage = null;
    for (int i = 0; i < TRIES; i++) {
      ScanVerdict verdict = LogScan.run(file, ScanPolicy.DEFAULT, before, EventSink.NONE).verdict();
      if (!(verdict instanceof ScanVerdict.Corrupt corrupt) || corrupt.offset() != offset) {
        return;
      }
      damage = corrupt;
    }
    if (damage != null) {
      throw damage.toException(place.layout().log());
    }
  }
}
