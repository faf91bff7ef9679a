package io.actionqueue.storage.file;

import io.actionqueue.core.port.FileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file store that passes every call on to another one, for those who change a few of them.
/// Thread-safe as the store below.
public abstract class ForwardingFiles implements FileStore {
  /// The store below.
  protected final FileStore files;

  /// A store that behaves as another one.
  protected ForwardingFiles(FileStore files) {
    this.files = files;
  }

  @Override
  public FileHandle open(Path path, OpenMode mode) throws IOException {
    return files.open(path, mode);
  }

  @Override
  public boolean exists(Path path) {
    return files.exists(path);
  }

  @Override
  public boolean isDirectory(Path path) {
    return files.isDirectory(path);
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    return files.list(directory);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    files.createDirectories(directory);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    files.rename(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    files.delete(path);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    files.syncDirectory(directory);
  }

  @Override
  public @Nullable LockHandle tryLock(Path path, String ownerText) throws IOException {
    return files.tryLock(path, ownerText);
  }
}
