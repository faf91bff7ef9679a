package io.actionqueue.storage.wal;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.port.FileStore.OpenMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// The file that will be active once the present one is sealed, filled with synced zeros in the
/// background (D4). It is a convenience: without it the log goes on in an empty file. Thread-safe.
final class NextFile {
  private static final int PIECE_BYTES = 1 << 20;

  /// After how many bytes they are synced. Each sync commits the file system's journal, which the
  /// syncs of the log wait for: the fewer the better, until one takes as long as some of those.
  private static final long SYNC_BYTES = 4 << 20;

  private final FileStore store;
  private final Path path;
  private boolean wanted;
  private boolean preparing;
  private boolean ready;
  private boolean stopped;

  /// A file beside the active one.
  NextFile(FileStore store, Path active) {
    this.store = store;
    this.path = pathFor(active);
  }

  /// Where the next file of a log is prepared.
  static Path pathFor(Path active) {
    return active.resolveSibling(active.getFileName() + ".next");
  }

  /// Asks for the file, once for each that [#take] gives away.
  ///
  /// @return whether [#prepare(long)] is to be called
  synchronized boolean claim() {
    if (stopped || wanted) {
      return false;
    }
    wanted = true;
    return true;
  }

  /// Makes the file. Called from one thread at a time.
  ///
  /// @param bytes how many zeros it gets
  void prepare(long bytes) {
    if (!begin()) {
      return;
    }
    boolean whole = false;
    try (FileHandle file = store.open(path, OpenMode.CREATE_EMPTY)) {
      whole = fill(file, bytes);
    } catch (IOException _) {
      // Done without; the next sealing asks again.
    } finally {
      giveSpaceBack(whole);
      end(whole);
    }
  }

  /// On a disk that is nearly full the frames need what the zeros have taken.
  private void giveSpaceBack(boolean whole) {
    try {
      if (!whole) {
        store.delete(path);
      }
    } catch (IOException _) {
      // It is removed at the end or at the next opening.
    }
  }

  private boolean fill(FileHandle file, long bytes) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(PIECE_BYTES, bytes));
    for (long at = 0; at < bytes; at += zeros.limit()) {
      if (isStopped()) {
        return false;
      }
      zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - at));
      file.write(zeros, at);
      if ((at + zeros.limit()) % SYNC_BYTES == 0) {
        file.sync(false);
      }
    }
    file.sync(true);
    return true;
  }

  private synchronized boolean begin() {
    preparing = !stopped;
    return preparing;
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  private synchronized void end(boolean whole) {
    preparing = false;
    ready = whole;
    notifyAll();
  }

  /// Whether the file is there, filled and synced.
  synchronized boolean isReady() {
    return ready && !stopped;
  }

  /// Gives the file its place, if it is ready; the caller syncs the directory.
  ///
  /// @return whether it is now the active file
  synchronized boolean take(Path active) throws IOException {
    if (!ready) {
      wanted = preparing;
      return false;
    }
    store.rename(path, active);
    ready = false;
    wanted = false;
    return true;
  }

  /// Ends it and removes what is there of the file.
  void stop() throws IOException {
    awaitEnd();
    store.delete(path);
  }

  private synchronized void awaitEnd() {
    stopped = true;
    boolean interrupted = false;
    while (preparing) {
      try {
        wait();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
