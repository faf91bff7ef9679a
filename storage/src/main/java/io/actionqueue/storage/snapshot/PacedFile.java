package io.actionqueue.storage.snapshot;

import io.actionqueue.core.port.FileStore.FileHandle;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A large file that is synced while it is being written, every few mebibytes. Synced at its end
/// alone, it would keep the device, and every sync of the log, busy for as long as all of it takes.
/// Confined to one thread.
final class PacedFile implements FileHandle {
  /// A device writes so much within the time of some ordinary syncs.
  static final int SYNC_BYTES = 4 << 20;

  private final FileHandle file;
  private long unsynced;

  PacedFile(FileHandle file) {
    this.file = file;
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return file.read(target, position);
  }

  @Override
  public void write(ByteBuffer source, long position) throws IOException {
    unsynced += source.remaining();
    file.write(source, position);
    if (unsynced >= SYNC_BYTES) {
      sync(false);
    }
  }

  @Override
  public void truncate(long length) throws IOException {
    file.truncate(length);
  }

  @Override
  public void sync(boolean withMetadata) throws IOException {
    unsynced = 0;
    file.sync(withMetadata);
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
