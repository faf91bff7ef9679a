package io.actionqueue.storage.file;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file store whose failures say what was done to which file: every failure of the disk below is
/// a [StorageException]. Thread-safe as the store below.
public final class ReportingFiles extends ForwardingFiles {
  private ReportingFiles(FileStore store) {
    super(store);
  }

  /// The store with failures that name their file.
  public static FileStore of(FileStore store) {
    return store instanceof ReportingFiles ? store : new ReportingFiles(store);
  }

  private interface Call<T extends @Nullable Object> {
    T run() throws IOException;
  }

  private interface Action {
    void run() throws IOException;
  }

  private interface Naming {
    StorageException name(Path path, long offsetBytes, IOException cause);
  }

  private static <T extends @Nullable Object> T call(
      Naming naming, Path path, long offsetBytes, Call<T> call) throws IOException {
    try {
      return call.run();
    } catch (IOException failure) {
      if (IoFailures.speaksForItself(failure)) {
        throw failure;
      }
      throw naming.name(path, offsetBytes, failure);
    }
  }

  private static void run(Naming naming, Path path, long offsetBytes, Action action)
      throws IOException {
    ReportingFiles.<@Nullable Void>call(
        naming,
        path,
        offsetBytes,
        () -> {
          action.run();
          return null;
        });
  }

  @Override
  public FileHandle open(Path path, OpenMode mode) throws IOException {
    Naming naming = mode == OpenMode.READ ? IoFailures::reading : IoFailures::writing;
    FileHandle handle =
        call(naming, path, StorageException.NO_OFFSET, () -> files.open(path, mode));
    return new ReportingHandle(path, handle, naming);
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    return call(
        IoFailures::reading, directory, StorageException.NO_OFFSET, () -> files.list(directory));
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    change(directory, () -> files.createDirectories(directory));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    change(to, () -> files.rename(from, to));
  }

  @Override
  public void delete(Path path) throws IOException {
    change(path, () -> files.delete(path));
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    run(
        IoFailures::syncing,
        directory,
        StorageException.NO_OFFSET,
        () -> files.syncDirectory(directory));
  }

  @Override
  public @Nullable LockHandle tryLock(Path path, String ownerText) throws IOException {
    LockHandle lock =
        ReportingFiles.<@Nullable LockHandle>call(
            IoFailures::writing,
            path,
            StorageException.NO_OFFSET,
            () -> files.tryLock(path, ownerText));
    return lock == null ? null : () -> change(path, lock::close);
  }

  private static void change(Path path, Action action) throws IOException {
    run(IoFailures::writing, path, StorageException.NO_OFFSET, action);
  }

  /// An open file.
  private static final class ReportingHandle implements FileHandle {
    private final Path path;
    private final FileHandle handle;
    private final Naming opening;

    private ReportingHandle(Path path, FileHandle handle, Naming opening) {
      this.path = path;
      this.handle = handle;
      this.opening = opening;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      try {
        return handle.read(target, position);
      } catch (IOException failure) {
        throw named(IoFailures::reading, position, failure);
      }
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      try {
        handle.write(source, position);
      } catch (IOException failure) {
        throw named(IoFailures::writing, position, failure);
      }
    }

    private IOException named(Naming naming, long position, IOException failure) {
      return IoFailures.speaksForItself(failure) ? failure : naming.name(path, position, failure);
    }

    @Override
    public void truncate(long length) throws IOException {
      run(IoFailures::writing, path, length, () -> handle.truncate(length));
    }

    @Override
    public void sync(boolean withMetadata) throws IOException {
      run(IoFailures::syncing, path, StorageException.NO_OFFSET, () -> handle.sync(withMetadata));
    }

    @Override
    public long size() throws IOException {
      return call(IoFailures::reading, path, StorageException.NO_OFFSET, handle::size);
    }

    @Override
    public void close() throws IOException {
      run(opening, path, StorageException.NO_OFFSET, handle::close);
    }
  }
}
