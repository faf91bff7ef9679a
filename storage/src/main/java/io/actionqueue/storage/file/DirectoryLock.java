package io.actionqueue.storage.file;

import io.actionqueue.core.port.FileStore;
import java.io.IOException;
import java.nio.file.Path;

/// The exclusive ownership of a data directory, held for the life of its writer (D6).
///
/// The side file `actionqueue.lock` stays when the lock is given back; what counts is the lock of
/// the operating system on it, which ends with the process however that ends. Reading beside the
/// owner needs no lock.
public final class DirectoryLock implements AutoCloseable {
  private DirectoryLock() {}

  /// Takes the directory.
  ///
  /// @throws io.actionqueue.storage.DirectoryLocked if somebody holds it; the message says who
  public static DirectoryLock acquire(FileStore store, Path directory, String started)
      throws IOException {
    throw new UnsupportedOperationException(store + " " + directory + started);
  }

  /// Gives the directory back. A second call does nothing.
  @Override
  public void close() throws IOException {}
}
