package io.actionqueue.storage.inspect;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.port.FileStore.OpenMode;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.wal.LogSegments;
import java.io.IOException;
import java.nio.file.Path;

/// How many bytes the files of a directory have: what work on them is measured by. An estimate
/// beside an owner at work; what cannot be read counts nothing.
///
/// @param log of all files of the log
/// @param snapshots of all snapshots
/// @param largestSnapshot of the largest one, which is most likely the latest
public record Extent(long log, long snapshots, long largestSnapshot) {

  /// The extent of a data directory.
  public static Extent of(FileStore files, Path directory) {
    var layout = new DataLayout(directory);
    long all = 0;
    long largest = 0;
    try {
      if (files.isDirectory(layout.snapshotFolder())) {
        for (Path file : files.list(layout.snapshotFolder())) {
          long bytes = size(files, file);
          all += bytes;
          largest = Math.max(largest, bytes);
        }
      }
    } catch (IOException _) {
      // Whoever does the work meets it too, and says it.
    }
    return new Extent(ofLog(files, layout.log()), all, largest);
  }

  /// The bytes of a log: of its sealed files and its active one.
  ///
  /// @param log the active file, or any single log file
  public static long ofLog(FileStore files, Path log) {
    long bytes = size(files, log);
    try {
      for (LogSegments.Sealed sealed : LogSegments.sealed(files, log)) {
        bytes += size(files, sealed.path());
      }
    } catch (IOException _) {
      // As above.
    }
    return bytes;
  }

  private static long size(FileStore files, Path file) {
    if (!files.exists(file)) {
      return 0;
    }
    try (FileHandle handle = files.open(file, OpenMode.READ)) {
      return handle.size();
    } catch (IOException _) {
      return 0;
    }
  }

  /// What opening reads: a snapshot and the log.
  public long opening() {
    return largestSnapshot + log;
  }

  /// Every file once.
  public long all() {
    return snapshots + log;
  }
}
