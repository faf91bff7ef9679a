package io.actionqueue.storage.snapshot;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.storage.StorageException;
import io.actionqueue.storage.file.IoFailures;
import java.io.IOException;
import java.nio.file.Path;

/// A file that appears under its name whole and durable, or not at all (spec 01 §8.8).
///
/// It is written under a temporary name beside the target, synced, moved over the target in one
/// step, and the directory is synced. A publication that is closed before [#publish()] removes its
/// temporary file and leaves the target as it was. A large file is synced on the way as well, so
/// that others who sync on the same device need not wait for all of it. Confined to one thread.
public final class Publication implements AutoCloseable {
  /// After how many bytes a file is synced on the way: a device writes so much within the time of
  /// some ordinary syncs.
  public static final int SYNC_BYTES = 4 << 20;

  private final FileStore store;
  private final Path target;
  private final Path temporary;
  private final FileHandle file;
  private boolean writing = true;
  private boolean temporaryThere = true;

  private Publication(FileStore store, Path target, Path temporary, FileHandle file) {
    this.store = store;
    this.target = target;
    this.temporary = temporary;
    this.file = file;
  }

  /// Begins a publication: the temporary file is there afterwards, and empty.
  ///
  /// @throws java.nio.file.NoSuchFileException if the directory is missing
  public static Publication begin(FileStore store, Path target) throws IOException {
    return begin(store, target, SYNC_BYTES);
  }

  /// The same with a distance of one's choice.
  ///
  /// @param syncBytes after how many bytes the file is synced on the way, at least 1
  static Publication begin(FileStore store, Path target, int syncBytes) throws IOException {
    Path temporary = temporaryOf(target);
    FileHandle file = store.open(temporary, FileStore.OpenMode.CREATE_EMPTY);
    return new Publication(store, target, temporary, new PacedFile(file, syncBytes));
  }

  /// The name under which a target is written: `.tmp` behind the whole name.
  public static Path temporaryOf(Path target) {
    Path name = target.getFileName();
    if (name == null) {
      throw new IllegalArgumentException("a snapshot needs a file name: " + target);
    }
    return target.resolveSibling(name + ".tmp");
  }

  /// The file to write to.
  public FileHandle file() {
    return file;
  }

  /// The name under which it stands until it is published.
  public Path temporary() {
    return temporary;
  }

  /// Makes what was written durable under the temporary name, so that it can be read back.
  public void sync() throws IOException {
    try {
      file.sync(true);
    } catch (IOException failure) {
      throw IoFailures.syncing(temporary, StorageException.NO_OFFSET, failure);
    }
  }

  /// Syncs the file, moves it over the target and makes the new name durable.
  ///
  /// @throws IllegalStateException if nothing was written: an empty file must not replace a good
  ///   one
  /// @throws StorageException if a step fails; the target is then the old one, unless only the last
  ///   step failed
  public void publish() throws IOException {
    if (!writing || file.size() == 0) {
      throw new IllegalStateException("nothing to publish as " + target);
    }
    sync();
    writing = false;
    try {
      file.close();
      store.rename(temporary, target);
      temporaryThere = false;
      store.syncDirectory(parentOf(target));
    } catch (IOException failure) {
      throw IoFailures.writing(target, StorageException.NO_OFFSET, failure);
    }
  }

  /// Abandons what was not published. A second call does nothing.
  @Override
  public void close() throws IOException {
    boolean abandoned = temporaryThere;
    temporaryThere = false;
    try {
      if (writing) {
        writing = false;
        file.close();
      }
    } finally {
      if (abandoned) {
        store.delete(temporary);
      }
    }
  }

  private static Path parentOf(Path target) {
    Path parent = target.getParent();
    return parent == null ? Path.of("") : parent;
  }
}
