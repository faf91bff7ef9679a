package io.actionqueue.storage.file;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.port.FileStore.LockHandle;
import io.actionqueue.core.port.FileStore.OpenMode;
import io.actionqueue.storage.DirectoryLocked;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The exclusive ownership of a data directory, held for the life of its writer (D6).
///
/// The side file `actionqueue.lock` stays when the lock is given back; what counts is the lock of
/// the operating system on it, which ends with the process however that ends. Reading beside the
/// owner needs no lock.
public final class DirectoryLock implements AutoCloseable {
  /// The side file's name.
  public static final String FILE_NAME = "actionqueue.lock";

  private static final int MAX_OWNER_BYTES = 512;

  private final LockHandle handle;

  private DirectoryLock(LockHandle handle) {
    this.handle = handle;
  }

  /// Takes the directory.
  ///
  /// @param directory the data directory, which exists
  /// @param started when the owner began, in words for people, such as an instant in ISO form
  /// @throws DirectoryLocked if somebody holds it; the message says who
  public static DirectoryLock acquire(FileStore store, Path directory, String started)
      throws IOException {
    Path file = directory.resolve(FILE_NAME);
    String owner = "process " + ProcessHandle.current().pid() + " (started " + started + ")";
    LockHandle handle = store.tryLock(file, owner);
    if (handle == null) {
      throw new DirectoryLocked(directory, ownerOf(store, file));
    }
    return new DirectoryLock(handle);
  }

  /// What the holder wrote of itself. It may be about to write, and some systems keep a locked file
  /// from being read.
  private static String ownerOf(FileStore store, Path file) {
    var text = ByteBuffer.allocate(MAX_OWNER_BYTES);
    try (FileHandle handle = store.open(file, OpenMode.READ)) {
      while (text.hasRemaining() && handle.read(text, text.position()) >= 0) {}
    } catch (IOException _) {
      text.clear().flip();
    }
    String owner = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
    return owner.isEmpty() ? "another process" : owner;
  }

  /// Gives the directory back. A second call does nothing.
  @Override
  public void close() throws IOException {
    handle.close();
  }
}
