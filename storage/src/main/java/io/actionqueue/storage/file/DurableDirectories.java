package io.actionqueue.storage.file;

import io.actionqueue.core.port.FileStore;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/// Creates directories so that they survive a power failure: a directory is durable once its parent
/// was synced.
public final class DurableDirectories {
  private DurableDirectories() {}

  /// Creates a directory with all missing parents and returns when every new name is durable.
  ///
  /// One name is made after the other, each synced before the next one. So of what an earlier
  /// process made and did not live to sync, only the last name can be in doubt: it is synced again.
  public static void create(FileStore store, Path directory) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    Path existing = directory.toAbsolutePath();
    while (!store.isDirectory(existing)) {
      missing.push(existing);
      existing = parentOf(existing);
    }
    syncNameOfOther(store, existing);
    for (Path name : missing) {
      store.createDirectories(name);
      store.syncDirectory(parentOf(name));
    }
  }

  /// Most often the directory was not made by us, and is where we may not look.
  private static void syncNameOfOther(FileStore store, Path directory) throws IOException {
    if (directory.getParent() == null) {
      return;
    }
    try {
      store.syncDirectory(directory.getParent());
    } catch (AccessDeniedException _) {
      // Whoever made it for us has to know that it is durable.
    }
  }

  private static Path parentOf(Path directory) throws IOException {
    Path parent = directory.getParent();
    if (parent == null) {
      throw new IOException(directory + ": no such directory");
    }
    return parent;
  }
}
