package io.actionqueue.storage.wal;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.storage.TornTailRefused;
import java.io.IOException;
import java.nio.file.Path;

/// A log's file, open for writing at its end.
///
/// @param store the disk
/// @param path the file
/// @param handle the open file
/// @param position the end of the last frame, behind which there are zeros or nothing
record LogFile(FileStore store, Path path, FileHandle handle, LogPosition position) {

  /// Opens a file, creating it if it is missing, and makes what stands in it durable.
  ///
  /// @throws TornTailRefused if something other than zeros stands behind the position
  static LogFile open(FileStore store, Path path, LogPosition position) throws IOException {
    FileHandle handle = store.open(path, FileStore.OpenMode.READ_WRITE);
    try {
      checkEnd(path, handle, position.offset());
      handle.sync(true);
      store.syncDirectory(directory(path));
      return new LogFile(store, path, handle, position);
    } catch (IOException | RuntimeException e) {
      handle.close();
      throw e;
    }
  }

  private static void checkEnd(Path path, FileHandle file, long offset) throws IOException {
    long size = file.size();
    if (size < offset) {
      throw new IllegalArgumentException(path + " has " + size + " bytes, no offset " + offset);
    }
    if (FileBytes.firstNonZero(file, offset, size) < size) {
      throw new TornTailRefused(path, offset, size - offset);
    }
  }

  /// The directory that a file is in.
  static Path directory(Path path) {
    Path parent = path.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("a log has a directory: " + path);
    }
    return parent;
  }
}
