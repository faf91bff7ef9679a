package io.actionqueue.bench;

import io.actionqueue.storage.file.ForwardingFile;
import io.actionqueue.storage.file.ForwardingFiles;
import io.actionqueue.storage.file.SystemFiles;
import java.io.IOException;
import java.nio.file.Path;

/// The real files, with an eye on how long a native snapshot is being written, synced and read
/// back. The times are those of the latest one; another thread may ask for them once it is there.
final class SnapshotFiles extends ForwardingFiles {
  private volatile long written;
  private volatile long synced;
  private volatile long verified;

  SnapshotFiles() {
    super(SystemFiles.INSTANCE);
  }

  /// Seconds from the first byte to the last, but for syncing.
  double writeSeconds() {
    return written / 1e9;
  }

  /// Seconds of syncing.
  double syncSeconds() {
    return synced / 1e9;
  }

  /// Seconds of reading back.
  double verifySeconds() {
    return verified / 1e9;
  }

  @Override
  public FileHandle open(Path path, OpenMode mode) throws IOException {
    FileHandle handle = super.open(path, mode);
    return path.toString().endsWith(".aqs.tmp") ? new Timed(this, handle, mode) : handle;
  }

  /// A snapshot that is being written, or read back.
  private static final class Timed extends ForwardingFile {
    private final SnapshotFiles times;
    private final OpenMode mode;
    private final long opened = System.nanoTime();
    private boolean first = true;
    private long syncing;

    Timed(SnapshotFiles times, FileHandle handle, OpenMode mode) {
      super(handle);
      this.times = times;
      this.mode = mode;
    }

    @Override
    public void sync(boolean withMetadata) throws IOException {
      long begin = System.nanoTime();
      super.sync(withMetadata);
      long end = System.nanoTime();
      syncing += end - begin;
      if (first && withMetadata) { // synced on the way before, and once more before it is named
        first = false;
        times.written = end - opened - syncing;
        times.synced = syncing;
      }
    }

    @Override
    public void close() throws IOException {
      super.close();
      if (mode == OpenMode.READ) {
        times.verified = System.nanoTime() - opened;
      }
    }
  }
}
