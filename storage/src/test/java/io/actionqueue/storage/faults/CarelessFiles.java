package io.actionqueue.storage.faults;

import io.actionqueue.core.port.FileStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A program's way to the disk that treats the syncs of half-written snapshots as told.
record CarelessFiles(FileStore files, Care care) implements FileStore {
  /// What a careless program does where it should sync.
  interface Care {
    /// Syncs, or does not.
    ///
    /// @param withMetadata true at the end of a snapshot, false on the way
    void sync(FileHandle file, boolean withMetadata) throws IOException;
  }

  static boolean isSnapshot(Path path) {
    return path.toString().endsWith(".tmp");
  }

  @Override
  public FileHandle open(Path path, OpenMode mode) throws IOException {
    FileHandle file = files.open(path, mode);
    return isSnapshot(path) ? new CarelessHandle(file, care) : file;
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

  private record CarelessHandle(FileHandle file, Care care) implements FileHandle {
    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return file.read(target, position);
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      file.write(source, position);
    }

    @Override
    public void truncate(long length) throws IOException {
      file.truncate(length);
    }

    @Override
    public void sync(boolean withMetadata) throws IOException {
      care.sync(file, withMetadata);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
