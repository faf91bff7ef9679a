package io.actionqueue.storage.snapshot;

import io.actionqueue.core.port.FileStore.FileHandle;
import io.actionqueue.storage.file.ForwardingFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A large file that is synced while it is being written, every so many bytes, however large the
/// single writes are. Synced at its end alone, it would keep the device, and every sync of the log,
/// busy for as long as all of it takes.
///
/// A sync that fails is a failed write: what it lost is not known, and the file must be given up.
/// Confined to one thread.
final class PacedFile extends ForwardingFile {
  private final int syncBytes;
  private int unsynced;

  /// A file that is synced whenever this many bytes were written, at least 1.
  PacedFile(FileHandle file, int syncBytes) {
    super(file);
    this.syncBytes = syncBytes;
  }

  @Override
  public void write(ByteBuffer source, long position) throws IOException {
    for (long at = position; source.hasRemaining(); ) {
      int length = Math.min(source.remaining(), syncBytes - unsynced);
      file.write(source.slice(source.position(), length), at);
      source.position(source.position() + length);
      at += length;
      unsynced += length;
      if (unsynced == syncBytes) {
        sync(false);
      }
    }
  }

  @Override
  public void sync(boolean withMetadata) throws IOException {
    unsynced = 0;
    file.sync(withMetadata);
  }
}
