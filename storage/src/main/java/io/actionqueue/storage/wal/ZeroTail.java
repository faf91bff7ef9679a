package io.actionqueue.storage.wal;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.core.port.FileStore.OpenMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/// Zeros written and synced behind the last frame before it needs the space (D4): a synced append
/// to space that is there costs a fraction of one that makes the file grow.
///
/// Two threads write to the file: the log's writer its frames, this one its zeros, piece by piece.
/// The writer says where it is about to write ([#enter(long, long)]) and waits if a piece is under
/// way there; a piece begins behind everything that the writer has claimed. Thread-safe.
final class ZeroTail {
  private static final int PIECE_BYTES = 1 << 20;

  private final FileStore store;
  private final Path path;
  private final int chunkBytes;
  private final long start;
  private long zeros;
  private long target;
  private long pieceStart = Long.MAX_VALUE;
  private boolean filling;
  private boolean stopped;

  /// Zeros for the file of a log.
  ///
  /// @param chunkBytes how many to keep ready; 0 for none
  /// @param start the end of the last frame
  /// @param zeros where the zeros behind it end
  ZeroTail(FileStore store, Path path, int chunkBytes, long start, long zeros) {
    this.store = store;
    this.path = path;
    this.chunkBytes = chunkBytes;
    this.start = start;
    this.zeros = zeros;
    this.target = zeros;
    this.stopped = chunkBytes == 0;
  }

  /// Says that a frame is about to be written, and waits until no piece is in its way.
  ///
  /// @param end where the frame will end
  /// @return whether zeros should be written: [#fill()] is due
  synchronized boolean enter(long end) {
    awaitWhile(() -> end > pieceStart);
    zeros = Math.max(zeros, end);
    boolean isBusy = end - start >= chunkBytes / 16;
    if (stopped || !isBusy || target > zeros || zeros - end >= chunkBytes / 2) {
      return false;
    }
    target = zeros + chunkBytes;
    return true;
  }

  /// Writes zeros until there are enough of them. Called from one thread at a time.
  ///
  /// The file is opened anew: the system tells of a failed write-back once for each open file, and
  /// the writer's own must hear of it. So nothing needs to be passed on from here, and where there
  /// is no space for zeros there may still be some for frames.
  void fill() {
    if (!begin()) {
      return;
    }
    try (FileHandle file = store.open(path, OpenMode.READ_WRITE)) {
      for (long end = nextPiece(); end > 0; end = nextPiece()) {
        long from = pieceStart();
        file.write(ByteBuffer.allocate((int) (end - from)), from);
        file.sync(false);
        finishPiece(end);
      }
    } catch (IOException _) {
      giveUp();
    } finally {
      end();
    }
  }

  private synchronized boolean begin() {
    filling = !stopped;
    return filling;
  }

  /// Claims the next piece; returns its end, 0 if there is none.
  private synchronized long nextPiece() {
    if (stopped || zeros >= target) {
      return 0;
    }
    pieceStart = zeros;
    return Math.min(target, zeros + PIECE_BYTES);
  }

  private synchronized long pieceStart() {
    return pieceStart;
  }

  private synchronized void finishPiece(long end) {
    zeros = end;
    pieceStart = Long.MAX_VALUE;
    notifyAll();
  }

  private synchronized void giveUp() {
    stopped = true;
  }

  private synchronized void end() {
    pieceStart = Long.MAX_VALUE;
    filling = false;
    notifyAll();
  }

  /// Ends it: when this returns, nothing is written any more.
  synchronized void stop() {
    stopped = true;
    awaitWhile(() -> filling);
  }

  private synchronized void awaitWhile(BooleanSupplier condition) {
    boolean interrupted = false;
    while (condition.getAsBoolean()) {
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
