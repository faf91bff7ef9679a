package io.actionqueue.storage.maintenance;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.port.FileStore.OpenMode;
import io.actionqueue.storage.CorruptLog;
import io.actionqueue.storage.SequenceGap;
import io.actionqueue.storage.SnapshotMismatch;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.recovery.Outline;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.wal.EventSink;
import io.actionqueue.storage.wal.LogScan;
import io.actionqueue.storage.wal.LogSegments;
import io.actionqueue.storage.wal.ScanPolicy;
import io.actionqueue.storage.wal.ScanReport;
import io.actionqueue.storage.wal.ScanVerdict;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Copies a directory while its owner may be at work. Snapshots are copied first and the log behind
/// them, so that the log is never the older part; if the owner has dropped log in between, the copy
/// is begun anew. What was being written is cut off: it was not acknowledged when the copy began.
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
    for (int left = TRIES; ; left--) {
      // Each snapshot is checked, read, written, checked and read again; the log the same.
      place.progress().expect(5 * place.extent().all());
      List<Path> before = names();
      Transfer transfer = Transfer.begin(place.files(), target);
      try {
        return copy(transfer, new DataLayout(target), before, begin);
      } catch (NoSuchFileException | SnapshotMismatch | SequenceGap moved) {
        transfer.abandon();
        if (left == 0 || before.equals(names())) {
          throw ofSource(moved);
        }
      } catch (IOException failed) {
        transfer.abandon();
        throw failed instanceof CorruptLog damage && damage.path().startsWith(target)
            ? damage.in(place.root().resolve(target.relativize(damage.path())))
            : failed;
      }
    }
  }

  /// The same finding with the name of the directory itself: the copy is gone.
  private IOException ofSource(IOException ofCopy) throws IOException {
    var _ = Store.outline(place.files(), place.root());
    return ofCopy;
  }

  private List<Path> names() throws IOException {
    FileStore files = place.files();
    List<Path> names = new ArrayList<>();
    if (files.isDirectory(place.layout().snapshotFolder())) {
      names.addAll(files.list(place.layout().snapshotFolder()));
    }
    if (files.isDirectory(place.layout().logFolder())) {
      LogSegments.sealed(files, place.layout().log()).forEach(sealed -> names.add(sealed.path()));
    }
    return names;
  }

  private BackupReport copy(Transfer transfer, DataLayout target, List<Path> before, long begin)
      throws IOException {
    List<Path> copied = new ArrayList<>();
    copySnapshots(transfer, target, copied);
    copyLog(transfer, target, copied);
    transfer.finish();
    Outline outline = Store.outline(place.files(), target.root());
    if (outline.log().isEmpty() && !before.equals(names())) {
      throw new NoSuchFileException(
          place.layout().log().toString(), null, "was emptied by a compaction meanwhile");
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

  private void copySnapshots(Transfer transfer, DataLayout target, List<Path> copied)
      throws IOException {
    for (SnapshotFacts snapshot : Inspector.snapshots(place)) {
      if (snapshot.isGood()) {
        Path copy = target.snapshotFolder().resolve(String.valueOf(snapshot.path().getFileName()));
        var _ = transfer.copy(place.files(), snapshot.path(), copy);
        copied.add(copy);
      }
    }
  }

  /// The active file is opened before the sealed ones are listed for good: if none was sealed
  /// meanwhile, it is the one behind them.
  private void copyLog(Transfer transfer, DataLayout target, List<Path> copied) throws IOException {
    if (!place.files().isDirectory(place.layout().logFolder())) {
      return;
    }
    Path active = place.layout().log();
    List<LogSegments.Sealed> sealed = LogSegments.sealed(place.files(), active);
    if (place.files().exists(active)) {
      try (FileHandle file = place.files().open(active, OpenMode.READ)) {
        requireUnmoved(sealed, active);
        copyActive(transfer, file, last(sealed), target, copied);
      }
    }
    for (LogSegments.Sealed segment : sealed) {
      Path copy = target.logFolder().resolve(String.valueOf(segment.path().getFileName()));
      var _ = transfer.copy(place.files(), segment.path(), copy);
      copied.add(copy);
    }
  }

  private void requireUnmoved(List<LogSegments.Sealed> sealed, Path active) throws IOException {
    if (!LogSegments.sealed(place.files(), active).equals(sealed)) {
      throw new NoSuchFileException(active.toString(), null, "was sealed while being opened");
    }
  }

  private static long last(List<LogSegments.Sealed> sealed) {
    return sealed.isEmpty() ? 0 : sealed.getLast().firstSequence();
  }

  private void copyActive(
      Transfer transfer, FileHandle file, long before, DataLayout target, List<Path> copied)
      throws IOException {
    Path copy = transfer.activeCopy();
    var _ = transfer.copy(file, copy);
    ScanReport report =
        LogScan.run(place.files(), copy, ScanPolicy.BESIDE_WRITER, before, EventSink.NONE);
    if (report.verdict() instanceof ScanVerdict.Torn torn) {
      requireUnfinished(torn.offset(), before);
    }
    try (FileHandle out = place.files().open(copy, OpenMode.READ_WRITE)) {
      boolean damaged = report.verdict() instanceof ScanVerdict.Corrupt;
      if (!damaged && out.size() > report.verdict().offset()) {
        out.truncate(report.verdict().offset());
        out.sync(true);
      }
    }
    copied.add(target.log());
  }

  /// Tells a write under way from a damaged last record, which stays as it is: that one was
  /// acknowledged, and a copy without it would be no backup.
  private void requireUnfinished(long offset, long before) throws IOException {
    Path active = place.layout().log();
    ScanVerdict.Corrupt damage = null;
    for (int i = 0; i < TRIES; i++) {
      ScanVerdict verdict =
          LogScan.run(place.files(), active, ScanPolicy.DEFAULT, before, EventSink.NONE).verdict();
      if (!(verdict instanceof ScanVerdict.Corrupt corrupt) || corrupt.offset() != offset) {
        return;
      }
      damage = corrupt;
    }
    if (damage != null) {
      throw damage.toException(active);
    }
  }
}
