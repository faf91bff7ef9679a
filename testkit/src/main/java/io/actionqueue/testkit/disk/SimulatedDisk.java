package io.actionqueue.testkit.disk;

import io.actionqueue.core.port.FileStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A disk in memory. Thread-safe.
///
/// Paths are taken as written, without touching a real file system; the root `/` (and the empty
/// path) exists.
public final class SimulatedDisk implements FileStore {
  private final TreeMap<Path, SimulatedFile> files = new TreeMap<>();
  private final Set<Path> directories = new TreeSet<>();
  private final Set<Path> locks = new HashSet<>();

  private SimulatedDisk() {}

  /// An empty disk.
  public static SimulatedDisk create() {
    return new SimulatedDisk();
  }

  @Override
  public synchronized FileHandle open(Path path, OpenMode mode) throws IOException {
    Path name = path.normalize();
    if (directories.contains(name)) {
      throw new IOException(path + ": is a directory");
    }
    SimulatedFile file = files.get(name);
    if (file == null) {
      if (mode == OpenMode.READ || !isDirectory(parent(name))) {
        throw new NoSuchFileException(path.toString());
      }
      file = new SimulatedFile();
      files.put(name, file);
    }
    if (mode == OpenMode.CREATE_EMPTY) {
      file.truncate(0);
    }
    return new Handle(path, file, mode != OpenMode.READ);
  }

  @Override
  public synchronized boolean exists(Path path) {
    return files.containsKey(path.normalize()) || isDirectory(path);
  }

  @Override
  public synchronized boolean isDirectory(Path path) {
    Path name = path.normalize();
    return isRoot(name) || directories.contains(name);
  }

  @Override
  public synchronized List<Path> list(Path directory) throws IOException {
    Path name = checkDirectory(directory);
    Set<Path> found = new TreeSet<>();
    for (Path entry : files.keySet()) {
      if (parent(entry).equals(name)) {
        found.add(directory.resolve(entry.getFileName()));
      }
    }
    for (Path entry : directories) {
      if (parent(entry).equals(name)) {
        found.add(directory.resolve(entry.getFileName()));
      }
    }
    return List.copyOf(found);
  }

  @Override
  public synchronized void createDirectories(Path directory) throws IOException {
    Path name = directory.normalize();
    if (isDirectory(name)) {
      return;
    }
    if (files.containsKey(name)) {
      throw new FileAlreadyExistsException(directory.toString());
    }
    createDirectories(parent(name));
    directories.add(name);
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    SimulatedFile file = files.get(from.normalize());
    if (file == null || !isDirectory(parent(to.normalize()))) {
      throw new NoSuchFileException(from.toString(), to.toString(), null);
    }
    files.remove(from.normalize());
    files.put(to.normalize(), file);
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    files.remove(path.normalize());
  }

  @Override
  public synchronized void syncDirectory(Path directory) throws IOException {
    checkDirectory(directory);
  }

  @Override
  public synchronized @Nullable LockHandle tryLock(Path path, String ownerText) throws IOException {
    Path name = path.normalize();
    if (!locks.add(name)) {
      return null;
    }
    try (FileHandle file = open(path, OpenMode.CREATE_EMPTY)) {
      file.write(ByteBuffer.wrap(ownerText.getBytes(StandardCharsets.UTF_8)), 0);
    }
    return () -> unlock(name);
  }

  /// The content of a file as a reader sees it.
  ///
  /// @throws IllegalArgumentException if there is no such file
  public synchronized byte[] content(Path path) {
    SimulatedFile file = files.get(path.normalize());
    if (file == null) {
      throw new IllegalArgumentException("no such file: " + path);
    }
    return file.content();
  }

  private synchronized void unlock(Path name) {
    locks.remove(name);
  }

  private Path checkDirectory(Path directory) throws IOException {
    if (!isDirectory(directory)) {
      throw new NoSuchFileException(directory.toString());
    }
    return directory.normalize();
  }

  private static boolean isRoot(Path name) {
    return name.getNameCount() == 0 || name.toString().isEmpty();
  }

  private static Path parent(Path name) {
    Path parent = name.getParent();
    return parent == null ? Path.of("") : parent;
  }

  /// An open file.
  private final class Handle implements FileHandle {
    private final Path path;
    private final SimulatedFile file;
    private final boolean writable;
    private boolean open = true;

    private Handle(Path path, SimulatedFile file, boolean writable) {
      this.path = path;
      this.file = file;
      this.writable = writable;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      synchronized (SimulatedDisk.this) {
        checkOpen();
        return file.read(target, position);
      }
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      synchronized (SimulatedDisk.this) {
        checkWritable();
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        file.write(bytes, position);
      }
    }

    @Override
    public void truncate(long length) throws IOException {
      synchronized (SimulatedDisk.this) {
        checkWritable();
        file.truncate(length);
      }
    }

    @Override
    public void sync(boolean withMetadata) throws IOException {
      synchronized (SimulatedDisk.this) {
        checkOpen();
      }
    }

    @Override
    public long size() throws IOException {
      synchronized (SimulatedDisk.this) {
        checkOpen();
        return file.size();
      }
    }

    @Override
    public void close() {
      synchronized (SimulatedDisk.this) {
        open = false;
      }
    }

    private void checkOpen() throws IOException {
      if (!open) {
        throw new IOException(path + ": handle is closed");
      }
    }

    private void checkWritable() throws IOException {
      checkOpen();
      if (!writable) {
        throw new IOException(path + ": opened for reading only");
      }
    }
  }
}
