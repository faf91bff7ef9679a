package io.actionqueue.storage.file;

import io.actionqueue.core.port.FileStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file store that tells how many bytes are read and written through it. Thread-safe as the store
/// below.
public final class WatchedFiles implements FileStore {
  private final FileStore store;
  private final ProgressListener listener;

  private WatchedFiles(FileStore store, ProgressListener listener) {
    this.store = store;
    this.listener = listener;
  }

  /// The store, watched.
  public static FileStore of(FileStore store, ProgressListener listener) {
    return new WatchedFiles(store, listener);
  }

  @Override
  public FileHandle open(Path path, OpenMode mode) throws IOException {
    return new WatchedHandle(store.open(path, mode), listener);
  }

  @Override
  public boolean exists(Path path) {
    return store.exists(path);
  }

  @Override
  public boolean isDirectory(Path path) {
    return store.isDirectory(path);
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    return store.list(directory);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    store.createDirectories(directory);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    store.rename(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    store.delete(path);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    store.syncDirectory(directory);
  }

  @Override
  public @Nullable LockHandle tryLock(Path path, String ownerText) throws IOException {
    return store.tryLock(path, ownerText);
  }

  /// An open file.
  ///
  /// @param handle the file
  /// @param listener who is told
  private record WatchedHandle(FileHandle handle, ProgressListener listener) implements FileHandle {
    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      int read = handle.read(target, position);
      listener.advance(Math.max(0, read));
      return read;
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      int bytes = source.remaining();
      handle.write(source, position);
      listener.advance(bytes);
    }

    @Override
    public void truncate(long length) throws IOException {
      handle.truncate(length);
    }

    @Override
    public void sync(boolean withMetadata) throws IOException {
      handle.sync(withMetadata);
    }

    @Override
    public long size() throws IOException {
      return handle.size();
    }

    @Override
    public void close() throws IOException {
      handle.close();
    }
  }
}
