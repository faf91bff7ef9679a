package io.actionqueue.storage.wal;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.storage.TornTailRefused;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// A log's file, open for writing at its end.
///
/// @param store the disk
/// @param path the file
/// @param handle the open file
/// @param position the end of the last frame, behind which there are zeros or nothing
/// @param firstSequence the sequence of its first event, unsigned; 0 if it has none
record LogFile(
    FileStore store, Path path, FileHandle handle, LogPosition position, long firstSequence) {

  private static final int PIECE_BYTES = 1 << 18;

  /// Opens a file, creating it if it is missing, and makes what stands in it durable.
  ///
  /// What nobody is known to have synced is written once more, byte by byte the same: if a sync of
  /// it failed, the system may hold it for clean, show it to every reader, and never write it, and
  /// a further sync alone would succeed.
  ///
  /// @throws TornTailRefused if something other than zeros stands behind the position
  static LogFile open(FileStore store, Path path, LogPosition position) throws IOException {
    FileHandle handle = store.open(path, FileStore.OpenMode.READ_WRITE);
    try {
      checkEnd(path, handle, position.offset());
      writeAgain(handle, position.doubtFrom(), position.offset());
      handle.sync(true);
      store.delete(NextFile.pathFor(path));
      store.syncDirectory(directory(path));
      return new LogFile(store, path, handle, position, firstSequence(handle, position.offset()));
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

  private static long firstSequence(FileHandle file, long offset) throws IOException {
    if (offset == 0) {
      return 0;
    }
    var search = new FrameSearch(file, 0, offset);
    FrameDecoder start = search.next() && search.offset() == 0 ? search.start() : null;
    if (start == null) {
      throw new IllegalArgumentException("no frame at the start of the log");
    }
    return start.firstSequence();
  }

  private static void writeAgain(FileHandle file, long from, long to) throws IOException {
    var piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, to - from));
    for (long at = from; at < to; at += piece.limit()) {
      piece.clear().limit((int) Math.min(piece.capacity(), to - at));
      FileBytes.readFully(file, piece, at);
      file.write(piece.flip(), at);
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
