package io.actionqueue.bench;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.storage.file.SystemFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The real files, with an eye on how long a native snapshot is being written, synced and read
/// back. The times are those of the latest one; another thread may ask for them once it is there.
final class SnapshotFiles implements FileStore {
  private final FileStore files = SystemFiles.INSTANCE;
  private volatile long written;
  private volatile long synced;
  private volatile long verified;

  /// Seconds from the first byte to the last, but for syncing.
  double writeSeconds() {
    return written / 1e9;
  }

  /// Seconds of syncing.
  double syncSeconds() {
    return synced / 1e9;
  }

  /// Seconds of reading back.
  double verifySeconds() {
    return verified / 1e9;
  }

  @Override
  public FileHandle open(Path path, OpenMode mode) throws IOException {
    FileHandle handle = files.open(path, mode);
    return path.toString().endsWith(".aqs.tmp") ? new Timed(this, handle, mode) : handle;
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

  /// A snapshot that is being written, or read back.
  private static final class Timed implements FileHandle {
    private final SnapshotFiles times;
    private final FileHandle handle;
    private final OpenMode mode;
    private final long opened = System.nanoTime();
    private boolean first = true;
    private long syncing;

    Timed(SnapshotFiles times, FileHandle handle, OpenMode mode) {
      this.times = times;
      this.handle = handle;
      this.mode = mode;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return handle.read(target, position);
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      handle.write(source, position);
    }

    @Override
    public void truncate(long length) throws IOException {
      handle.truncate(length);
    }

    @Override
    public void sync(boolean withMetadata) throws IOException {
      long begin = System.nanoTime();
      handle.sync(withMetadata);
      long end = System.nanoTime();
      syncing += end - begin;
      if (first && withMetadata) { // synced on the way before, and once more before it is named
        first = false;
        times.written = end - opened - syncing;
        times.synced = syncing;
      }
    }

    @Override
    public long size() throws IOException {
      return handle.size();
    }

    @Override
    public void close() throws IOException {
      handle.close();
      if (mode == OpenMode.READ) {
        times.verified = System.nanoTime() - opened;
      }
    }
  }
}
