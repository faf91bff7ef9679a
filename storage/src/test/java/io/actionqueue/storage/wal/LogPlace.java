package io.actionqueue.storage.wal;

import io.actionqueue.core.event.Event;
import io.actionqueue.core.port.EventLog;
import io.actionqueue.core.port.FileStore;
import io.actionqueue.storage.file.SystemFiles;
import io.actionqueue.testkit.ManualTime;
import io.actionqueue.testkit.disk.DiskOperation.Kind;
import io.actionqueue.testkit.disk.Fault;
import io.actionqueue.testkit.disk.SimulatedDisk;
import io.actionqueue.testkit.log.EventLogContract;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A log on a simulated disk, opened as recovery opens it: scan, cut, go on.
final class LogPlace implements EventLogContract.Subject {
  static final Path PATH = Path.of("/data/wal/actionqueue.wal");

  final SimulatedDisk disk;
  private final LogOptions options;

  LogPlace(LogOptions options) {
    this(SimulatedDisk.create(), options);
  }

  LogPlace(SimulatedDisk disk, LogOptions options) {
    this.disk = disk;
    this.options = options;
  }

  /// Settings of a log without a thread of its own.
  static LogOptions.Builder byCaller() {
    return LogOptions.builder().threading(LogThreading.CALLER).prepareBytes(0);
  }

  @Override
  public EventLog open() throws IOException {
    return open(disk, options);
  }

  /// Opens the log of a disk.
  ///
  /// @throws io.actionqueue.storage.CorruptLog if it is damaged
  static WriteAheadLog open(SimulatedDisk disk, LogOptions options) throws IOException {
    createDirectories(disk);
    LogPosition position = LogPosition.START;
    try {
      ScanReport report = LogSegments.scan(disk, PATH, ScanPolicy.DEFAULT, EventSink.NONE);
      switch (report.verdict()) {
        case ScanVerdict.CleanEnd _ -> {}
        case ScanVerdict.Torn torn -> TornTail.setAside(disk, PATH, torn, 1);
        case ScanVerdict.Corrupt corrupt -> throw corrupt.toException(PATH);
      }
      position = report.position();
    } catch (NoSuchFileException _) {
      // A log that has never been written.
    }
    return WriteAheadLog.open(disk, ManualTime.atSeconds(0), PATH, options, position);
  }

  /// Directories are the business of whoever opens a log.
  private static void createDirectories(SimulatedDisk disk) throws IOException {
    if (!disk.isDirectory(PATH.getParent())) {
      disk.createDirectories(PATH.getParent());
      disk.syncDirectory(Path.of("/data"));
      disk.syncDirectory(Path.of("/"));
    }
  }

  @Override
  public List<Event> recorded() throws IOException {
    return events(disk, PATH);
  }

  /// The events that opening a log would find.
  static List<Event> events(FileStore store, Path path) throws IOException {
    List<Event> events = new ArrayList<>();
    LogSegments.scan(store, path, ScanPolicy.DEFAULT, (_, event, _) -> events.add(event));
    return events;
  }

  /// The events of a file of the machine.
  static List<Event> events(Path path) throws IOException {
    return events(SystemFiles.INSTANCE, path);
  }

  @Override
  public void failNextSync() {
    disk.injectNext(Kind.SYNC, Fault.ioError());
  }
}
