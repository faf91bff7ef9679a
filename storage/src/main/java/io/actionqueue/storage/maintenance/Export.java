package io.actionqueue.storage.maintenance;

import io.actionqueue.core.event.ExtensionEvent;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.port.FileStore.OpenMode;
import io.actionqueue.storage.NotExpressible;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.recovery.GapPolicy;
import io.actionqueue.storage.recovery.LogUse;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.snapshot.Snapshots;
import io.actionqueue.storage.wal.EventSink;
import io.actionqueue.storage.wal.LogSegments;
import io.actionqueue.storage.wal.ScanPolicy;
import io.actionqueue.storage.wal.SingleFrames;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Writes a directory in the formats of ActionQueue 0.1.2: a log of single records, or a v8
/// snapshot with an empty log behind it.
final class Export {
  private final Place place;

  private Export(Place place) {
    this.place = place;
  }

  static Export of(Place place) {
    return new Export(place);
  }

  ExportReport to(Path target) throws IOException {
    Store.Loaded loaded = Store.load(place.files(), place.time(), place.root());
    Transfer transfer = Transfer.begin(place.files(), target);
    try {
      var layout = new DataLayout(target);
      ExportReport report =
          isWhole(loaded) && isOld()
              ? writeLog(transfer, layout, loaded.state().latestSequence())
              : writeSnapshot(transfer, layout, loaded);
      transfer.finish();
      check(layout, loaded);
      return report;
    } catch (IOException failed) {
      transfer.abandon();
      throw failed;
    }
  }

  private static boolean isWhole(Store.Loaded loaded) {
    LogUse log = loaded.report().log();
    return log.firstSequence() <= 1
        && log.lastSequence() == loaded.state().latestSequence()
        && log.applied() + log.skipped() == log.lastSequence();
  }

  /// Whether the version knows every event of the log.
  private boolean isOld() throws IOException {
    if (!place.files().isDirectory(place.layout().logFolder())) {
      return true;
    }
    boolean[] extended = {false};
    EventSink sink = (_, event, _) -> extended[0] |= event instanceof ExtensionEvent;
    try {
      var _ = LogSegments.scan(place.files(), place.layout().log(), ScanPolicy.BESIDE_WRITER, sink);
    } catch (NoSuchFileException _) {
      return true; // no log yet
    }
    return !extended[0];
  }

  private ExportReport writeLog(Transfer transfer, DataLayout target, long last)
      throws IOException {
    Path copy = transfer.activeCopy();
    long bytes;
    try (FileHandle file = place.files().open(copy, OpenMode.CREATE_EMPTY)) {
      SingleFrames frames = SingleFrames.to(copy, file);
      if (last != 0) {
        EventSink sink =
            (sequence, event, _) -> {
              if (Long.compareUnsigned(sequence, last) <= 0) {
                frames.write(sequence, event);
              }
            };
        var _ =
            LogSegments.scan(place.files(), place.layout().log(), ScanPolicy.BESIDE_WRITER, sink);
      }
      bytes = frames.flush();
      file.sync(true);
    }
    return new ExportReport(target.root(), "log", last, last, bytes);
  }

  private ExportReport writeSnapshot(Transfer transfer, DataLayout target, Store.Loaded loaded)
      throws IOException {
    long now = place.time().epochSeconds();
    return switch (Snapshots.writeV8(place.files(), target, loaded.state().image(), now)) {
      case Snapshots.Written.NotExpressible(String why) ->
          throw new NotExpressible(
              place.root(), "the log cannot be exported record by record, and " + why);
      case Snapshots.Written.Published(_, long sequence, long bytes) -> {
        try (FileHandle empty = place.files().open(transfer.activeCopy(), OpenMode.CREATE_EMPTY)) {
          empty.sync(true);
        }
        yield new ExportReport(target.root(), "snapshot", sequence, 0, bytes);
      }
    };
  }

  private void check(DataLayout target, Store.Loaded exported) throws IOException {
    Store.Loaded back =
        Store.examine(
            place.files(), place.time(), target.root(), ScanPolicy.STRICT, GapPolicy.REFUSE);
    if (!back.state().digest().equals(exported.state().digest())) {
      throw new NotExpressible(
          place.root(), "what was written reads back as another state; nothing was kept");
    }
  }
}
