package io.actionqueue.storage.maintenance;

import io.actionqueue.core.event.EngineEvent;
import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.port.FileStore.OpenMode;
import io.actionqueue.storage.TargetNotEmpty;
import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.file.DurableDirectories;
import io.actionqueue.storage.wal.SingleFrames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;

/// Fills an empty directory so that nobody opens it before it is whole: until the end a text stands
/// where the log's active file will be, and a whole frame behind it: damage in the middle of a log,
/// which every version refuses, also to readers. Confined to one thread.
final class Transfer {
  private static final int PIECE_BYTES = 1 << 20;
  private static final byte[] NOT_YET =
      "A copy is being written here; it is not finished.\n".getBytes(StandardCharsets.UTF_8);

  private final FileStore files;
  private final DataLayout layout;
  private boolean hasActive;

  /// Whether the mark may be gone.
  private boolean shown;

  private Transfer(FileStore files, DataLayout layout) {
    this.files = files;
    this.layout = layout;
  }

  /// Begins to fill a directory, creating it if it is missing.
  ///
  /// @throws TargetNotEmpty if it holds a file
  static Transfer begin(FileStore files, Path root) throws IOException {
    if (holdsFile(files, root)) {
      throw new TargetNotEmpty(root);
    }
    var transfer = new Transfer(files, new DataLayout(root));
    try {
      transfer.prepare();
    } catch (IOException failed) {
      transfer.abandon();
      throw failed;
    }
    return transfer;
  }

  private void prepare() throws IOException {
    DurableDirectories.create(files, layout.root());
    DurableDirectories.create(files, layout.logFolder());
    DurableDirectories.create(files, layout.snapshotFolder());
    writeMark(layout.log());
    files.syncDirectory(layout.logFolder());
  }

  private void writeMark(Path path) throws IOException {
    try (FileHandle file = files.open(path, OpenMode.CREATE_EMPTY)) {
      file.write(ByteBuffer.wrap(NOT_YET), 0);
      var frame = SingleFrames.behind(path, file, NOT_YET.length);
      frame.write(1, new EngineEvent.EnginePaused(0));
      var _ = frame.flush();
      file.sync(true);
    }
  }

  private static boolean holdsFile(FileStore files, Path path) throws IOException {
    if (!files.isDirectory(path)) {
      return files.exists(path);
    }
    for (Path entry : files.list(path)) {
      if (holdsFile(files, entry)) {
        return true;
      }
    }
    return false;
  }

  /// Where the log's active file is put together; it takes its place at the end.
  Path activeCopy() {
    hasActive = true;
    return layout.logFolder().resolve("actionqueue.wal.copy");
  }

  /// Copies a file and syncs it.
  ///
  /// @return the CRC-32 of what was copied
  long copy(FileStore from, Path source, Path target) throws IOException {
    try (FileHandle in = from.open(source, OpenMode.READ)) {
      return copy(in, target);
    }
  }

  /// The same from an open file.
  long copy(FileHandle in, Path target) throws IOException {
    var crc32 = new CRC32();
    try (FileHandle out = files.open(target, OpenMode.CREATE_EMPTY)) {
      var piece = ByteBuffer.allocate(PIECE_BYTES);
      long at = 0;
      for (int read = in.read(piece, at); read > 0; read = in.read(piece, at)) {
        piece.flip();
        crc32.update(piece.duplicate());
        out.write(piece, at);
        at += read;
        piece.clear();
      }
      out.sync(true);
    }
    return crc32.getValue();
  }

  /// Makes everything durable and lets the directory be opened.
  void finish() throws IOException {
    files.syncDirectory(layout.snapshotFolder());
    files.syncDirectory(layout.logFolder());
    shown = true;
    if (hasActive) {
      files.rename(activeCopy(), layout.log());
    } else {
      files.delete(layout.log());
    }
    files.syncDirectory(layout.logFolder());
  }

  /// Removes what was copied. As long as anything of it is there, or may be there after a power
  /// failure, the mark stands before it: nobody takes a part for the whole.
  void abandon() throws IOException {
    if (!files.isDirectory(layout.logFolder())) {
      return; // nothing was begun
    }
    if (shown) {
      hideAgain();
    }
    remove(layout.root());
    files.delete(layout.log());
    files.syncDirectory(layout.logFolder());
  }

  private void hideAgain() {
    try {
      Path again = activeCopy();
      writeMark(again);
      files.rename(again, layout.log());
      files.syncDirectory(layout.logFolder());
    } catch (IOException _) {
      // On a full disk there is no room for a mark: what was copied goes all the same.
    }
  }

  private void remove(Path path) throws IOException {
    for (Path entry : files.list(path)) {
      if (files.isDirectory(entry)) {
        remove(entry);
      } else if (!entry.equals(layout.log())) {
        files.delete(entry);
      }
    }
    files.syncDirectory(path);
  }
}
