package io.actionqueue.storage.wal;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.storage.StorageException;
import io.actionqueue.storage.file.IoFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/// The file that a log writes to now, and how the next one takes its place. Confined to the thread
/// that writes.
///
/// A synced append to space that is there costs a fraction of one that makes the file grow (D4). So
/// a log that has become busy has the next file filled with zeros in the background and goes on in
/// it as soon as this one has no zeros left. Nobody else ever writes to the active file itself: a
/// sync of it would have to wait for the zeros as well.
///
/// The zeros are bytes that the disk writes beside the frames. What they save is a part of each
/// sync, whatever its size: where writes are large there are few syncs to save it at, and the zeros
/// would take half of what the disk can carry. Then the file grows instead.
final class ActiveFile {
  /// From writes of this size on, the zeros cost more than they save.
  private static final int LARGE_WRITE_BYTES = 128 << 10;

  private final FileStore store;
  private final Path path;
  private final long segmentBytes;
  private final int prepareBytes;
  private final Executor background;
  private final NextFile next;
  private final long busyFrom;
  private FileHandle handle;

  /// Where the zeros that were prepared in this file end; 0 if none were.
  private long prepared;

  private long position;
  private long firstSequence;

  /// What a write has had of late, in bytes.
  private long usualWrite;

  /// The open file of a log.
  ///
  /// @param background runs the preparation of space
  ActiveFile(LogFile file, LogOptions options, Executor background) throws IOException {
    this.store = file.store();
    this.path = file.path();
    this.segmentBytes = options.segmentBytes();
    this.prepareBytes = options.prepareBytes();
    this.background = background;
    this.handle = file.handle();
    this.position = file.position().offset();
    this.firstSequence = file.firstSequence();
    this.prepared = handle.size() > position ? handle.size() : 0;
    this.busyFrom = position + Math.max(1, prepareBytes / 16);
    this.next = new NextFile(store, path);
  }

  /// Whether the next frame belongs into the next file: this one has its size, or has no zeros left
  /// while the next one has.
  boolean isFull() {
    return position >= segmentBytes || (position >= Math.max(1, prepared) && next.isReady());
  }

  /// Writes a frame behind the last one.
  ///
  /// @param sequence the sequence of its first event, unsigned
  void write(ByteBuffer frame, long sequence) throws StorageException {
    int length = frame.remaining();
    try {
      handle.write(frame, position);
    } catch (IOException e) {
      takeBack();
      throw IoFailures.writing(path, position, e);
    }
    firstSequence = position == 0 ? sequence : firstSequence;
    position += length;
    usualWrite += (length - usualWrite) / 4;
    if (isNextDue() && next.claim()) {
      long bytes = Math.min(Math.max(prepareBytes, 2 * prepared), segmentBytes);
      background.execute(() -> next.prepare(bytes));
    }
  }

  /// Whether the next file should be in the making: this one is half used up, or the log is busy
  /// and this one grows with every write.
  private boolean isNextDue() {
    return prepareBytes > 0
        && usualWrite < LARGE_WRITE_BYTES
        && position >= (prepared > 0 ? prepared / 2 : busyFrom);
  }

  /// Cuts off what a failed write left, if that is still possible: a frame that ends in the middle
  /// of a sector, with zeros behind it, is no unfinished write by the order of the disk, and the
  /// next opening would refuse it as damage.
  private void takeBack() {
    try {
      handle.truncate(position);
      handle.sync(true);
    } catch (IOException _) {
      // The write's failure is the one that counts.
    }
  }

  void sync() throws StorageException {
    try {
      handle.sync(false);
    } catch (IOException e) {
      throw IoFailures.syncing(path, position, e);
    }
  }

  /// Seals the file, whose frames are synced, and goes on in an empty one.
  ///
  /// The directory is synced between the two changes of names: were only the second durable, the
  /// new file would have taken the place of the old one, and its events with it.
  void seal() throws StorageException {
    try {
      cutBack();
      handle.close();
      Path sealed = LogSegments.sealedPath(path, firstSequence);
      if (store.exists(sealed)) {
        throw new FileAlreadyExistsException(sealed.toString());
      }
      store.rename(path, sealed);
      store.syncDirectory(LogFile.directory(path));
      next.take(path);
      handle = store.open(path, FileStore.OpenMode.READ_WRITE);
      handle.sync(true);
      store.syncDirectory(LogFile.directory(path));
      prepared = handle.size();
      position = 0;
      firstSequence = 0;
    } catch (IOException e) {
      throw IoFailures.writing(path, position, e);
    }
  }

  /// Cuts prepared space off, durably, so that the file ends with its last frame.
  private void cutBack() throws IOException {
    if (handle.size() > position) {
      handle.truncate(position);
      handle.sync(true);
    }
  }

  /// Removes prepared space and closes the file.
  ///
  /// @param clean whether everything was written and synced
  void close(boolean clean) throws StorageException {
    try (FileHandle open = handle) {
      next.stop();
      if (clean && open.size() > position) {
        cutBack();
      }
    } catch (IOException e) {
      throw IoFailures.writing(path, position, e);
    }
  }

  /// The end of the last frame.
  long position() {
    return position;
  }
}
