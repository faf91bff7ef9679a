package io.actionqueue.storage.maintenance;

import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.port.FileStore.OpenMode;
import io.actionqueue.storage.StorageException;
import io.actionqueue.storage.recovery.OpenReport;
import io.actionqueue.storage.recovery.SnapshotUse;
import io.actionqueue.storage.recovery.Store;
import io.actionqueue.storage.recovery.TornEnd;
import io.actionqueue.storage.snapshot.SnapshotCheck;
import io.actionqueue.storage.snapshot.Snapshots;
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
import org.jspecify.annotations.Nullable;

/// Looks at a directory.
final class Inspector {
  private Inspector() {}

  static Inspection look(Place place) throws IOException {
    List<LogFileFacts> log = log(place, ScanPolicy.BESIDE_WRITER);
    List<SnapshotFacts> snapshots = snapshots(place);
    List<Path> setAside = setAside(place);
    long bytes = 0;
    for (LogFileFacts file : log) {
      bytes += file.bytes();
    }
    for (SnapshotFacts snapshot : snapshots) {
      bytes += snapshot.bytes();
    }
    for (Path copy : setAside) {
      bytes += size(place, copy);
    }
    return new Inspection(place.root(), log, snapshots, setAside, bytes, opening(place));
  }

  /// The files of snapshots, good or not, in no order.
  static List<Path> snapshotFiles(Place place) throws IOException {
    return Snapshots.all(place.files(), place.layout());
  }

  static List<SnapshotFacts> snapshots(Place place) throws IOException {
    return SnapshotCheck.all(place.files(), place.layout()).stream()
        .map(SnapshotFacts::of)
        .toList();
  }

  /// The files of the log.
  ///
  /// @param ofActive how the end of the active one is judged
  static List<LogFileFacts> log(Place place, ScanPolicy ofActive) throws IOException {
    List<LogFileFacts> facts = new ArrayList<>();
    if (!place.files().isDirectory(place.layout().logFolder())) {
      return facts;
    }
    for (LogSegments.Sealed sealed : LogSegments.sealed(place.files(), place.layout().log())) {
      add(facts, file(place, sealed.path(), ScanPolicy.STRICT, sealed.firstSequence()));
    }
    add(facts, file(place, place.layout().log(), ofActive, lastOf(facts) + 1));
    return facts;
  }

  private static long lastOf(List<LogFileFacts> facts) {
    return facts.isEmpty() ? 0 : facts.getLast().lastSequence();
  }

  private static void add(List<LogFileFacts> facts, @Nullable LogFileFacts file) {
    if (file != null) {
      facts.add(file);
    }
  }

  /// Null if the file has gone: beside a writer, log is dropped.
  private static @Nullable LogFileFacts file(Place place, Path path, ScanPolicy policy, long first)
      throws IOException {
    ScanReport report;
    try {
      report = LogScan.run(place.files(), path, policy, first - 1, EventSink.NONE);
    } catch (NoSuchFileException _) {
      return null;
    }
    return new LogFileFacts(
        path,
        policy == ScanPolicy.STRICT ? LogFileFacts.Role.SEALED : LogFileFacts.Role.ACTIVE,
        report.firstSequence(),
        report.events() == 0 ? 0 : report.lastSequence(),
        report.events(),
        report.singleFrames(),
        report.batchFrames(),
        report.verdict().offset(),
        report.fileLength(),
        finding(report.verdict()),
        detail(report.verdict()));
  }

  static String finding(ScanVerdict verdict) {
    return switch (verdict) {
      case ScanVerdict.CleanEnd _ -> "ok";
      case ScanVerdict.Torn _ -> "torn";
      case ScanVerdict.Corrupt _ -> "corrupt";
    };
  }

  private static String detail(ScanVerdict verdict) {
    return switch (verdict) {
      case ScanVerdict.CleanEnd _ -> "";
      case ScanVerdict.Torn torn -> torn.detail();
      case ScanVerdict.Corrupt corrupt -> corrupt.detail();
    };
  }

  private static List<Path> setAside(Place place) throws IOException {
    if (!place.files().isDirectory(place.layout().logFolder())) {
      return List.of();
    }
    return place.files().list(place.layout().logFolder()).stream()
        .filter(path -> isSetAside(String.valueOf(path.getFileName())))
        .toList();
  }

  private static boolean isSetAside(String name) {
    return name.contains(".wal.torn-") || name.contains(SetAside.MARK);
  }

  private static long size(Place place, Path file) throws IOException {
    try (FileHandle handle = place.files().open(file, OpenMode.READ)) {
      return handle.size();
    }
  }

  private static Inspection.Opening opening(Place place) throws IOException {
    try {
      Store.Loaded loaded = Store.load(place.files(), place.time(), place.root());
      return new Inspection.Opening.Succeeds(
          loaded.state().latestSequence(),
          loaded.state().digest(),
          loaded.state().taskCount(),
          loaded.state().runCount(),
          steps(loaded.report()),
          loaded.report().warnings());
    } catch (StorageException refused) {
      return new Inspection.Opening.Refused(refused.code(), String.valueOf(refused.getMessage()));
    }
  }

  private static List<String> steps(OpenReport report) {
    List<String> steps = new ArrayList<>();
    switch (report.snapshot()) {
      case SnapshotUse.Used(Path path, long sequence, _) ->
          steps.add("load " + path + ", up to event " + number(sequence));
      case SnapshotUse.None _ -> steps.add("begin with the empty state");
      case SnapshotUse.PassedOver(Path path, _) ->
          steps.add("pass over " + path + " and begin with the empty state");
    }
    steps.add(
        "read %d events of the log, apply %d of them"
            .formatted(report.log().applied() + report.log().skipped(), report.log().applied()));
    TornEnd torn = report.torn();
    if (torn != null) {
      steps.add(
          "set aside %d bytes of an unfinished write at offset %d"
              .formatted(torn.bytes(), torn.offset()));
    }
    steps.add("go on with event " + number(report.lastSequence() + 1));
    return steps;
  }

  private static String number(long unsigned) {
    return Long.toUnsignedString(unsigned);
  }
}
