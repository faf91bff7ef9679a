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

  private final FileStore store;
  private final Path path;
  private final long bytes;
  private boolean wanted;
  private boolean preparing;
  private boolean ready;
  private boolean stopped;

  /// A file beside the active one.
  ///
  /// @param bytes how many zeros it gets; 0 for no such file
  NextFile(FileStore store, Path active, long bytes) {
    this.store = store;
    this.path = pathFor(active);
    this.bytes = bytes;
    this.stopped = bytes == 0;
  }

  /// Where the next file of a log is prepared.
  static Path pathFor(Path active) {
    return active.resolveSibling(active.getFileName() + ".next");
  }

  /// Says how far the active file has come.
  ///
  /// @return whether [#prepare()] is due
  synchronized boolean isDue(long position) {
    if (stopped || wanted || position < bytes / 2) {
      return false;
    }
    wanted = true;
    return true;
  }

  /// Makes the file. Called from one thread at a time.
  void prepare() {
    if (!begin()) {
      return;
    }
    boolean whole = false;
    try (FileHandle file = store.open(path, OpenMode.CREATE_EMPTY)) {
      whole = fill(file);
    } catch (IOException _) {
      // Done without; the next sealing asks again.
    } finally {
      end(whole);
    }
  }

  private boolean fill(FileHandle file) throws IOException {
    for (long at = 0; at < bytes; at += PIECE_BYTES) {
      if (isStopped()) {
        return false;
      }
      file.write(ByteBuffer.allocate((int) Math.min(PIECE_BYTES, bytes - at)), at);
      file.sync(false);
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
