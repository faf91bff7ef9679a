package io.actionqueue.storage.maintenance;

import io.actionqueue.core.port.FileStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A disk as it will be when some steps of a repair are done: files cut and files gone. For reading
/// only, so that a plan is held against what it leads to before a byte is changed.
final class RepairedFiles implements FileStore {
  private final FileStore files;
  private final Map<Path, Long> cut = new HashMap<>();
  private final Set<Path> gone = new HashSet<>();

  RepairedFiles(FileStore files) {
    this.files = files;
  }

  RepairedFiles copy() {
    var copy = new RepairedFiles(files);
    copy.cut.putAll(cut);
    copy.gone.addAll(gone);
    return copy;
  }

  void cut(Path file, long length) {
    cut.put(file, length);
  }

  void remove(List<Path> paths) {
    gone.addAll(paths);
  }

  @Override
  public FileHandle open(Path path, OpenMode mode) throws IOException {
    if (mode != OpenMode.READ) {
      throw readOnly();
    }
    if (gone.contains(path)) {
      throw new NoSuchFileException(path.toString());
    }
    FileHandle handle = files.open(path, mode);
    Long length = cut.get(path);
    return length == null ? handle : new CutHandle(handle, length);
  }

  @Override
  public boolean exists(Path path) {
    return !gone.contains(path) && files.exists(path);
  }

  @Override
  public boolean isDirectory(Path path) {
    return files.isDirectory(path);
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    return files.list(directory).stream().filter(path -> !gone.contains(path)).toList();
  }

  @Override
  public void createDirectories(Path directory) {
    throw readOnly();
  }

  @Override
  public void rename(Path from, Path to) {
    throw readOnly();
  }

  @Override
  public void delete(Path path) {
    throw readOnly();
  }

  @Override
  public void syncDirectory(Path directory) {
    throw readOnly();
  }

  @Override
  public @Nullable LockHandle tryLock(Path path, String ownerText) {
    throw readOnly();
  }

  private static UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException("a plan changes nothing");
  }

  /// A file that ends earlier.
  private record CutHandle(FileHandle file, long length) implements FileHandle {
    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      if (position >= length) {
        return -1;
      }
      int limit = target.limit();
      long most = Math.min(target.remaining(), length - position);
      target.limit(target.position() + (int) most);
      try {
        return file.read(target, position);
      } finally {
        target.limit(limit);
      }
    }

    @Override
    public void write(ByteBuffer source, long position) {
      throw readOnly();
    }

    @Override
    public void truncate(long newLength) {
      throw readOnly();
    }

    @Override
    public void sync(boolean withMetadata) {
      throw readOnly();
    }

    @Override
    public long size() throws IOException {
      return Math.min(length, file.size());
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
