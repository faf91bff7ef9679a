package io.actionqueue.core.port;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// The file operations that storage needs, and no others, so that a simulated disk can stand in for
/// the real one.
///
/// Names follow POSIX: a new or renamed entry survives a power failure only after
/// [#syncDirectory(Path)] of its parent. Thread-safe.
public interface FileStore {
  /// How a file is opened.
  enum OpenMode {
    /// Reading only; the file must exist.
    READ,
    /// Reading and writing; created if it is missing, never truncated.
    READ_WRITE,
    /// Reading and writing; created, or cut to length 0.
    CREATE_EMPTY
  }

  /// Opens a file.
  ///
  /// @throws java.nio.file.NoSuchFileException if the file (or, when creating, its parent) is
  ///   missing
  FileHandle open(Path path, OpenMode mode) throws IOException;

  /// Whether there is an entry of this name.
  boolean exists(Path path);

  /// Whether there is a directory of this name.
  boolean isDirectory(Path path);

  /// The entries of a directory, sorted by name.
  List<Path> list(Path directory) throws IOException;

  /// Creates a directory with all missing parents; nothing happens if it exists.
  void createDirectories(Path directory) throws IOException;

  /// Renames atomically, replacing the target.
  void rename(Path from, Path to) throws IOException;

  /// Deletes a file; nothing happens if it is missing.
  void delete(Path path) throws IOException;

  /// Makes the entries of a directory durable.
  void syncDirectory(Path directory) throws IOException;

  /// Takes an exclusive lock on a side file (created if missing, its content replaced by
  /// `ownerText`), held until the handle is closed or the process ends.
  ///
  /// @return the held lock, or null if another process or this one holds it
  @org.jspecify.annotations.Nullable
  LockHandle tryLock(Path path, String ownerText) throws IOException;

  /// A held lock.
  interface LockHandle extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /// An open file. Positions are bytes from the start; writes at different positions may come from
  /// two threads.
  interface FileHandle extends AutoCloseable {
    /// Reads at `position` into the buffer's remaining space; −1 at the end of the file, short
    /// reads are possible.
    int read(ByteBuffer target, long position) throws IOException;

    /// Writes all remaining bytes of the buffer at `position`, extending the file where needed.
    void write(ByteBuffer source, long position) throws IOException;

    /// Cuts the file to `length` bytes.
    void truncate(long length) throws IOException;

    /// Returns after data (and, where asked, all metadata) are on the device. Never repeat it after
    /// a failure.
    void sync(boolean withMetadata) throws IOException;

    /// The file's length in bytes.
    long size() throws IOException;

    @Override
    void close() throws IOException;
  }
}
