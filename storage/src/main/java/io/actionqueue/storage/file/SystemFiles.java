package io.actionqueue.storage.file;

import io.actionqueue.core.port.FileStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The file system of the machine. Thread-safe. What it creates is its owner's alone ([Privacy]).
///
/// Locks on Linux belong to the process, and closing *any* channel of a locked file gives them up.
/// So this process never opens a file twice that it has locked: the files are listed here, a second
/// lock is refused from the list, and reading one (to say who holds it) borrows the channel that
/// holds the lock.
public final class SystemFiles implements FileStore {
  /// The one instance; its failures say what was done to which file.
  public static final FileStore INSTANCE = ReportingFiles.of(new SystemFiles());

  private static final Set<StandardOpenOption> WRITING =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);

  private static final Set<StandardOpenOption> EMPTYING =
      Set.of(
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING);

  private static final String OS_NAME = System.getProperty("os.name", "");

  private final Map<Path, FileChannel> locked = new HashMap<>();

  private SystemFiles() {}

  @Override
  public FileHandle open(Path path, OpenMode mode) throws IOException {
    FileChannel borrowed = lockedChannel(path);
    if (borrowed != null) {
      return SystemFile.borrowed(borrowed);
    }
    FileChannel channel =
        switch (mode) {
          case READ -> FileChannel.open(path, StandardOpenOption.READ);
          case READ_WRITE -> FileChannel.open(path, WRITING, Privacy.ofFile(path));
          case CREATE_EMPTY -> FileChannel.open(path, EMPTYING, Privacy.ofFile(path));
        };
    return SystemFile.owned(channel);
  }

  @Override
  public boolean exists(Path path) {
    return Files.exists(path);
  }

  @Override
  public boolean isDirectory(Path path) {
    return Files.isDirectory(path);
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    }
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    Files.createDirectories(directory, Privacy.ofDirectory(directory));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
  }

  /// Windows has no such operation and needs none: its journal orders changes of names.
  @Override
  public void syncDirectory(Path directory) throws IOException {
    if (OS_NAME.startsWith("Windows")) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public synchronized @Nullable LockHandle tryLock(Path path, String ownerText) throws IOException {
    Path key = realPath(path);
    if (locked.containsKey(key)) {
      return null;
    }
    FileChannel channel = FileChannel.open(path, WRITING, Privacy.ofFile(path));
    try {
      FileLock lock = lock(channel);
      if (lock == null) {
        channel.close();
        return null;
      }
      describe(channel, ownerText);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    locked.put(key, channel);
    return () -> unlock(key, channel);
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  private static void describe(FileChannel channel, String ownerText) throws IOException {
    channel.truncate(0);
    SystemFile.owned(channel).write(ByteBuffer.wrap(ownerText.getBytes(StandardCharsets.UTF_8)), 0);
  }

  private synchronized void unlock(Path key, FileChannel channel) throws IOException {
    if (locked.remove(key, channel)) {
      channel.close();
    }
  }

  private synchronized @Nullable FileChannel lockedChannel(Path path) throws IOException {
    return locked.isEmpty() ? null : locked.get(realPath(path));
  }

  /// The path by which a file is known however it is reached; the file itself may be missing.
  private static Path realPath(Path path) throws IOException {
    Path absolute = path.toAbsolutePath();
    Path parent = absolute.getParent();
    Path name = absolute.getFileName();
    if (parent == null || name == null || !Files.isDirectory(parent)) {
      return absolute.normalize();
    }
    return parent.toRealPath().resolve(name);
  }
}
