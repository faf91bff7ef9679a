package io.actionqueue.storage.maintenance;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.port.FileStore.OpenMode;
import io.actionqueue.storage.wal.LogSegments;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files of a directory at one moment, all open: what its owner renames or deletes from then on
/// can still be read, however long that takes. Confined to one thread.
final class OpenFiles implements AutoCloseable {
  /// How often a directory that changes while its files are being opened is begun anew.
  private static final int TRIES = 20;

  private final List<OpenFile> snapshots = new ArrayList<>();
  private final List<OpenFile> sealed = new ArrayList<>();
  private long lastSealed;
  private @Nullable OpenFile active;

  /// One of them.
  ///
  /// @param path its name when it was opened
  /// @param handle the file
  record OpenFile(Path path, FileHandle handle) {}

  private OpenFiles() {}

  /// Opens the files of a directory: snapshots first and the log behind them, so that the log is
  /// never the older part.
  ///
  /// @throws NoSuchFileException if the directory changes faster than its files can be opened
  static OpenFiles of(Place place) throws IOException {
    for (int left = TRIES; ; left--) {
      List<Path> before = names(place);
      var files = new OpenFiles();
      boolean kept = false;
      try {
        files.open(place);
        if (before.equals(names(place))) {
          kept = true;
          return files;
        }
      } catch (NoSuchFileException moved) {
        if (before.equals(names(place))) {
          throw moved;
        }
      } finally {
        if (!kept) {
          files.close();
        }
      }
      if (left == 0) {
        throw new NoSuchFileException(
            place.root().toString(), null, "changes faster than its files can be opened");
      }
    }
  }

  private static List<Path> names(Place place) throws IOException {
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

  private void open(Place place) throws IOException {
    for (Path file : Inspector.snapshotFiles(place)) {
      snapshots.add(open(place, file));
    }
    if (!place.files().isDirectory(place.layout().logFolder())) {
      return;
    }
    Path log = place.layout().log();
    for (LogSegments.Sealed segment : LogSegments.sealed(place.files(), log)) {
      sealed.add(open(place, segment.path()));
      lastSealed = segment.firstSequence();
    }
    if (place.files().exists(log)) {
      active = open(place, log);
    }
  }

  private static OpenFile open(Place place, Path path) throws IOException {
    return new OpenFile(path, place.files().open(path, OpenMode.READ));
  }

  /// The snapshots, good or not.
  List<OpenFile> snapshots() {
    return snapshots;
  }

  /// The sealed files of the log, oldest first.
  List<OpenFile> sealed() {
    return sealed;
  }

  /// The first sequence of the newest sealed file, unsigned; 0 if there is none.
  long lastSealed() {
    return lastSealed;
  }

  /// The active file of the log, null if there was none.
  @Nullable OpenFile active() {
    return active;
  }

  @Override
  public void close() throws IOException {
    for (OpenFile file : snapshots) {
      file.handle().close();
    }
    for (OpenFile file : sealed) {
      file.handle().close();
    }
    if (active != null) {
      active.handle().close();
    }
  }
}
